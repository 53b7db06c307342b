"""Golden match types on a small made-up table: what another implementation must give, whatever the model's table is."""
import argparse
import base64
import json
import random
from pathlib import Path

import numpy as np

from match import CONTINUES, SKIP, Matcher

ENTRIES = 64
SETTINGS = {"k1": 0.9, "b": 0.4, "average_words": 100, "window_words": 24, "weight_cap": 160, "partial_min": 48}


def table(rng):
    """idf, stem and flags of each entry: specials and punctuation first, word pieces last, some common, some rare."""
    idf, stem, flags = [], [], []
    for i in range(ENTRIES):
        skip, piece = i < 8, i >= 40
        idf.append(0 if skip else rng.choice([0, 3, 20, 31, 32, 47, 48, 63, 64, 90, 120, 159, 160, 200, 255]))
        stem.append(0 if skip or rng.random() < 0.5 else rng.choice([8, 9, 10, 41, 16383, 16384, 65535]))
        flags.append(SKIP if skip else CONTINUES if piece else 0)
    return np.array(idf, np.uint8), np.array(stem, "<u2"), np.array(flags, np.uint8)


def text(rng, length):
    return [rng.randrange(ENTRIES) for _ in range(length)]


def cases(rng):
    """Edge cases, then random texts; documents that quote the query, so that phrases and windows are found."""
    word, piece, mark = 20, 45, 6
    for q, d in ([], []), ([word], []), ([], [word]), ([mark], [mark]), ([piece], [piece]), ([word, mark], [word] * 3):
        yield q, d
    for words in (64, 65, 192, 193, 640, 641):
        yield [word, 21], [22] * (words - 1) + [word]
    for n in range(150):
        q = text(rng, rng.choice([1, 2, 3, 5, 8, 13]))
        d = text(rng, rng.choice([0, 1, 4, 10, 30, 60]))
        for _ in range(rng.randrange(3)):
            a = rng.randrange(len(q))
            at = rng.randrange(len(d) + 1)
            d[at:at] = q[a:a + rng.randrange(1, 5)]
        yield q, d
    for length in (300, 1200):
        yield text(rng, 200), text(rng, length)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--golden", type=Path, required=True, help="file to write")
    golden = p.parse_args().golden
    rng = random.Random(1)
    idf, stem, flags = table(rng)
    matcher = Matcher(idf, stem, flags, SETTINGS)
    rows = []
    for q, d in cases(rng):
        cls, query, sep, document, end = matcher.types(q, d)
        rows.append(json.dumps([q, d, [cls, sep, end], query, document], separators=(",", ":")))
    packed = base64.b64encode(idf.tobytes() + stem.tobytes() + flags.tobytes()).decode()
    about = "Made by training/golden_match.py. A row: query ids, document ids, types of the specials, the query, the document."
    head = json.dumps({"about": about, "settings": SETTINGS, "table": packed})[:-1]
    golden.write_text(f"{head}, \"rows\": [\n" + ",\n".join(rows) + "\n]}\n")


if __name__ == "__main__":
    main()
