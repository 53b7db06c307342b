"""The static tables of the match types: rarity, stem class and flags of every vocabulary entry."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from records import Tokens
from settings import MatchTableSettings
from type_layout import CONTINUES, SKIP

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DROPPED = {"s", "es", "ed", "ing", "ly", "d"}  # endings that, as a continuation, do not tell words apart


def stem_of(w: str, known: Container[str] = frozenset()) -> str:
    """A light English stemmer: plurals, -ed, -ing, a final y. Short words stay as they are.

    `known` are the words of the vocabulary: where an ending took a final e with it, it comes back (baked, bake), and
    words that only look alike stay apart (car, care).
    """
    if len(w) < 4 or not re.fullmatch("[a-z]+", w):
        return w
    w = without_plural(w)
    for end in ("ing", "ed"):
        if w.endswith(end) and len(w) - len(end) >= 3 and re.search("[aeiouy]", w[: -len(end)]):
            w = base_of(w[: -len(end)], known)
            break
    if len(w) > 3 and w[-1] == "y":
        w = w[:-1] + "i"
    return w


def without_plural(w: str) -> str:
    """The word without a plural's ending."""
    if w.endswith("ies") and len(w) > 4:
        return w[:-3] + "y"
    if re.search("(ss|x|ch|sh)es$", w):
        return w[:-2]
    if w.endswith("s") and w[-2] not in "sui":
        return w[:-1]
    return w


def base_of(w: str, known: Container[str]) -> str:
    """The verb that is left when -ing or -ed is taken off."""
    if w[-1] == w[-2] and w not in known:
        return w[:-1]
    doubles = re.search("[^aeiouy][aeiouy][^aeiouywx]$", w)  # hop would double its p: hoping is of hope
    if w + "e" in known and (doubles or w not in known):
        return w + "e"
    return w


def classes_of(entries: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Flags and stem class of each entry. A class is named by its first entry; 0 is the class of what is dropped.

    Entries are ordered by frequency, the five specials first: the first of a class is its most frequent.
    """
    flags, stem = np.zeros(len(entries), np.uint8), np.zeros(len(entries), np.uint16)
    classes: dict[tuple[bool, str], int] = {}
    known = {e for e in entries if not e.startswith("##")}
    for i, e in enumerate(entries):
        continues = e.startswith("##") and len(e) > 2
        inner = e[2:] if continues else e
        if i < 5 or not any(c.isalnum() for c in inner):
            flags[i] = SKIP
            stem[i] = i
            continue
        if continues:
            flags[i] = CONTINUES
        if not (continues and inner in DROPPED):
            stem[i] = classes.setdefault((continues, stem_of(inner, known)), i)
    return flags, stem


def match_tables(tk: Tokenizer, sequences: Sequence[Tokens], s: MatchTableSettings, path: Path) -> None:
    """Writes match.bin. Rarity is counted over the sequences, each with its class counted once."""
    entries = [tk.id_to_token(i) for i in range(tk.get_vocab_size())]
    flags, stem = classes_of(entries)
    df = np.zeros(len(entries), np.int64)
    for x in sequences:
        df[np.unique(stem[x])] += 1
    idf = s["idf_scale"] * np.log((len(sequences) + 1) / (df[stem] + 1))
    idf = np.clip(np.rint(idf), 0, 255).astype(np.uint8)
    idf[(flags & SKIP) > 0] = 0
    idf[stem == 0] = 0
    path.write_bytes(idf.tobytes() + stem.astype("<u2").tobytes() + flags.tobytes())
