"""SHACL as sets: our shapes compiled into one SPARQL query per constraint."""
