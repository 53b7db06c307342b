"""Share of hand-written lists whose right passage comes first, among its own decoys and 8 passages of other lists.

The candidates are a fixed choice, the same as `npm run eval -- --lists FILE` takes (scripts/eval): list i takes, for
j = 0..7, list o = (i + 1 + (37 j + 11 i) mod (N - 1)) mod N, and of it passage (i + j) mod length of [pos[0], ...neg].
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common import arguments, say
from evaluate import bm25_scores, scorer_of
from match import Matcher, pack
from records import WrittenList

OTHERS = 8
FIELDS = ("q", "k")  # a list's query as a question and as keywords
_word = re.compile(r"[^\W_]+")

Way = Callable[[str, Sequence[str]], NDArray[np.float64]]  # scores of documents for a query


def candidates(lists: Sequence[WrittenList], i: int) -> list[str]:
    """Passages of list i, the right one first, then its decoys, then those of other lists."""

    def own(row: WrittenList) -> list[str]:
        return [row["pos"][0], *row["neg"]]

    n = len(lists)
    out = own(lists[i])
    for j in range(OTHERS):
        other = own(lists[(i + 1 + (37 * j + 11 * i) % (n - 1)) % n])
        out.append(other[(i + j) % len(other)])
    return out


def overlap(query: str, documents: Sequence[str]) -> NDArray[np.float64]:
    """How many different words of the query each document has."""
    words = set(_word.findall(query.lower()))
    return np.array([len(words & set(_word.findall(d.lower()))) for d in documents], float)


def first(scores: NDArray[np.float64]) -> float:
    """1 where the first score is the highest, a share where it is one of several."""
    best = scores.max()
    return float(scores[0] == best) / float((scores == best).sum())


def report(name: str, lists: Sequence[WrittenList], ways: Mapping[str, Way], limit: int) -> str:
    """A line about a file of lists: for each way of ordering, how often the right passage comes first.

    Then, of the way "model": how many passages of other lists get a score below .2, and how many answers one above .5.
    """
    rows: dict[tuple[str, str], list[float]] = {(w, f): [] for w in ways for f in FIELDS}
    off, right, chance = [], [], []
    for i in range(min(len(lists), limit)):
        documents = candidates(lists, i)
        chance.append(1 / len(documents))
        scores = {(w, f): way(lists[i][f], documents) for f in FIELDS for w, way in ways.items()}
        for key, y in scores.items():
            rows[key].append(first(y))
        y = scores["model", "q"]
        off += list(y[-OTHERS:])
        right.append(y[0])
    shares = "; ".join(f"{w} {np.mean(rows[w, 'q']):.3f} {np.mean(rows[w, 'k']):.3f}" for w in ways)
    below, above = np.mean(np.array(off) < np.log(0.25)), np.mean(np.array(right) > 0)
    return (
        f"{name}: {len(right)} lists, chance {np.mean(chance):.3f}; {shares} "
        f"; off the topic below .2: {below:.3f}; answers above .5: {above:.3f}"
    )


def main() -> None:
    a, s = arguments(
        __doc__,
        model={"required": True, "help": ".pt or .onnx", "type": Path},
        lists={"action": "append", "type": Path, "required": True},
        limit={"type": int, "default": 100000},
        threads={"type": int, "default": 1},
        length={"type": int},
    )
    from tokenizers import Tokenizer

    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    matcher = Matcher.load(a.out / "match.bin", s["match"])
    score, length = scorer_of(a.model, a.threads), a.length or s["evaluate"]["max_length"]

    def model(query: str, documents: Sequence[str]) -> NDArray[np.float64]:
        ids = [e.ids for e in tk.encode_batch([query, *documents], add_special_tokens=False)]
        return score([pack(matcher, ids[0], d, length) for d in ids[1:]])

    ways: dict[str, Way] = {
        "model": model,
        "bm25": lambda q, d: np.array(bm25_scores(q, d)),
        "least overlap": lambda q, d: -overlap(q, d),
    }
    for path in a.lists:
        lists = [json.loads(x) for x in path.read_text().splitlines()]
        say(report(path.stem, lists, ways, a.limit))


if __name__ == "__main__":
    main()
