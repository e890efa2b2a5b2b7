"""Changes asked for from outside, made in a process of their own."""
