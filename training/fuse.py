"""Step 5: the weights of `fuse`, chosen on the held-out tasks from scores that evaluate.py dumped (with --cipher: for foreign text)."""

import json
from pathlib import Path

import numpy as np

from common import arguments, say
from evaluate import ndcg, z

FIRSTS = ("order", "bm25", "coverage", "score")  # score: on the held-out tasks only


def mean(rows, first, w):
    return float(np.mean([ndcg(z(r["model"]) + w * z(r[first]), r["relevance"], r["judged"]) for r in rows]))


def main():
    a, _ = arguments(__doc__, dump={"type": Path, "required": True}, save={"type": Path})
    scores = json.loads(a.dump.read_text())
    grid = [0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0]
    out = {}
    for first in FIRSTS:
        lines = {
            name: [round(mean(rows, first, w), 4) for w in grid]
            for name, rows in scores.items()
            if rows and first in rows[0]
        }
        held = np.mean([line for name, line in lines.items() if name.startswith("dev-")], 0)
        best = grid[int(held.argmax())]
        say(first, "best on held-out pairs", best, [round(x, 4) for x in held])
        for name, line in lines.items():
            say("  ", name, dict(zip(grid, line)))
        out[first] = {"weight": best, "grid": grid, "ndcg": lines}
    if a.save:
        a.save.write_text(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
