"""Programs that make what the project ships; they are not part of what is installed."""
