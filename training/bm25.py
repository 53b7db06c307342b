"""BM25 over a list of texts with sparse matrices, to mine hard negatives and to build the held-out tasks."""
from collections import Counter

import numpy as np
import scipy.sparse as sp

from common import bm25_words


class BM25:
    def __init__(self, texts, k1=0.9, b=0.4):
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

    def search(self, queries, k, rarest=1.0, block=256):
        """The k best texts of every query: (indices, scores). Words in more than `rarest` of the texts are left out."""
        out = []
        for a in range(0, len(queries), block):
            part = queries[a:a + block]
            rows, columns = [], []
            for i, q in enumerate(part):
                for w in set(bm25_words(q)):
                    j = self.vocabulary.get(w)
                    if j is not None and self.df[j] <= rarest * self.n + 50:
                        rows.append(i)
                        columns.append(j)
            ones = np.ones(len(rows), np.float32)
            q = sp.csr_matrix((ones, (rows, columns)), shape=(len(part), len(self.vocabulary)))
            s = (q @ self.matrix).tocsr()
            for i in range(len(part)):
                x, ix = s.data[s.indptr[i]:s.indptr[i + 1]], s.indices[s.indptr[i]:s.indptr[i + 1]]
                best = np.argpartition(-x, k)[:k] if len(x) > k else np.arange(len(x))
                best = best[np.argsort(-x[best], kind="stable")]
                out.append((ix[best].tolist(), x[best].tolist()))
        return out
