"""What 64,000 reports would take: made-up texts in the real ones' shape, read, loaded and asked."""
