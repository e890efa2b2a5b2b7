"""What changed: between two releases, and between the reports of two years."""
