"""Step 5, optional: a pooler unit that carries the query's coverage to the logit.

Hand-written lists teach distrust of shared words, and plain answers that repeat the question pay for it. A linear probe
of the last [CLS] state gives the coverage of "Match types" back (ridge regression over lists and held-out pairs). It
replaces the pooler unit that the classifier uses least, with `--weight`. The network stays a standard BERT.
"""

import json
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from common import arguments, say
from match import Matcher, pack
from model import load

RIDGE = 5.0  # a small norm: errors of int8 grow with it
LISTS_OF_A_FILE = 70
TASK_ROWS = slice(60, 100)  # the first 60 queries of a held-out task are left for measuring


def queries(out: Path, lists: list[Path]) -> list[tuple[str, list[str]]]:
    """Queries with their passages, of the lists and of the held-out tasks."""
    rows = []
    for path in lists:
        for line in path.read_text().splitlines()[:LISTS_OF_A_FILE]:
            d = json.loads(line)
            rows.append((d["q"], [*d["pos"], *d["neg"]]))
    for name in ("dev-docs", "dev-qa"):
        tasks = json.loads((out / f"{name}.json").read_text())[TASK_ROWS]
        rows += [(r["query"], r["documents"]) for r in tasks]
    return rows


def fit(states: NDArray[np.float64], coverage: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights and, last, the constant of the probe."""
    a = np.c_[states, np.ones(len(states))]
    return np.linalg.solve(a.T @ a + RIDGE * np.eye(a.shape[1]), a.T @ coverage)


def main() -> None:
    a, s = arguments(
        __doc__,
        model={"default": "model.pt"},
        name={"default": "covered"},
        lists={"action": "append", "type": Path, "required": True, "help": "lists for training"},
        weight={"type": float, "default": 4.0},
    )
    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    matcher = Matcher.load(a.out / "match.bin", s["match"])
    network = load(a.out / a.model).eval()
    states, coverage = [], []
    for query, documents in queries(a.out, a.lists):
        ids = [e.ids for e in tk.encode_batch([query, *documents], add_special_tokens=False)]
        for d in ids[1:]:
            tokens, types = pack(matcher, ids[0], d, s["evaluate"]["max_length"])
            x = torch.tensor([tokens])
            with torch.no_grad():
                states.append(network.bert.hidden(x, torch.ones_like(x), torch.tensor([types]))[0, 0].numpy())
            coverage.append(matcher.coverage(ids[0], d))
    probe = fit(np.array(states, np.float64), np.array(coverage))
    c = torch.load(a.out / a.model, map_location="cpu")
    e = c["ema"]
    unit = int(e["classifier.weight"][0].abs().argmin())
    e["bert.pooler.dense.weight"][unit] = torch.from_numpy(probe[:-1]).float()
    e["bert.pooler.dense.bias"][unit] = float(probe[-1])
    e["classifier.weight"][0, unit] = a.weight
    torch.save({"ema": e, "settings": c["settings"]}, a.out / f"{a.name}.pt")
    say(len(coverage), "pairs; unit", unit, "weighs", a.weight)


if __name__ == "__main__":
    main()
