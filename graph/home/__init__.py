"""What a home of releases is made of, and what keeps it."""
