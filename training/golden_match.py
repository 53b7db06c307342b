"""Golden match types on a small made-up table: what another implementation must give, whatever the model's table is."""

import argparse
import base64
import json
import random
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from match import Matcher
from related_table import Relations, write_related
from settings import MatchSettings
from similarity import Vectors, write_vectors
from type_layout import CONTINUES, SKIP, STRENGTHS

ENTRIES = 64
VECTOR_SIZE = 6
SETTINGS: MatchSettings = {
    "k1": 0.9,
    "b": 0.4,
    "average_words": 100,
    "window_words": 24,
    "weight_cap": 160,
    "partial_min": 48,
    "related_min": 28,
}

Case = tuple[list[int], list[int]]  # ids of a query and of a document


def table(rng: random.Random) -> tuple[NDArray[np.uint8], NDArray[np.uint16], NDArray[np.uint8]]:
    """idf, stem and flags of each entry: specials and punctuation first, word pieces last, some common, some rare."""
    idf, stem, flags = [], [], []
    for i in range(ENTRIES):
        skip, piece = i < 8, i >= 40
        idf.append(0 if skip else rng.choice([0, 3, 20, 31, 32, 47, 48, 63, 64, 90, 120, 159, 160, 200, 255]))
        stem.append(0 if skip or rng.random() < 0.5 else rng.choice([8, 9, 10, 41, 16383, 16384, 65535]))
        flags.append(SKIP if skip else CONTINUES if piece else 0)
    return np.array(idf, np.uint8), np.array(stem, "<u2"), np.array(flags, np.uint8)


def relations(rng: random.Random, stem: NDArray[np.uint16]) -> dict[int, dict[int, int]]:
    """Related words of two thirds of the entries that stand for themselves."""
    own = [i for i in range(8, ENTRIES) if stem[i] in (0, i)]
    return {
        k: {other: rng.randrange(STRENGTHS) for other in rng.sample(own, rng.randrange(1, 17))}
        for k in sorted(rng.sample(own, 2 * len(own) // 3))
    }


def vectors(rng: random.Random) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Vectors and weights of the entries, some near others; specials have no weight."""
    places = [[rng.gauss(0, 1) for _ in range(VECTOR_SIZE)] for _ in range(ENTRIES)]
    for i in range(40, ENTRIES):
        places[i] = [x + rng.gauss(0, 0.3) for x in places[i - 30]]
    weights = [0.0 if i < 8 else rng.choice([0.01, 0.5, 1, 3]) for i in range(ENTRIES)]
    return np.array(places, np.float32), np.array(weights, np.float32)


def text(rng: random.Random, length: int) -> list[int]:
    """Random entries."""
    return [rng.randrange(ENTRIES) for _ in range(length)]


def cases(rng: random.Random) -> Iterator[Case]:
    """Edge cases, then random texts; documents that quote the query, so that phrases and windows are found."""
    word, piece, mark = 20, 45, 6
    for q, d in ([], []), ([word], []), ([], [word]), ([mark], [mark]), ([piece], [piece]), ([word, mark], [word] * 3):
        yield q, d
    for words in (64, 65, 192, 193, 640, 641):
        yield [word, 21], [22] * (words - 1) + [word]
    for _ in range(150):
        q = text(rng, rng.choice([1, 2, 3, 5, 8, 13]))
        d = text(rng, rng.choice([0, 1, 4, 10, 30, 60]))
        for _ in range(rng.randrange(3)):
            a = rng.randrange(len(q))
            at = rng.randrange(len(d) + 1)
            d[at:at] = q[a : a + rng.randrange(1, 5)]
        yield q, d
    for length in (300, 1200):
        yield text(rng, 200), text(rng, length)


def related_cases(rng: random.Random, related: Relations, stem: NDArray[np.uint16]) -> Iterator[Case]:
    """Documents that have words related to the query's, few of its own, and some that mean nothing."""
    words = [i for i in range(8, 40) if stem[i] in (0, i)]
    for n in range(200):
        q = [rng.choice(words) for _ in range(rng.choice([1, 2, 3, 5, 8]))]
        near = [other for k in q for other in related.get(k, {}) if other not in q] or words
        d = rng.sample(near, min(len(near), rng.choice([1, 1, 2, 4]))) + text(rng, rng.choice([0, 0, 3]))
        if n % 2:
            d += rng.sample(q, rng.randrange(1, len(q) + 1))
        rng.shuffle(d)
        yield q, d


def rows(matcher: Matcher, texts: Iterable[Case]) -> str:
    """For each case a line of JSON: query, document, and their types."""
    lines = []
    for q, d in texts:
        cls, query, sep, document, end = matcher.types(q, d)
        lines.append(json.dumps([q, d, [cls, sep, end], query, document], separators=(",", ":")))
    return ",\n".join(lines)


def packed(data: bytes) -> str:
    """Bytes as a JSON string in base64."""
    return json.dumps(base64.b64encode(data).decode())


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--golden", type=Path, required=True, help="file to write")
    golden = p.parse_args().golden
    rng = random.Random(1)
    idf, stem, flags = table(rng)
    texts = list(cases(rng))
    related = relations(rng, stem)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "related.bin"
        write_related(path, related)
        relations_file = path.read_bytes()
        path = path.with_name("vectors.bin")
        write_vectors(path, *vectors(rng))
        vectors_file, alike = path.read_bytes(), Vectors.load(path, ENTRIES)
    about = (
        "Made by training/golden_match.py. "
        "A row: query ids, document ids, types of the specials, the query, the document."
    )
    with_related = [*texts, *related_cases(rng, related, stem)]
    golden.write_text(f"""{{"about": {json.dumps(about)},
"settings": {json.dumps(SETTINGS)},
"table": {packed(idf.tobytes() + stem.tobytes() + flags.tobytes())},
"rows": [
{rows(Matcher(idf, stem, flags, SETTINGS), texts)}
],
"related": {packed(relations_file)},
"related_rows": [
{rows(Matcher(idf, stem, flags, SETTINGS, related), with_related)}
],
"vectors": {packed(vectors_file)},
"vector_rows": [
{rows(Matcher(idf, stem, flags, SETTINGS, related, alike), with_related)}
]}}
""")


if __name__ == "__main__":
    main()
