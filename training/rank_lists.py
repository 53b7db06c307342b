"""Share of hand-written lists whose right passage comes first, among its own decoys and 8 passages of other lists.

The candidates are a fixed choice, the same as `npm run eval -- --lists FILE` takes (scripts/eval): list i takes, for j = 0..7,
list o = (i + 1 + (37 j + 11 i) mod (N - 1)) mod N, and of it passage (i + j) mod length of [pos[0], ...neg].
"""

import json
import re
from pathlib import Path

import numpy as np

from common import arguments, say
from evaluate import bm25_scores, onnx_scorer, torch_scorer
from match import Matcher, pack

OTHERS = 8
_word = re.compile(r"[^\W_]+")


def candidates(lists, i):
    """Passages of list i, the right one first, then its decoys, then those of other lists."""

    def own(row):
        return [row["pos"][0], *row["neg"]]

    n = len(lists)
    out = own(lists[i])
    for j in range(OTHERS):
        other = own(lists[(i + 1 + (37 * j + 11 * i) % (n - 1)) % n])
        out.append(other[(i + j) % len(other)])
    return out


def overlap(query, documents):
    """How many different words of the query each document has."""
    words = set(_word.findall(query.lower()))
    return np.array([len(words & set(_word.findall(d.lower()))) for d in documents], float)


def first(scores):
    """1 where the first score is the highest, a share where it is one of several."""
    best = scores.max()
    return float(scores[0] == best) / float((scores == best).sum())


def main():
    a, s = arguments(
        __doc__,
        model={"required": True, "help": ".pt or .onnx"},
        lists={"action": "append", "type": Path, "required": True},
        limit={"type": int, "default": 100000},
        threads={"type": int, "default": 1},
        length={"type": int},
    )
    from tokenizers import Tokenizer

    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    matcher = Matcher.load(a.out / "match.bin", s["match"])
    path = Path(a.model)
    score = (onnx_scorer if path.suffix == ".onnx" else torch_scorer)(path, a.threads)

    def model(query, documents):
        ids = [e.ids for e in tk.encode_batch([query, *documents], add_special_tokens=False)]
        return score([pack(matcher, ids[0], d, a.length or s["evaluate"]["max_length"]) for d in ids[1:]])

    ways = {
        "model": model,
        "bm25": lambda q, d: np.array(bm25_scores(q, d)),
        "least overlap": lambda q, d: -overlap(q, d),
    }
    for path in a.lists:
        lists = [json.loads(x) for x in path.read_text().splitlines()]
        rows, off, right = {(w, f): [] for w in ways for f in ("q", "k")}, [], []
        for i in range(min(len(lists), a.limit)):
            documents = candidates(lists, i)
            for field in ("q", "k"):
                for name, way in ways.items():
                    y = way(lists[i][field], documents)
                    rows[name, field].append(first(y))
                    if name == "model" and field == "q":
                        off += list(y[-OTHERS:])
                        right.append(y[0])
        chance = np.mean([1 / len(candidates(lists, i)) for i in range(min(len(lists), a.limit))])
        say(
            f"{path.stem}: {len(right)} lists, chance {chance:.3f};",
            "; ".join(f"{name} {np.mean(rows[name, 'q']):.3f} {np.mean(rows[name, 'k']):.3f}" for name in ways),
            f"; off the topic below .2: {np.mean(np.array(off) < np.log(0.25)):.3f}; answers above .5: {np.mean(np.array(right) > 0):.3f}",
        )


if __name__ == "__main__":
    main()
