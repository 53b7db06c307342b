"""Match types: token types that tell the model where query and document meet.

The reference of the specification in README.md ("Match types"). Everything is integer arithmetic or
float64 in the order written, so that another language can give the same types bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from related_table import Relations, read_related
from settings import MatchSettings
from similarity import Similarities, Vectors

SKIP, CONTINUES = 1, 2  # flags of a vocabulary entry

# layout of the types
Q_NONE, Q_MISS, Q_PART, Q_HIT, Q_MANY, Q_PHRASE = 0, 1, 5, 6, 10, 14
D_NONE, D_NEAR, D_PART, D_HIT = 18, 19, 20, 21
STRENGTHS = 3  # of a relation between two words: 0 the closest
D_RELATED = 37  # four types (rarity) a strength
Q_RELATED = D_RELATED + 4 * STRENGTHS
# [CLS]: coverage, then similarity of the whole. First [SEP]: best window, related words, then similarity of what the
# query does not say itself. Last [SEP]: phrases, length, then similarity of the most similar window.
CLS_BASE, COVER_BUCKETS, WHOLE_BUCKETS = 64, 32, 16
SEP1_BASE, WINDOW_BUCKETS, GAIN_CLASSES, OTHER_BUCKETS = CLS_BASE + COVER_BUCKETS * WHOLE_BUCKETS, 8, 4, 16
SEP2_BASE = SEP1_BASE + WINDOW_BUCKETS * GAIN_CLASSES * OTHER_BUCKETS
PHRASE_BUCKETS, LENGTH_CLASSES, NEAR_BUCKETS = 9, 4, 8
TYPES = SEP2_BASE + PHRASE_BUCKETS * LENGTH_CLASSES * NEAR_BUCKETS  # 1376
SIMILAR = 0.8  # similarities from here on share the last bucket
RELATED_SHARE = (8, 5, 3)  # eighths of a query word's weight that a related word covers, by strength
LENGTH_LIMITS = (64, 192, 640)
MODULUS = 2147483647

Ids = Sequence[int]
Packed = tuple[list[int], list[int]]  # a pair as the model takes it: token ids and types, of the same length


class Words(NamedTuple):
    """The words of a token sequence, in order: five lists, each with one number a word."""

    keys: list[int]
    weights: list[int]
    firsts: list[int]  # class of the first piece, or -1 where it is too common to tell anything
    starts: list[int]  # first token
    ends: list[int]  # behind the last token


class Cover(NamedTuple):
    """Which words of the query the document has."""

    weight: dict[int, int]  # weight of each distinct query key, in order of first appearance
    total: int  # sum of these
    hits: list[int]  # places of the document's words whose key the query has
    tf: dict[int, int]  # for each key among the hits, how many there are
    covered: float  # how much of `total` the document covers


class Phrases(NamedTuple):
    """Pairs of neighbouring query words that are neighbours in the document too."""

    query: set[int]  # places of the query's words that are in such a pair
    document: set[int]  # the same for the document's words
    level: int  # how much of the query's pairs is found, 0 to 7; 8 where the query has no pair


class Types(NamedTuple):
    """The types of a pair: of the three special tokens, of the query's tokens, of the document's."""

    cls: int
    query: list[int]
    sep1: int
    document: list[int]
    sep2: int


Near = dict[int, tuple[int, int]]  # a related word's key: strength of the relation, and the query's key


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


def rarity(weight: int) -> int:
    """Class of a word's weight, 0 (common) to 3 (rare)."""
    return min(3, weight >> 5)


def bucket(similarity: float, buckets: int) -> int:
    """A similarity of 0 and less is in the first bucket, one of SIMILAR and more in the last."""
    return max(0, min(buckets - 1, math.floor(similarity / SIMILAR * buckets)))


def cover_bucket(cover: Cover) -> int:
    """The covered share of the query."""
    if not cover.total:
        return 0
    return min(COVER_BUCKETS - 1, int(cover.covered / cover.total * COVER_BUCKETS))


