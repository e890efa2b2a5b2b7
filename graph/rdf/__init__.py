"""RDF documents that others wrote: which are read, and how."""
