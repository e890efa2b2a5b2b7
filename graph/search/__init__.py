"""Finding things by name and passages by their words."""
