"""The static tables of the match types: rarity, stem class and flags of every vocabulary entry."""
import re

import numpy as np

from match import CONTINUES, SKIP

DROPPED = {"s", "es", "ed", "ing", "ly", "d"}  # endings that, as a continuation, do not tell words apart


def stem_of(w, known=frozenset()):
    """A light English stemmer: plurals, -ed, -ing, a final y. Short words stay as they are.

    `known` are the words of the vocabulary: where an ending took a final e with it, it comes back (baked, bake), and
    words that only look alike stay apart (car, care)."""
    if len(w) < 4 or not re.fullmatch("[a-z]+", w):
        return w
    if w.endswith("ies") and len(w) > 4:
        w = w[:-3] + "y"
    elif re.search("(ss|x|ch|sh)es$", w):
        w = w[:-2]
    elif w.endswith("s") and w[-2] not in "sui":
        w = w[:-1]
    for end in ("ing", "ed"):
        if w.endswith(end) and len(w) - len(end) >= 3 and re.search("[aeiouy]", w[:-len(end)]):
            w = base_of(w[:-len(end)], known)
            break
    if len(w) > 3 and w[-1] == "y":
        w = w[:-1] + "i"
    return w


def base_of(w, known):
    """The verb that is left when -ing or -ed is taken off."""
    if w[-1] == w[-2] and w not in known:
        return w[:-1]
    doubles = re.search("[^aeiouy][aeiouy][^aeiouywx]$", w)  # hop would double its p: hoping is of hope
    if w + "e" in known and (doubles or w not in known):
        return w + "e"
    return w


def match_tables(tk, sequences, s, path):
    size = tk.get_vocab_size()
    entries = [tk.id_to_token(i) for i in range(size)]
    flags, stem, classes = np.zeros(size, np.uint8), np.zeros(size, np.uint16), {}
    known = {e for e in entries if not e.startswith("##")}
    for i, e in enumerate(entries):
        inner = e[2:] if e.startswith("##") and len(e) > 2 else e
        continues = inner is not e
        if i < 5 or not any(c.isalnum() for c in inner):
            flags[i] = SKIP
            stem[i] = i
            continue
        if continues:
            flags[i] = CONTINUES
        if continues and inner in DROPPED:
            stem[i] = 0
        else:  # entries are ordered by frequency: the first of a class stands for it
            stem[i] = classes.setdefault((continues, stem_of(inner, known)), i)
    df = np.zeros(size, np.int64)
    for x in sequences:
        df[np.unique(stem[x])] += 1
    idf = s["idf_scale"] * np.log((len(sequences) + 1) / (df[stem] + 1))
    idf = np.clip(np.rint(idf), 0, 255).astype(np.uint8)
    idf[(flags & SKIP) > 0] = 0
    idf[stem == 0] = 0
    path.write_bytes(idf.tobytes() + stem.astype("<u2").tobytes() + flags.tobytes())
