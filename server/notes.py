"""What is noted about a request on its way, for the log: a plain map in its WSGI environment."""

from __future__ import annotations

import re

NOTES = "lianghui.notes"
"""The key of the map: ``cache`` (hit, miss or pass), ``rows``, ``truncated``, ``query``."""
REQUEST_ID = re.compile(r"[\w.\-]{1,64}", re.ASCII)
"""What a client may call its request."""
