"""Step 8: the weights of `fuse`, chosen on the held-out tasks.

The scores are those that evaluate.py dumped; for foreign text: with --cipher.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np

from common import arguments, say
from evaluate import ndcg, z

FIRSTS = ("order", "bm25", "coverage", "score")  # score: on the held-out tasks only
GRID = [0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0]  # weights that are tried


class DumpedRow(TypedDict):
    """A query of `evaluate.py --dump`: for each document its relevance and its scores."""

    relevance: list[int]
    judged: list[int]
    model: list[float]
    order: list[float]
    bm25: list[float]
    coverage: list[float]


def mean(rows: Sequence[DumpedRow], first: str, w: float) -> float:
    """Mean nDCG@10 of z(model) + w * z(first stage)."""
    return float(np.mean([ndcg(z(r["model"]) + w * z(r[first]), r["relevance"], r["judged"]) for r in rows]))


def main() -> None:
    a, _ = arguments(__doc__, dump={"type": Path, "required": True}, save={"type": Path})
    scores: dict[str, list[DumpedRow]] = json.loads(a.dump.read_text())
    out = {}
    for first in FIRSTS:
        lines = {
            name: [round(mean(rows, first, w), 4) for w in GRID]
            for name, rows in scores.items()
            if rows and first in rows[0]
        }
        held = np.mean([line for name, line in lines.items() if name.startswith("dev-")], 0)
        best = GRID[int(held.argmax())]
        say(first, "best on held-out pairs", best, [round(x, 4) for x in held])
        for name, line in lines.items():
            say("  ", name, dict(zip(GRID, line, strict=True)))
        out[first] = {"weight": best, "grid": GRID, "ndcg": lines}
    if a.save:
        a.save.write_text(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
