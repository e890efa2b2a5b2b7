"""HTTP and command line over the graph."""
