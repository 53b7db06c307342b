"""Synthetic queries for passages that nobody asked for, and what BM25 finds for them."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from bm25 import BM25
from records import Text


def synthetic_query(text: str, idf: Mapping[str, float], r: random.Random) -> tuple[str, str] | None:
    """A query someone might have typed for this passage, and the passage as it is then shown."""
    sentences = [x for x in re.split(r"(?<=[.!?]) +", text) if 4 <= len(x.split()) <= 40]
    words = re.findall(r"[^\W_]+", text)
    kind = r.random()
    if kind < 0.45 and len(sentences) > 2:
        return inverse_cloze(text, sentences, idf, r)
    if kind < 0.6 and sentences:  # the opening, as a heading would say it
        return " ".join(sentences[0].lower().split()[: r.randint(3, 9)]), text
    query = keywords(words, idf, r) if len(words) >= 12 else None
    return (query, text) if query else None


def inverse_cloze(text: str, sentences: list[str], idf: Mapping[str, float], r: random.Random) -> tuple[str, str]:
    """A sentence, or its rarer words in their order, and most often the passage without it."""
    x = r.choice(sentences)
    words = re.findall(r"[^\W_]+", x.lower())
    if r.random() < 0.6:
        n = r.randint(3, 7)
        best = set(sorted(range(len(words)), key=lambda i: -idf.get(words[i], 9) * r.uniform(0.6, 1))[:n])
        words = [w for i, w in enumerate(words) if i in best]
    if r.random() < 0.8:
        text = text.replace(x, "", 1)
    return " ".join(words[:24]), text


def keywords(words: list[str], idf: Mapping[str, float], r: random.Random) -> str | None:
    """Two to five of the rarer words that stand within 40 words of one another."""
    at = r.randrange(max(1, len(words) - 40))
    near = [w.lower() for w in words[at : at + 40]]
    pool = list(dict.fromkeys(w for w in near if idf.get(w, 9) > 2.5))
    if len(pool) < 3:
        return None
    n = min(len(pool), r.randint(2, 5))
    pick = sorted(r.sample(range(len(pool)), n), key=lambda i: -idf.get(pool[i], 9) if r.random() < 0.2 else i)
    return " ".join(pool[i] for i in pick)


def make_queries(texts: Sequence[Text], most: int, r: random.Random) -> tuple[list[str], list[str], list[list[int]]]:
    """Synthetic queries for `most` texts, the documents they belong to, and for each the texts that BM25 finds.

    A query's negatives are of its own kind of source.
    """
    queries: list[str] = []
    documents: list[str] = []
    negatives: list[list[int]] = []
    order = list(range(len(texts)))
    r.shuffle(order)
    groups: dict[str, list[int]] = defaultdict(list)
    for i in order[:most]:
        groups[texts[i]["source"].split(":")[0]].append(i)
    for ix in groups.values():
        index = BM25([texts[i]["text"] for i in ix])
        idf = {w: index.idf[j] for w, j in index.vocabulary.items()}
        tried = [(i, synthetic_query(texts[i]["text"], idf, r)) for i in ix]
        made = [(i, *x) for i, x in tried if x and x[0]]
        found = index.search([query for _, query, _ in made], 20, 0.02)
        for (i, query, document), (f, _) in zip(made, found, strict=True):
            queries.append(query)
            documents.append(document)
            negatives.append([ix[k] for k in f if ix[k] != i])
    return queries, documents, negatives
