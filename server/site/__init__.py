"""Pages for people, one module a kind of page: read by a few queries, usable without scripts."""
