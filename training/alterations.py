"""Other forms of a sample's texts: as people type, as excerpts, in languages that the vocabulary lacks."""

import random

import numpy as np
from tokenizers import Tokenizer

from common import cipher
from evidence import best_window
from match import Matcher
from records import Tokens
from type_layout import CONTINUES

MAX_SENTENCE = 30  # tokens of a sentence's start or end that are kept beside what was found
COMMON = 34  # words of a smaller idf are the small words


def typo(text: str, r: random.Random) -> str:
    """A text with one slip of the fingers: in a word of four letters or more, its first letter right."""
    words = text.split()
    long = [i for i, w in enumerate(words) if len(w) > 3 and w.isalpha()]
    if not long:
        return text
    i = r.choice(long)
    w = words[i]
    k, kind = r.randrange(1, len(w)), r.random()
    if kind < 0.35 and k + 1 < len(w):  # two letters changed places
        w = w[:k] + w[k + 1] + w[k] + w[k + 2 :]
    elif kind < 0.65:  # one left out
        w = w[:k] + w[k + 1 :]
    elif kind < 0.8:  # one doubled
        w = w[:k] + w[k] + w[k:]
    else:  # a wrong one
        w = w[:k] + r.choice("abcdefghijklmnopqrstuvwxyz") + w[k + 1 :]
    words[i] = w
    return " ".join(words)


class Alterations:
    """Changes token ids at random; `typos` is the share of queries that get one."""

    ends: list[int]  # ids of marks that end a sentence

    def __init__(self, matcher: Matcher, tokenizer: Tokenizer, typos: float, r: random.Random) -> None:
        self.matcher, self.tokenizer, self.typos, self.r = matcher, tokenizer, typos, r
        self.ends = [tokenizer.token_to_id(x) for x in (".", "!", "?")]

    def wear(self, tokens: Tokens) -> list[int]:
        """Queries as they are typed: with a typo, without the small words, with a word missing, two swapped."""
        r, x = self.r, self.r.random()
        idf, flags = self.matcher.idf, self.matcher.flags
        q: list[int] = tokens.tolist()
        if r.random() < self.typos:
            slipped = typo(self.tokenizer.decode(q), r)
            q = self.tokenizer.encode(slipped, add_special_tokens=False).ids[: len(q) + 6] or q
        if len(q) > 4:
            if x < 0.2:
                kept = [t for t in q if idf[t] >= COMMON or flags[t] & CONTINUES]
                q = kept if len(kept) > 1 else q
            elif x < 0.28:
                del q[r.randrange(len(q))]
            elif x < 0.31:
                i = r.randrange(len(q) - 1)
                q[i], q[i + 1] = q[i + 1], q[i]
        return q

    def sentences(self, query: list[int], document: Tokens) -> Tokens:
        """The part of a document that has most of the query's words, from a sentence's start to a sentence's end."""
        q, d = self.matcher.words(query), self.matcher.words(document.tolist())
        cover = self.matcher.cover(q, d.keys)
        _, (start, end) = best_window(d, cover, self.r.randint(6, 24))
        if end == 0:
            start = self.r.randrange(max(1, len(document) - 30))
            end = min(len(document), start + 20)
        ends = np.flatnonzero(np.isin(document, self.ends))
        before, after = ends[ends < start], ends[ends >= end - 1]
        start = before[-1] + 1 if len(before) and start - before[-1] < MAX_SENTENCE else start
        end = after[0] + 1 if len(after) and after[0] - end < MAX_SENTENCE else end
        return document[start:end]

    def foreign(self, query: list[int], documents: list[Tokens]) -> tuple[list[int], list[Tokens]]:
        """The texts in a language that the vocabulary lacks, where shared words are all there is to go by."""
        table = cipher(self.r)
        texts = [self.tokenizer.decode(ids).translate(table) for ids in (query, *documents)]
        asked, *rest = (e.ids for e in self.tokenizer.encode_batch(texts, add_special_tokens=False))
        return asked or query, [np.array(d, np.int32) for d in rest]

    def echo(self, q: list[int], docs: list[Tokens]) -> None:
        """A negative that repeats the question and goes on about something else: the last document's text."""
        other = docs[-1].tolist()
        at = self.r.choice((0, 0, min(len(other), self.r.randrange(1, 30))))
        docs[-1] = np.array([*other[:at], *q, *other[at:]], np.int32)

    def fragment(self, docs: list[Tokens]) -> None:
        """One of the negatives cut to a few of its words, as a heading or a menu item has them; some stand twice."""
        r, at = self.r, self.r.randrange(1, len(docs))
        ids = docs[at].tolist()
        starts = [i for i, t in enumerate(ids) if not self.matcher.flags[t]]
        if not starts:
            return
        first = r.randrange(len(starts))
        last = first + r.randint(1, 6)
        part = ids[starts[first] : starts[last] if last < len(starts) else None]
        docs[at] = np.array(part * (2 if r.random() < 0.2 else 1), np.int32)
