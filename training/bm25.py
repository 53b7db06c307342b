"""BM25 over a list of texts with sparse matrices, to mine hard negatives and to build the held-out tasks."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from common import bm25_words

Found = tuple[list[int], list[float]]  # indices of texts, best first, and their scores


class BM25:
    """An index of `n` texts."""

    vocabulary: dict[str, int]  # a word's row
    df: NDArray[np.int64]  # for each word, in how many texts it is
    idf: NDArray[np.float64]
    matrix: sp.csr_matrix  # (words, texts): what a word adds to a text's score
    n: int

    def __init__(self, texts: Sequence[str], k1: float = 0.9, b: float = 0.4) -> None:
        self.vocabulary = {}
        rows, columns, counts, lengths = [], [], [], []
        for i, text in enumerate(texts):
            tf = Counter(bm25_words(text))
            lengths.append(sum(tf.values()))
            for w, n in tf.items():
                rows.append(i)
                columns.append(self.vocabulary.setdefault(w, len(self.vocabulary)))
                counts.append(n)
        rows, columns = np.array(rows), np.array(columns)
        counts, lengths = np.array(counts, np.float32), np.array(lengths, np.float32)
        n = len(texts)
        self.df = np.bincount(columns, minlength=len(self.vocabulary))
        self.idf = np.log(1 + (n - self.df + 0.5) / (self.df + 0.5))
        norm = 1 - b + b * lengths / max(lengths.mean(), 1)
        weights = self.idf[columns] * counts * (k1 + 1) / (counts + k1 * norm[rows])
        self.matrix = sp.csr_matrix((weights.astype(np.float32), (columns, rows)), shape=(len(self.vocabulary), n))
        self.n = n

    def search(self, queries: Sequence[str], k: int, rarest: float = 1.0, block: int = 256) -> list[Found]:
        """The k best texts of every query. Words in more than `rarest` (a share) of the texts are left out.

        `block` queries are scored at once.
        """
        out = []
        for a in range(0, len(queries), block):
            part = queries[a : a + block]
            words = [(i, j) for i, q in enumerate(part) for j in self.rare_words(q, rarest)]
            rows, columns = [i for i, _ in words], [j for _, j in words]
            ones = np.ones(len(words), np.float32)
            q = sp.csr_matrix((ones, (rows, columns)), shape=(len(part), len(self.vocabulary)))
            s = (q @ self.matrix).tocsr()
            for start, end in zip(s.indptr[:-1], s.indptr[1:], strict=True):
                x, ix = s.data[start:end], s.indices[start:end]
                best = np.argpartition(-x, k)[:k] if len(x) > k else np.arange(len(x))
                best = best[np.argsort(-x[best], kind="stable")]
                out.append((ix[best].tolist(), x[best].tolist()))
        return out

    def rare_words(self, query: str, rarest: float) -> Iterator[int]:
        """The rows of a query's distinct words, without those that are in more than `rarest` of the texts."""
        for w in set(bm25_words(query)):
            j = self.vocabulary.get(w)
            if j is not None and self.df[j] <= rarest * self.n + 50:
                yield j
