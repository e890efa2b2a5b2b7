"""What the description of the API is put together from."""
