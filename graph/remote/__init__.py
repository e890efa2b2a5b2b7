"""What is fetched from other services: only from listed addresses, and within limits."""
