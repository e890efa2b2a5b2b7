"""A query's groups read as parts, and rewritten to equal ones that the engine runs sooner."""
