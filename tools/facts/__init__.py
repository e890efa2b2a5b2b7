"""What the shipped facts are made from, one module a part of `graph/data`."""
