"""The static tables of the match types: rarity, stem class and flags of every vocabulary entry."""
import re

import numpy as np

from match import CONTINUES, SKIP

DROPPED = {"s", "es", "ed", "ing", "ly", "d"}  # endings that, as a continuation, do not tell words apart


def stem_of(w):
    """A light English stemmer: plurals, -ed, -ing, a final e or y. Short words stay as they are."""
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
            w = w[:-len(end)]
            if w[-1] == w[-2] and w[-1] not in "lsz":
                w = w[:-1]
            break
    if len(w) > 3 and w[-1] == "e":
        w = w[:-1]
    if len(w) > 3 and w[-1] == "y":
        w = w[:-1] + "i"
    return w


def match_tables(tk, sequences, s, path):
    size = tk.get_vocab_size()
    entries = [tk.id_to_token(i) for i in range(size)]
    flags, stem, classes = np.zeros(size, np.uint8), np.zeros(size, np.uint16), {}
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
            stem[i] = classes.setdefault((continues, stem_of(inner)), i)
    df = np.zeros(size, np.int64)
    for x in sequences:
        df[np.unique(stem[x])] += 1
    idf = s["idf_scale"] * np.log((len(sequences) + 1) / (df[stem] + 1))
    idf = np.clip(np.rint(idf), 0, 255).astype(np.uint8)
    idf[(flags & SKIP) > 0] = 0
    idf[stem == 0] = 0
    path.write_bytes(idf.tobytes() + stem.astype("<u2").tobytes() + flags.tobytes())
