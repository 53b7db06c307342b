"""Step 6: a checkpoint as the files that ship: calibrated, int8, with tokenizer, tables and configuration."""
import json
import os
import shutil

import numpy as np
import onnx
import torch

from common import arguments, say
from evaluate import score_tasks, torch_scorer
from graph import Graph, quantise
from match import LENGTH_LIMITS, TYPES
from model import CrossEncoder


def calibrate(rows, seed):
    """Scale and offset of the logit, so that 0 (a half, after the sigmoid) separates relevant from not.

    Logistic regression on held-out pairs: each positive against four of its BM25 candidates, the
    two classes weighing the same. Newton's method; no other parameter.
    """
    rng = np.random.RandomState(seed)
    x, y = [], []
    for row, scores, _ in rows:
        rel = np.array(row["relevance"]) > 0
        no = np.flatnonzero(~rel)
        x += [*scores[rel], *scores[rng.choice(no, min(4, len(no)), replace=False)]]
        y += [1] * int(rel.sum()) + [0] * min(4, len(no))
    x, y = np.array(x), np.array(y, float)
    weight = np.where(y == 1, 0.5 / y.sum(), 0.5 / (1 - y).sum())
    a, b = 1.0, 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-(a * x + b)))
        g = np.array([(weight * (p - y) * x).sum(), (weight * (p - y)).sum()])
        v = weight * p * (1 - p)
        h = np.array([[(v * x * x).sum(), (v * x).sum()], [(v * x).sum(), v.sum()]])
        a, b = np.array([a, b]) - np.linalg.solve(h, g)
    right = ((a * x + b > 0) == (y == 1))
    return float(a), float(b), {"pairs": len(y), "accuracy_relevant": round(float(right[y == 1].mean()), 3),
                                "accuracy_not": round(float(right[y == 0].mean()), 3)}


def main():
    a, s = arguments(__doc__, model={"default": "model.pt"}, to={"required": True, "help": "folder of the model"},
                     plain={"required": True, "help": "folder for the fp32 graph"},
                     limit={"type": int, "default": 200}, threads={"type": int, "default": 1})
    a.tasks, a.only, a.cipher = None, "dev-docs,dev-qa", False
    held = score_tasks(a, s, torch_scorer(a.out / a.model, a.threads), 128)
    scale, offset, report = calibrate(held["dev-docs"] + held["dev-qa"], s["seed"])
    say("calibration", scale, offset, report)
    c = torch.load(a.out / a.model, map_location="cpu")
    state, m = c["ema"], c["settings"]["model"]
    state["classifier.weight"] *= scale
    state["classifier.bias"] = state["classifier.bias"] * scale + offset
    weights = {k: v.numpy() for k, v in state.items()}

    os.makedirs(f"{a.to}/onnx", exist_ok=True)
    os.makedirs(a.plain, exist_ok=True)
    onnx.save(Graph(weights, m, True).build(), f"{a.to}/onnx/model_quantized.onnx")
    onnx.save(Graph(weights, m, False).build(), f"{a.plain}/model.onnx")
    # the same rounding in the network, to check the graphs against PyTorch
    for k, v in weights.items():
        if k.endswith("weight") and "LayerNorm" not in k and not k.startswith("classifier"):
            q, step = quantise(v.T)
            state[k] = torch.from_numpy((q.astype(np.float32) * step).T.copy())
    torch.save({"ema": state, "settings": c["settings"]}, f"{a.plain}/rounded.pt")

    for name in ("tokenizer.json", "match.bin"):
        shutil.copy(a.out / name, a.to)
    special = {f"{x}_token": f"[{x.upper()}]" for x in ("cls", "sep", "pad", "unk", "mask")}
    maximum = s["evaluate"]["max_length"]
    with open(f"{a.to}/tokenizer_config.json", "w") as f:
        json.dump({"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": m["positions"],
                   **special}, f, indent=1)
    match = {k: v for k, v in s["match"].items() if k in
             ("k1", "b", "average_words", "window_words", "weight_cap", "partial_min")}
    config = {
        "architectures": ["BertForSequenceClassification"], "model_type": "bert", "hidden_act": "gelu",
        "hidden_size": m["hidden"], "num_hidden_layers": m["layers"], "num_attention_heads": m["heads"],
        "intermediate_size": m["feed_forward"], "max_position_embeddings": m["positions"],
        "vocab_size": s["tokenizer"]["vocab_size"], "type_vocab_size": TYPES, "layer_norm_eps": 1e-12,
        "pad_token_id": 0, "position_embedding_type": "absolute", "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0, "id2label": {"0": "relevance"}, "label2id": {"relevance": 0},
        "webrerank": {
            "match": {"version": 1, "file": "match.bin", **match, "length_limits": list(LENGTH_LIMITS), "types": TYPES},
            "max_length": maximum, "calibration": {"scale": scale, "offset": offset, **report}}}
    with open(f"{a.to}/config.json", "w") as f:
        json.dump(config, f, indent=1)
    for name in sorted(os.listdir(a.to)) + ["onnx/model_quantized.onnx"]:
        if os.path.isfile(f"{a.to}/{name}"):
            say(name, os.path.getsize(f"{a.to}/{name}"))
    with torch.no_grad():
        check = CrossEncoder(m, s["tokenizer"]["vocab_size"], TYPES)
        check.load_state_dict(state)
        import onnxruntime as ort
        for path in (f"{a.plain}/model.onnx", f"{a.to}/onnx/model_quantized.onnx"):
            session, worst = ort.InferenceSession(path), 0
            for n in (1, 7, 60, 300, 512):
                x = [torch.randint(5, 9000, (2, n)), torch.ones(2, n).long(), torch.randint(0, TYPES, (2, n))]
                x[1][1, n // 2 + 1:] = 0
                y = session.run(None, dict(zip(("input_ids", "attention_mask", "token_type_ids"), (v.numpy() for v in x))))[0]
                worst = max(worst, float(np.abs(y - check.eval()(*x).numpy()).max()))
            say(path.rsplit("/", 1)[1], "largest difference to PyTorch", worst)


if __name__ == "__main__":
    main()
