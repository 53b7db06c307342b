"""How alike query and document are in meaning, by word vectors: a part of the match types (README.md, "Quantities").

A text's vector is the sum of its tokens' vectors, each times its weight. All sums are of integers, so that another
language gives the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 8  # tokens; windows begin at multiples of it
WINDOW_BLOCKS = 4
LEVELS = 7  # coordinates are -7 to 7

Integers = NDArray[np.int64]


class Similarities(NamedTuple):
    """Cosines of the query's vector with vectors of the document; 0 where one of the two is zero."""

    whole: float  # all its tokens
    window: float  # the most similar window
    other: float  # its tokens that are in no word of the query


class Vectors:
    """Vectors of a vocabulary's entries: coordinates (entries, size) of -7 to 7, and weights (entries) of 0 to 255."""

    rows: Integers  # coordinates times weights

    def __init__(self, coordinates: NDArray[np.int8], weights: NDArray[np.uint8]) -> None:
        self.rows = coordinates.astype(np.int64) * weights[:, None].astype(np.int64)

    @classmethod
    def load(cls, path: Path, entries: int) -> Vectors:
        """vectors.bin: a byte of weight for each entry, then its coordinates, two a byte; see README.md, "Tables"."""
        raw = np.fromfile(path, np.uint8)
        packed = raw[entries:].reshape(entries, -1)
        coordinates = np.stack([packed & 15, packed >> 4], -1).reshape(entries, -1).astype(np.int8) - 8
        return cls(coordinates, raw[:entries])

    def similarities(self, query: Sequence[int], document: Sequence[int], shared: Sequence[bool]) -> Similarities:
        """Of token ids; `shared` tells for each of the document's whether the query has its word."""
        asked = self.rows[np.asarray(query, np.int64)].sum(0)
        if not len(document) or not asked.any():
            return Similarities(0.0, 0.0, 0.0)
        rows = self.rows[np.asarray(document, np.int64)]
        blocks = np.add.reduceat(rows, np.arange(0, len(rows), BLOCK))
        other = rows[~np.asarray(shared, bool)].sum(0)
        count = max(1, len(blocks) - WINDOW_BLOCKS + 1)
        ends = np.cumsum(np.vstack([0 * blocks[:1], blocks]), 0)
        windows = ends[np.minimum(np.arange(count) + WINDOW_BLOCKS, len(blocks))] - ends[:count]
        return Similarities(cosine(asked, ends[-1]), max(cosine(asked, w) for w in windows), cosine(asked, other))


def cosine(a: Integers, b: Integers) -> float:
    """0 for a zero vector. The squares' sums are below 2^53 for texts of up to 50,000 tokens."""
    size = float(a @ a) * float(b @ b)
    return float(a @ b) / math.sqrt(size) if size else 0.0


def write_vectors(path: Path, vectors: NDArray[np.float32], weights: NDArray[np.float32]) -> None:
    """Quantizes: each vector by its largest coordinate, whose size goes into the weight."""
    unit = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    largest = np.abs(unit).max(1)
    coordinates = np.rint(unit / (largest[:, None] + 1e-9) * LEVELS).astype(np.int64)
    sizes = weights * largest
    scaled = np.where(sizes > 0, np.clip(np.rint(sizes / np.quantile(sizes, 0.999) * 255), 1, 255), 0)
    packed = (coordinates + 8).astype(np.uint8)
    path.write_bytes(scaled.astype(np.uint8).tobytes() + (packed[:, ::2] | packed[:, 1::2] << 4).tobytes())
