"""Step 6: a checkpoint as the files that ship: calibrated, int8, with tokenizer, tables and configuration."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch

from common import CHOOSING, arguments, say
from evaluate import torch_scorer
from graph import Graph, quantise
from match import LENGTH_LIMITS, TYPES, Matcher, pack
from model import CrossEncoder


VERSION = 2  # of the model: told in its card
OFF_TOPIC_BELOW, OFF_TOPIC_SHARE = 0.2, 0.93  # this share of passages on other matters gets a score below this
ANSWERS_ABOVE, ANSWERS_SHARE = 0.5, 0.75  # this share of passages that answer gets a score above this


def calibrate(answers, off_topic):
    """Scale and offset of the logit, so that two scores mean something: see the four numbers above.

    A line through two quantiles: of passages that answer their query, and of passages that belong to other queries."""

    def logit(p):
        return float(np.log(p / (1 - p)))

    high, low = np.quantile(answers, 1 - ANSWERS_SHARE), np.quantile(off_topic, OFF_TOPIC_SHARE)
    scale = (logit(ANSWERS_ABOVE) - logit(OFF_TOPIC_BELOW)) / max(high - low, 0.5)
    return float(scale), float(logit(ANSWERS_ABOVE) - scale * high)


def calibration_scores(a, s, score, length):
    """Logits of passages that answer and of passages of other queries, on held-out pairs and the lists for choosing."""
    from tokenizers import Tokenizer

    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    matcher = Matcher.load(a.out / "match.bin", s["match"])
    rows = []
    for name in ("dev-docs", "dev-qa"):
        for row in json.loads((a.out / f"{name}.json").read_text())[: a.limit]:
            rows.append((row["query"], [d for d, r in zip(row["documents"], row["relevance"]) if r]))
    for line in a.choosing.read_text().splitlines():
        row = json.loads(line)
        rows += [(row["q"], row["pos"][:1]), (row["k"], row["pos"][:1])]
    rng = np.random.RandomState(s["seed"])
    answers, off_topic = [], []
    for i, (query, right) in enumerate(rows):
        others = [rows[(i + int(k)) % len(rows)][1][0] for k in rng.randint(3, len(rows) - 3, 4)]
        ids = [e.ids for e in tk.encode_batch([query, *right, *others], add_special_tokens=False)]
        y = score([pack(matcher, ids[0], d, length) for d in ids[1:]])
        answers += list(y[: len(right)])
        off_topic += list(y[len(right) :])
    return np.array(answers), np.array(off_topic)


def main():
    a, s = arguments(
        __doc__,
        model={"default": "model.pt"},
        to={"required": True, "help": "folder of the model"},
        plain={"required": True, "help": "folder for the fp32 graph"},
        choosing={"type": Path, "required": True, "help": f"{CHOOSING}.jsonl"},
        limit={"type": int, "default": 200},
        threads={"type": int, "default": 1},
    )
    answers, off_topic = calibration_scores(a, s, torch_scorer(a.out / a.model, a.threads), s["evaluate"]["max_length"])
    scale, offset = calibrate(answers, off_topic)
    report = {
        "answers_above_half": round(float((answers * scale + offset > 0).mean()), 3),
        "off_topic_below_fifth": round(float((off_topic * scale + offset < -np.log(4)).mean()), 3),
    }
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

    for name in ("tokenizer.json", "match.bin", "related.bin"):
        shutil.copy(a.out / name, a.to)
    special = {f"{x}_token": f"[{x.upper()}]" for x in ("cls", "sep", "pad", "unk", "mask")}
    maximum = s["evaluate"]["max_length"]
    with open(f"{a.to}/tokenizer_config.json", "w") as f:
        json.dump(
            {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": m["positions"], **special},
            f,
            indent=1,
        )
    match = {
        k: v
        for k, v in s["match"].items()
        if k in ("k1", "b", "average_words", "window_words", "weight_cap", "partial_min", "related_min")
    }
    config = {
        "architectures": ["BertForSequenceClassification"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": m["hidden"],
        "num_hidden_layers": m["layers"],
        "num_attention_heads": m["heads"],
        "intermediate_size": m["feed_forward"],
        "max_position_embeddings": m["positions"],
        "vocab_size": s["tokenizer"]["vocab_size"],
        "type_vocab_size": TYPES,
        "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
        "position_embedding_type": "absolute",
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
        "id2label": {"0": "relevance"},
        "label2id": {"relevance": 0},
        "webrerank": {
            "version": VERSION,
            "match": {
                "version": 2,
                "file": "match.bin",
                "related": "related.bin",
                **match,
                "length_limits": list(LENGTH_LIMITS),
                "types": TYPES,
            },
            "max_length": maximum,
            "calibration": {"scale": scale, "offset": offset, **report},
        },
    }
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
                x[1][1, n // 2 + 1 :] = 0
                y = session.run(
                    None, dict(zip(("input_ids", "attention_mask", "token_type_ids"), (v.numpy() for v in x)))
                )[0]
                worst = max(worst, float(np.abs(y - check.eval()(*x).numpy()).max()))
            say(path.rsplit("/", 1)[1], "largest difference to PyTorch", worst)


if __name__ == "__main__":
    main()
