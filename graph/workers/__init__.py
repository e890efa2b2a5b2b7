"""Queries in processes that can be stopped, each with its own limits."""

from graph.workers.limits import Limits
from graph.workers.pool import Pool

__all__ = ["Limits", "Pool"]
