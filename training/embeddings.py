"""First word embeddings: positive pointwise mutual information of neighbours, factorised."""
import numpy as np


def first_embeddings(sequences, size, dimension, seed, reach=6):
    flat = np.concatenate(sequences).astype(np.int64)
    which = np.repeat(np.arange(len(sequences)), [len(x) for x in sequences])
    m = np.zeros((size, size), np.float32)
    for d in range(1, reach + 1):
        same = which[d:] == which[:-d]
        k, c = np.unique(flat[:-d][same] * size + flat[d:][same], return_counts=True)
        m[k // size, k % size] += c / d
    m += m.T
    s = m.sum(1) + 1e-6
    context = s ** 0.75
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
