"""How often the extraction is right: labelled sentences, evaluation, measurements."""
