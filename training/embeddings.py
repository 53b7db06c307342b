"""Word vectors without training: positive pointwise mutual information of neighbours, factorised; and retrofitting."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from records import Tokens


def first_embeddings(
    sequences: Sequence[Tokens], size: int, dimension: int, seed: int, reach: int = 6
) -> NDArray[np.float32]:
    """Vectors (size, dimension) of the vocabulary's entries, the dimensions in order of their weight.

    Neighbours are tokens within `reach` of one another; farther ones count for less.
    """
    flat = np.concatenate(sequences).astype(np.int64)
    which = np.repeat(np.arange(len(sequences)), [len(x) for x in sequences])
    m = np.zeros((size, size), np.float32)
    for d in range(1, reach + 1):
        same = which[d:] == which[:-d]
        k, c = np.unique(flat[:-d][same] * size + flat[d:][same], return_counts=True)
        m[k // size, k % size] += c / d
    m += m.T
    s = m.sum(1) + 1e-6
    context = s**0.75
    context /= context.sum()
    m /= s[:, None]
    m /= context[None, :]
    np.maximum(m, 1.0, out=m)
    np.log(m, out=m)
    rng = np.random.RandomState(seed)
    y = m @ rng.randn(size, dimension + 44).astype(np.float32)
    for _ in range(2):
        y, _ = np.linalg.qr(m @ (m @ y))
    u, sv, _ = np.linalg.svd(y.T @ m, full_matrices=False)
    e = (y @ u)[:, :dimension] * np.sqrt(sv[:dimension])
    return e.astype(np.float32)


def retrofit(
    vectors: NDArray[np.float32],
    relations: Mapping[str, Mapping[str, float]],
    index: Mapping[str, int],
    rounds: int = 4,
    own: float = 1.5,
) -> NDArray[np.float32]:
    """Each vector moves to the mean of itself (weight `own`) and its relations, weighted by their strength.

    Vectors are rows (words, dimensions); `index` tells a word's row. Faruqui et al. 2015.
    """
    out = vectors.copy()
    rows = [
        (index[w], [index[o] for o in found], np.array(list(found.values()), np.float32))
        for w, found in relations.items()
    ]
    for _ in range(rounds):
        for i, others, strength in rows:
            out[i] = (own * vectors[i] + strength @ out[others]) / (own + strength.sum())
    return out
