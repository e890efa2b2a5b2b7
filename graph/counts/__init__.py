"""Counts that questions ask for again and again, derived from the facts at each release."""
