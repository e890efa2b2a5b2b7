"""Releases in an engine of another make, and queries passed on to it."""
