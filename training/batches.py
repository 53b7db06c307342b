"""Packed pairs, and the tensors that a network takes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

LAST_POSITION = 511

Piece = tuple[torch.Tensor, ...]  # the places of some of a step's pairs, then their ids, mask, types and positions


class PackedPair(NamedTuple):
    """A pair of a batch."""

    ids: list[int]
    types: list[int]
    start: int  # the document's first token
    shift: int  # so far are the document's positions moved


def tensors(rows: Sequence[PackedPair]) -> list[torch.Tensor]:
    """Ids, mask, types and positions of pairs, each (pairs, tokens), padded to the longest."""
    n = max(len(x.ids) for x in rows)
    ids, types, mask, pos = (np.zeros((len(rows), n), np.int64) for _ in range(4))
    line = np.arange(n)
    for i, (x, t, start, shift) in enumerate(rows):
        ids[i, : len(x)], types[i, : len(x)], mask[i, : len(x)] = x, t, 1
        pos[i] = line
        pos[i, start:] += shift
    return [torch.from_numpy(x) for x in (ids, mask, types, np.minimum(pos, LAST_POSITION))]
