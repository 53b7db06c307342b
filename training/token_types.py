"""The types of a pair's tokens, from what query and document have in common (README.md, "Types")."""

from __future__ import annotations

import math

from evidence import Cover, Near, Phrases, Words
from type_layout import (
    COVER_BUCKETS,
    D_HIT,
    D_NEAR,
    D_NONE,
    D_PART,
    D_RELATED,
    Q_HIT,
    Q_MANY,
    Q_MISS,
    Q_NONE,
    Q_PART,
    Q_PHRASE,
    Q_RELATED,
    RELATED_SHARE,
    SIMILAR,
    WINDOW_BUCKETS,
)


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
