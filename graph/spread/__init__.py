"""Extraction on many cores or machines: what a text says depends on nothing but the text."""
