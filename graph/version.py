"""Which version of the software this is."""

from importlib.metadata import version

TOOL = f"lianghui {version('lianghui')}"
