"""SPARQL text read, guarded, run and serialised."""
