"""The graph for clients of the Model Context Protocol: tools that only read, answers that cite."""
