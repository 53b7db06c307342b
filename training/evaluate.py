"""Step 5: nDCG@10 of a checkpoint or an exported model on held-out and other tasks, alone and fused with BM25."""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from common import SEP, arguments, bm25_words, cipher, say
from match import Matcher, Packed, pack
from records import Task
from settings import Settings

Scorer = Callable[[Sequence[Packed]], NDArray[np.float64]]  # a logit for each pair


class Scored(NamedTuple):
    """A task with the scores of its documents: the model's, and those of several first stages by name."""

    task: Task
    model: NDArray[np.float64]
    firsts: dict[str, list[float]]


def bm25_scores(query: str, documents: Sequence[str], k1: float = 0.9, b: float = 0.4) -> list[float]:
    """BM25 over one request's documents: what `fuse` computes where the caller has no first-stage scores."""
    words = [Counter(bm25_words(d)) for d in documents]
    lengths = [sum(w.values()) for w in words]
    n, average = len(documents), sum(lengths) / max(1, len(documents))
    scores = [0.0] * n
    for q in dict.fromkeys(bm25_words(query)):
        df = sum(q in w for w in words)
        if df == 0:
            continue
        idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
        for i, w in enumerate(words):
            if q in w:
                norm = k1 * (1 - b + b * lengths[i] / average)
                scores[i] += idf * w[q] * (k1 + 1) / (w[q] + norm)
    return scores


def z(x: ArrayLike) -> NDArray[np.float64]:
    """Mean 0, deviation 1; all zero where all are the same."""
    x = np.asarray(x, np.float64)
    d = x.std()
    return (x - x.mean()) / d if d > 1e-9 else np.zeros_like(x)


def ndcg(scores: Sequence[float], relevance: Sequence[int], judged: Sequence[int], k: int = 10) -> float:
    """nDCG of the best k; `judged` is the relevance of all judged documents, candidates or not."""
    order = sorted(range(len(scores)), key=lambda i: -scores[i])[:k]
    gain = sum(relevance[j] / math.log2(r + 2) for r, j in enumerate(order))
    ideal = sum(g / math.log2(r + 2) for r, g in enumerate(sorted(judged, reverse=True)[:k]))
    return gain / ideal if ideal else 0.0


def encipher(row: Task, seed: int = 3) -> Task:
    """A query and its documents in a language that no vocabulary has: letters permuted, so that words still meet."""
    table = cipher(random.Random(seed))
    return {**row, "query": row["query"].translate(table), "documents": [d.translate(table) for d in row["documents"]]}


def torch_scorer(path: Path, threads: int) -> Scorer:
    """Scores with a checkpoint of train.py, 16 pairs of like length at once."""
    import torch

    from model import load

    torch.set_num_threads(threads)
    m = load(path)
    m.eval()

    def score(rows: Sequence[Packed]) -> NDArray[np.float64]:
        out = np.zeros(len(rows))
        order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
        with torch.no_grad():
            for a in range(0, len(order), 16):
                part = order[a : a + 16]
                n = max(len(rows[i][0]) for i in part)
                x = np.zeros((3, len(part), n), np.int64)
                for j, i in enumerate(part):
                    k = len(rows[i][0])
                    x[0, j, :k], x[1, j, :k], x[2, j, :k] = rows[i][0], 1, rows[i][1]
                out[part] = m(*map(torch.from_numpy, x))[:, 0].numpy()
        return out

    return score


def onnx_scorer(path: Path | str, threads: int) -> Scorer:
    """Scores with an exported graph, one pair at a time: dynamic quantisation then depends on the pair only."""
    import onnxruntime as ort

    o = ort.SessionOptions()
    o.intra_op_num_threads = threads
    session = ort.InferenceSession(str(path), o, providers=["CPUExecutionProvider"])

    def score(rows: Sequence[Packed]) -> NDArray[np.float64]:
        out = []
        for row in rows:
            ids, types = (np.array([x], np.int64) for x in row)
            inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
            out.append(float(session.run(None, inputs)[0][0, 0]))
        return np.array(out)

    return score


def scorer_of(path: Path, threads: int) -> Scorer:
    """A scorer for a checkpoint (.pt) or a graph (.onnx)."""
    return (onnx_scorer if path.suffix == ".onnx" else torch_scorer)(path, threads)


