"""Data of others judged by the shapes beside a release, in a process of its own."""
