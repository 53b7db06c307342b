"""What the words of a query and of a document have in common: cover, the best window, phrases, related words."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from type_layout import PHRASE_BUCKETS, STRENGTHS


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


Near = dict[int, tuple[int, int]]  # a related word's key: strength of the relation, and the query's key


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
