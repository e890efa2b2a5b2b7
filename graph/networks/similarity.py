"""How alike the rows of a matrix are."""

from __future__ import annotations

import numpy as np

from graph.networks.matrix import Floats


def jaccard(counts: Floats) -> Floats:
    """Columns that two rows share over those of either (Jaccard 1901); 0 for two empty rows."""
    flags = (counts > 0).astype(float)
    both = flags @ flags.T
    sizes = flags.sum(1)
    return _divided(both, sizes[:, None] + sizes[None, :] - both)


def cosine(counts: Floats) -> Floats:
    """The cosine of two rows' angle (Salton and McGill 1983); 0 with an empty row."""
    norms = np.sqrt((counts * counts).sum(1))
    return _divided(counts @ counts.T, norms[:, None] * norms[None, :])


def tf_idf(counts: Floats) -> Floats:
    """Counts weighed by ``ln(rows / rows with the column)`` (Sparck Jones 1972).

    A column that every row has weighs nothing: it tells no two rows apart.
    """
    having = (counts > 0).sum(0)
    with np.errstate(divide="ignore"):
        weights = np.where(having > 0, np.log(len(counts) / np.maximum(having, 1)), 0.0)
    found: Floats = counts * weights
    return found


def tf_idf_cosine(counts: Floats) -> Floats:
    """The cosine of rows weighed by :func:`tf_idf`."""
    return cosine(tf_idf(counts))


def _divided(values: Floats, by: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(by > 0, values / by, 0.0)
    return np.clip(found, 0.0, 1.0)
