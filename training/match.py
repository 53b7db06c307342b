"""Match types: token types that tell the model where query and document meet.

The reference of the specification in README.md ("Match types"). Everything is integer arithmetic or
float64 in the order written, so that another language can give the same types bit for bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidence import Cover, Near, Words, best_window, find_phrases, met_relations
from related_table import Relations, read_related
from settings import MatchSettings
from similarity import Similarities, Vectors
from token_types import bucket, cover_bucket, document_types, query_types, window_bucket
from type_layout import (
    CLS_BASE,
    CONTINUES,
    LENGTH_CLASSES,
    LENGTH_LIMITS,
    MODULUS,
    NEAR_BUCKETS,
    OTHER_BUCKETS,
    SEP1_BASE,
    SEP2_BASE,
    SKIP,
    WHOLE_BUCKETS,
)

Ids = Sequence[int]
Packed = tuple[list[int], list[int]]  # a pair as the model takes it: token ids and types, of the same length


class Types(NamedTuple):
    """The types of a pair: of the three special tokens, of the query's tokens, of the document's."""

    cls: int
    query: list[int]
    sep1: int
    document: list[int]
    sep2: int


class Matcher:
    """Gives match types, from tables of a vocabulary. Tables have one value for each entry of the vocabulary."""

    idf: list[int]
    stem: list[int]
    flags: list[int]
    s: MatchSettings
    related: Relations
    vectors: Vectors | None

    def __init__(
        self,
        idf: Sequence[int] | NDArray[np.uint8],
        stem: Sequence[int] | NDArray[np.uint16],
        flags: Sequence[int] | NDArray[np.uint8],
        settings: MatchSettings,
        related: Relations | None = None,
        vectors: Vectors | None = None,
    ) -> None:
        self.idf, self.stem, self.flags = list(map(int, idf)), list(map(int, stem)), list(map(int, flags))
        self.s, self.related, self.vectors = settings.copy(), related or {}, vectors

    @classmethod
    def load(cls, path: Path | str, settings: MatchSettings, vectors: str = "vectors.bin") -> Matcher:
        """match.bin: per vocabulary entry one byte idf, then two bytes (little-endian) stem, then one byte flags.

        Related words are in related.bin beside it, vectors in the file of the name `vectors`.
        """
        raw = np.fromfile(path, dtype=np.uint8)
        n = len(raw) // 4
        beside = Path(path).with_name("related.bin")
        related = read_related(beside) if beside.exists() else None
        path = Path(path).with_name(vectors)
        found = Vectors.load(path, n) if path.exists() else None
        return cls(raw[:n], raw[n : 3 * n].view("<u2"), raw[3 * n :], settings, related, found)

    def words(self, ids: Ids) -> Words:
        """The words of a token sequence."""
        keys, weights, firsts, starts, ends = out = Words([], [], [], [], [])
        idf, stem, flags = self.idf, self.stem, self.flags
        cap, partial_min = self.s["weight_cap"], self.s["partial_min"]
        open_word = False
        for i, t in enumerate(ids):
            f = flags[t]
            if f & SKIP:
                open_word = False
            elif f & CONTINUES and open_word:
                c = stem[t]
                if c:
                    keys[-1] = (keys[-1] * 16384 + c) % MODULUS
                weights[-1] = min(cap, weights[-1] + idf[t])
                ends[-1] = i + 1
            else:
                c = stem[t] or t
                keys.append(c)
                firsts.append(c if idf[t] >= partial_min else -1)
                weights.append(min(cap, idf[t]))
                starts.append(i)
                ends.append(i + 1)
                open_word = True
        return out

    def cover(self, query: Words, document_keys: list[int]) -> Cover:
        """How much of the query's weight the document covers, saturated and normalised by length as BM25 is."""
        s = self.s
        weight: dict[int, int] = {}
        for k, w in zip(query.keys, query.weights, strict=True):
            if k not in weight:
                weight[k] = w
        total = sum(weight.values())
        hits = [j for j, k in enumerate(document_keys) if k in weight]
        tf: dict[int, int] = {}
        for j in hits:
            tf[document_keys[j]] = tf.get(document_keys[j], 0) + 1
        big_k = s["k1"] * ((1 - s["b"]) + s["b"] * (len(document_keys) / s["average_words"]))
        covered = 0.0
        for k, w in weight.items():
            if k in tf:
                covered += (w * tf[k]) / (tf[k] + big_k)
        return Cover(weight, total, hits, tf, covered)

    def coverage(self, q_ids: Ids, d_ids: Ids) -> float:
        """Covered share of the query, 0 to 1: a lexical first-stage score that depends on the pair only."""
        cover = self.cover(self.words(q_ids), self.words(d_ids).keys)
        return cover.covered / cover.total if cover.total else 0.0

    def near(self, weight: dict[int, int]) -> Near:
        """Words that are related to a word of the query, none that the query has itself.

        Of several query words the closest counts, of equally close ones the first.
        """
        found: Near = {}
        for k, w in weight.items():
            if w >= self.s["related_min"]:
                for other, strength in self.related.get(k, {}).items():
                    if other not in weight and (other not in found or strength < found[other][0]):
                        found[other] = (strength, k)
        return found

    def types(self, q_ids: Ids, d_ids: Ids) -> Types:
        """Types of [CLS], of the query's tokens, of the first [SEP], of the document's tokens, of the last [SEP].

        Both are given whole, before any cut; the caller cuts the two lists as it cuts the ids.
        """
        query, document = self.words(q_ids), self.words(d_ids)
        cover = self.cover(query, document.keys)
        best, window = best_window(document, cover, self.s["window_words"])
        phrases = find_phrases(query, document, cover.hits)
        near = self.near(cover.weight)
        met = met_relations(near, document)
        length = sum(len(document.keys) > x for x in LENGTH_LIMITS)
        alike = self.similarities(q_ids, d_ids, document, cover.hits)
        end = phrases.level * LENGTH_CLASSES + length
        return Types(
            CLS_BASE + cover_bucket(cover) * WHOLE_BUCKETS + bucket(alike.whole, WHOLE_BUCKETS),
            query_types(query, cover, phrases, met, set(document.firsts), len(q_ids)),
            SEP1_BASE + window_bucket(cover, best, met) * OTHER_BUCKETS + bucket(alike.other, OTHER_BUCKETS),
            document_types(document, cover, window, phrases, near, set(query.firsts), len(d_ids)),
            SEP2_BASE + end * NEAR_BUCKETS + bucket(alike.window, NEAR_BUCKETS),
        )

    def similarities(self, q_ids: Ids, d_ids: Ids, document: Words, hits: list[int]) -> Similarities:
        """What vectors say; nothing is alike without them."""
        if not self.vectors:
            return Similarities(0.0, 0.0, 0.0)
        shared = [False] * len(d_ids)
        for j in hits:
            start, end = document.starts[j], document.ends[j]
            shared[start:end] = [True] * (end - start)
        return self.vectors.similarities(q_ids, d_ids, shared)


def pack(matcher: Matcher, q_ids: list[int], d_ids: list[int], max_length: int, max_query: int = 64) -> Packed:
    """One pair as the model takes it: ids and types.

    The query is cut to `max_query` tokens, the document to what is left of `max_length`.
    """
    cls, qt, sep1, dt, sep2 = matcher.types(q_ids, d_ids)
    q = q_ids[:max_query]
    room = max(0, max_length - len(q) - 3)
    d = d_ids[:room]
    return [2, *q, 3, *d, 3], [cls, *qt[: len(q)], sep1, *dt[: len(d)], sep2]
