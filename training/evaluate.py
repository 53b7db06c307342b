"""Step 4: nDCG@10 of a checkpoint or an exported model on held-out and other tasks, alone and fused with BM25."""

import gzip
import json
import math
import random
from collections import Counter
from pathlib import Path

import numpy as np

from common import arguments, bm25_words, say
from match import Matcher, pack


def bm25_scores(query, documents, k1=0.9, b=0.4):
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


def z(x):
    """Mean 0, deviation 1; all zero where all are the same."""
    x = np.asarray(x, np.float64)
    d = x.std()
    return (x - x.mean()) / d if d > 1e-9 else np.zeros_like(x)


def ndcg(scores, relevance, judged, k=10):
    order = sorted(range(len(scores)), key=lambda i: -scores[i])[:k]
    gain = sum(relevance[j] / math.log2(r + 2) for r, j in enumerate(order))
    ideal = sum(g / math.log2(r + 2) for r, g in enumerate(sorted(judged, reverse=True)[:k]))
    return gain / ideal if ideal else 0.0


def encipher(row, seed=3):
    """A query and its documents in a language that no vocabulary has: letters permuted, so that words still meet."""
    r, table = random.Random(seed), {}
    for letters in ("aeiou", "bcdfghjklmnpqrstvwxyz"):
        other = list(letters)
        while any(a == b for a, b in zip(letters, other)):
            r.shuffle(other)
        table.update(zip(letters, other), **{a.upper(): b.upper() for a, b in zip(letters, other)})
    table = str.maketrans(table)
    return {**row, "query": row["query"].translate(table), "documents": [d.translate(table) for d in row["documents"]]}


def torch_scorer(path, threads):
    import torch
    from model import load

    torch.set_num_threads(threads)
    m = load(path)
    m.eval()

    def score(rows):
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


def onnx_scorer(path, threads):
    import onnxruntime as ort

    o = ort.SessionOptions()
    o.intra_op_num_threads = threads
    session = ort.InferenceSession(str(path), o, providers=["CPUExecutionProvider"])

    def score(rows):  # one pair at a time: dynamic quantisation then depends on the pair only
        out = []
        for ids, types in rows:
            ids, types = np.array([ids], np.int64), np.array([types], np.int64)
            out.append(
                float(
                    session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types})[
                        0
                    ][0, 0]
                )
            )
        return np.array(out)

    return score


def tasks(out, folder, limit):
    for name in ("dev-docs", "dev-qa", "dev-pages", "dev-pages-qa"):
        if (out / f"{name}.json").exists():
            yield name, json.loads((out / f"{name}.json").read_text())[:limit]
    for path in sorted(folder.glob("*.jsonl.gz")) if folder else []:
        with gzip.open(path, "rt") as f:
            yield path.name[:-9], [json.loads(x) for x in f][:limit]


def score_tasks(a, s, score, length):
    from tokenizers import Tokenizer

    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    matcher = Matcher.load(a.out / "match.bin", s["match"])
    result = {}
    for name, rows in tasks(a.out, a.tasks, a.limit):
        if a.only and name not in a.only.split(","):
            continue
        result[name] = []
        for row in map(encipher, rows) if a.cipher else rows:
            ids = [e.ids for e in tk.encode_batch([row["query"], *row["documents"]], add_special_tokens=False)]
            pairs = [pack(matcher, ids[0], d, length) for d in ids[1:]]
            if (use := s["match"].get("use", "all")) != "all":
                from data import ABLATIONS

                pairs = [(i, ABLATIONS[use](t, i.index(3) + 1)) for i, t in pairs]
            result[name].append(
                (
                    row,
                    score(pairs),
                    {
                        "order": [-math.log(2 + i) for i in range(len(pairs))],
                        "bm25": bm25_scores(row["query"], row["documents"]),
                        "coverage": [matcher.coverage(ids[0], d) for d in ids[1:]],
                        **({"score": row["first_stage"]} if "first_stage" in row else {}),
                    },
                )
            )
    return result


def table(result, weights, firsts=("order", "bm25", "coverage")):
    """Mean nDCG@10 of every first stage, of the model, and of z(model) + weight * z(first stage)."""
    out = {}
    for name, rows in result.items():

        def mean(f):
            return round(float(np.mean([ndcg(f(m, f1), r["relevance"], r["judged"]) for r, m, f1 in rows])), 4)

        out[name] = {"n": len(rows), "model": mean(lambda m, _: m)}
        for first in firsts:
            out[name][first] = mean(lambda _, f: f[first])
            for w in weights:
                out[name][f"{first} {w}"] = mean(lambda m, f: z(m) + w * z(f[first]))
    return out


def main():
    a, s = arguments(
        __doc__,
        model={"required": True, "help": ".pt or .onnx"},
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
    path = Path(a.model)
    score = (onnx_scorer if path.suffix == ".onnx" else torch_scorer)(path, a.threads)
    result = score_tasks(a, s, score, a.length or s["evaluate"]["max_length"])
    t = table(result, [float(x) for x in a.weights.split(",")])
    for name, row in t.items():
        say(name, " ".join(f"{k} {v}" for k, v in row.items()))
    if a.dump:
        a.dump.write_text(
            json.dumps(
                {
                    k: [
                        {"relevance": r["relevance"], "judged": r["judged"], "model": list(map(float, m)), **f}
                        for r, m, f in v
                    ]
                    for k, v in result.items()
                }
            )
        )
    if a.save:
        a.save.write_text(json.dumps(t, indent=1))


if __name__ == "__main__":
    main()
