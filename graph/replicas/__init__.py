"""Releases of one instance mirrored by another, file by file and hash by hash."""