def tasks(out: Path, folder: Path | None, limit: int) -> Iterator[tuple[str, list[Task]]]:
    """Name and the first `limit` rows of each task: the held-out ones in `out`, then those of a folder."""
    for name in ("dev-docs", "dev-qa", "dev-pages", "dev-pages-qa"):
        if (out / f"{name}.json").exists():
            yield name, json.loads((out / f"{name}.json").read_text())[:limit]
    for path in sorted(folder.glob("*.jsonl.gz")) if folder else []:
        with gzip.open(path, "rt") as f:
            yield path.name[:-9], [json.loads(x) for x in f][:limit]


def ablated(s: Settings, pairs: list[Packed]) -> list[Packed]:
    """The pairs with the types that `match.use` asks for."""
    use = s["match"].get("use", "all")
    if use == "all":
        return pairs
    from data import ABLATIONS

    return [(ids, ABLATIONS[use](types, ids.index(SEP) + 1)) for ids, types in pairs]


def score_tasks(a: argparse.Namespace, s: Settings, score: Scorer, length: int) -> dict[str, list[Scored]]:
    """{task: its rows with scores}; pairs are cut to `length` tokens."""
    from tokenizers import Tokenizer

    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    matcher = Matcher.load(a.out / "match.bin", s["match"])

    def scored(row: Task) -> Scored:
        texts = [row["query"], *row["documents"]]
        query, *documents = (e.ids for e in tk.encode_batch(texts, add_special_tokens=False))
        pairs = [pack(matcher, query, d, length) for d in documents]
        firsts = {
            "order": [-math.log(2 + i) for i in range(len(pairs))],
            "bm25": bm25_scores(row["query"], row["documents"]),
            "coverage": [matcher.coverage(query, d) for d in documents],
        }
        if "first_stage" in row:
            firsts["score"] = row["first_stage"]
        return Scored(row, score(ablated(s, pairs)), firsts)

    return {
        name: [scored(encipher(row) if a.cipher else row) for row in rows]
        for name, rows in tasks(a.out, a.tasks, a.limit)
        if not a.only or name in a.only.split(",")
    }


def table(
    result: dict[str, list[Scored]],
    weights: Sequence[float],
    firsts: Sequence[str] = ("order", "bm25", "coverage"),
) -> dict[str, dict[str, float]]:
    """Mean nDCG@10 of every first stage, of the model, and of z(model) + weight * z(first stage)."""

    def mean(rows: list[Scored], f: Callable[[Scored], Sequence[float]]) -> float:
        return round(float(np.mean([ndcg(f(x), x.task["relevance"], x.task["judged"]) for x in rows])), 4)

    def fused(x: Scored, first: str, w: float) -> NDArray[np.float64]:
        return z(x.model) + w * z(x.firsts[first])

    out: dict[str, dict[str, float]] = {}
    for name, rows in result.items():
        out[name] = {"n": len(rows), "model": mean(rows, lambda x: x.model)}
        for first in firsts:
            out[name][first] = mean(rows, lambda x, first=first: x.firsts[first])
            for w in weights:
                out[name][f"{first} {w}"] = mean(rows, lambda x, first=first, w=w: fused(x, first, w))
    return out


def dump(result: dict[str, list[Scored]]) -> str:
    """Relevance and all scores as JSON, for fuse.py and card.py."""
    rows = {
        name: [
            {
                "relevance": x.task["relevance"],
                "judged": x.task["judged"],
                "model": list(map(float, x.model)),
                **x.firsts,
            }
            for x in scored
        ]
        for name, scored in result.items()
    }
    return json.dumps(rows)


def main() -> None:
    a, s = arguments(
        __doc__,
        model={"required": True, "help": ".pt or .onnx", "type": Path},
        tasks={"type": Path},
        limit={"type": int, "default": 300},
        only={},
        cipher={"action": "store_true", "help": "in a language that the vocabulary lacks"},
        length={"type": int},
        weights={"default": "0.3"},
        save={"type": Path},
        dump={"type": Path},
        threads={"type": int, "default": 1},
    )
    result = score_tasks(a, s, scorer_of(a.model, a.threads), a.length or s["evaluate"]["max_length"])
    t = table(result, [float(x) for x in a.weights.split(",")])
    for name, row in t.items():
        say(name, " ".join(f"{k} {v}" for k, v in row.items()))
    if a.dump:
        a.dump.write_text(dump(result))
    if a.save:
        a.save.write_text(json.dumps(t, indent=1))


if __name__ == "__main__":
    main()