def window_bucket(cover: Cover, best: int, met: dict[int, int]) -> int:
    """The best window's share of the query, for each of four classes of what related words cover.

    These cover query words that the document lacks; classes are: nothing, up to an eighth of the query's weight, up
    to a quarter, more.
    """
    share = min(WINDOW_BUCKETS - 1, best * WINDOW_BUCKETS // cover.total) if cover.total else 0
    gain = sum(cover.weight[k] * RELATED_SHARE[x] for k, x in met.items() if k not in cover.tf)  # eighths
    level = 0 if gain == 0 else 1 if gain <= cover.total else 2 if gain <= 2 * cover.total else 3
    return level * WINDOW_BUCKETS + share


def best_window(document: Words, cover: Cover, span: int) -> tuple[int, tuple[int, int]]:
    """The window of `span` words of the document that has most of the query's weight.

    Gives that weight and the window's tokens, from start to end (exclusive); (0, 0) where there is no window.
    """
    keys, weight, hits = document.keys, cover.weight, cover.hits
    best, start = 0, -1
    for n, j in enumerate(hits):
        seen, value = set(), 0
        for h in hits[n:]:
            if h >= j + span:
                break
            if keys[h] not in seen:
                seen.add(keys[h])
                value += weight[keys[h]]
        if value > best:
            best, start = value, j
    if start < 0:
        return best, (0, 0)
    return best, (document.starts[start], document.ends[min(len(keys), start + span) - 1])


def find_phrases(query: Words, document: Words, hits: list[int]) -> Phrases:
    """Which neighbouring words of the query are neighbours in the document, in the same order."""
    followed = set(pairwise(query.keys))
    keys, last = document.keys, len(document.keys) - 1
    in_document: set[int] = set()
    found: set[tuple[int, int]] = set()
    for j in hits:
        if j < last and (pair := (keys[j], keys[j + 1])) in followed:
            in_document.update((j, j + 1))
            found.add(pair)
    got = total = 0
    in_query: set[int] = set()
    for i, pair in enumerate(pairwise(query.keys)):
        w = min(query.weights[i], query.weights[i + 1])
        total += w
        if pair in found:
            got += w
            in_query.update((i, i + 1))
    level = min(PHRASE_BUCKETS - 2, got * 8 // total) if total else PHRASE_BUCKETS - 1
    return Phrases(in_query, in_document, level)


def met_relations(near: Near, document: Words) -> dict[int, int]:
    """For each query key that has a related word in the document, the strength of the closest one."""
    met: dict[int, int] = {}
    if near:
        for k in document.keys:
            if k in near:
                strength, q = near[k]
                met[q] = min(strength, met.get(q, STRENGTHS))
    return met


def query_types(
    query: Words, cover: Cover, phrases: Phrases, met: dict[int, int], document_firsts: set[int], size: int
) -> list[int]:
    """The types of the query's `size` tokens; all tokens of a word have the same."""
    out, tf = [Q_NONE] * size, cover.tf
    for i, (k, w, first, start, end) in enumerate(zip(*query, strict=True)):
        if k in tf:
            t = (Q_PHRASE if i in phrases.query else Q_MANY if tf[k] > 1 else Q_HIT) + rarity(w)
        elif k in met:
            t = Q_RELATED + 4 * met[k] + rarity(w)
        elif first >= 0 and first in document_firsts:
            t = Q_PART
        else:
            t = Q_MISS + rarity(w)
        out[start:end] = [t] * (end - start)
    return out


def document_types(
    document: Words,
    cover: Cover,
    window: tuple[int, int],
    phrases: Phrases,
    near: Near,
    query_firsts: set[int],
    size: int,
) -> list[int]:
    """The types of the document's `size` tokens. What is written later goes before what was written."""
    keys, _, firsts, starts, ends = document
    out, weight = [D_NONE] * size, cover.weight
    out[window[0] : window[1]] = [D_NEAR] * (window[1] - window[0])
    for j, first in enumerate(firsts):
        if first >= 0 and first in query_firsts:
            out[starts[j] : ends[j]] = [D_PART] * (ends[j] - starts[j])
    if near:
        for j, k in enumerate(keys):
            if k in near:
                strength, q = near[k]
                out[starts[j] : ends[j]] = [D_RELATED + 4 * strength + rarity(weight[q])] * (ends[j] - starts[j])
    for j in cover.hits:
        place = (1 if j in phrases.document else 0) + (2 if window[0] <= starts[j] < window[1] else 0)
        out[starts[j] : ends[j]] = [D_HIT + 4 * place + rarity(weight[keys[j]])] * (ends[j] - starts[j])
    return out


def pack(matcher: Matcher, q_ids: list[int], d_ids: list[int], max_length: int, max_query: int = 64) -> Packed:
    """One pair as the model takes it: ids and types.

    The query is cut to `max_query` tokens, the document to what is left of `max_length`.
    """
    cls, qt, sep1, dt, sep2 = matcher.types(q_ids, d_ids)
    q = q_ids[:max_query]
    room = max(0, max_length - len(q) - 3)
    d = d_ids[:room]
    return [2, *q, 3, *d, 3], [cls, *qt[: len(q)], sep1, *dt[: len(d)], sep2]
