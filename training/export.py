"""Step 6: a checkpoint as the files that ship: calibrated, int8, with tokenizer, tables and configuration."""

import argparse
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from calibration import CalibrationReport, calibrate, calibration_scores, report_of
from common import CHOOSING, arguments, say
from evaluate import torch_scorer
from graph import Graph, quantise
from model import load, network_of, tabled
from settings import MatchSettings, ModelSettings, Settings
from type_layout import LENGTH_LIMITS, TYPES

VERSION = 5  # of the model: told in its card
MATCH_VERSION = 3  # of the match types
INT8 = "onnx/model_quantized.onnx"


def rounded(state: Mapping[str, torch.Tensor], weights: Mapping[str, NDArray[np.float32]]) -> dict[str, torch.Tensor]:
    """The state with the graph's rounding of the weights, to check the graphs against PyTorch."""
    out = dict(state)
    for k, v in weights.items():
        if k.endswith("weight") and "LayerNorm" not in k and not k.startswith("classifier"):
            q, step = quantise(v.T)
            out[k] = torch.from_numpy((q.astype(np.float32) * step).T.copy())
    return out


def tokenizer_config(m: ModelSettings) -> dict[str, Any]:
    """tokenizer_config.json."""
    special = {f"{x}_token": f"[{x.upper()}]" for x in ("cls", "sep", "pad", "unk", "mask")}
    return {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": m["positions"], **special}


def model_config(m: ModelSettings, s: Settings, calibration: dict[str, float]) -> dict[str, Any]:
    """config.json: Hugging Face's members, and under `webrerank` what the library needs beside them."""
    match = {
        "version": MATCH_VERSION,
        "file": "match.bin",
        "related": "related.bin",
        "vectors": "vectors.bin",
        **{k: v for k, v in s["match"].items() if k in MatchSettings.__annotations__},
        "length_limits": list(LENGTH_LIMITS),
        "types": TYPES,
    }
    return {
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
            "match": match,
            "max_length": s["evaluate"]["max_length"],
            "calibration": calibration,
        },
    }


def check(paths: list[Path], state: dict[str, torch.Tensor], m: ModelSettings) -> None:
    """Prints how much each graph's logits differ from PyTorch's at most, over random pairs with padding."""
    import onnxruntime as ort

    names = ("input_ids", "attention_mask", "token_type_ids")
    network = network_of(m, state)
    network.eval()
    for path in paths:
        session, worst = ort.InferenceSession(str(path)), 0.0
        for n in (1, 7, 60, 300, 512):
            x = [torch.randint(5, 9000, (2, n)), torch.ones(2, n).long(), torch.randint(0, TYPES, (2, n))]
            x[1][1, n // 2 + 1 :] = 0
            y = session.run(None, dict(zip(names, (v.numpy() for v in x), strict=True)))[0]
            worst = max(worst, float(np.abs(y - network(*x).numpy()).max()))
        say(path.name, "largest difference to PyTorch", worst)


def calibrated(a: argparse.Namespace, s: Settings) -> tuple[float, float, CalibrationReport]:
    """Scale and offset of the checkpoint's logits, and what comes of them."""
    score, length = torch_scorer(a.out / a.model, a.threads), s["evaluate"]["max_length"]
    answers, off_topic = calibration_scores(a, s, score, length)
    scale, offset = calibrate(answers, off_topic)
    report = report_of(answers, off_topic, scale, offset)
    say("calibration", scale, offset, report)
    return scale, offset, report


def main() -> None:
    a, s = arguments(
        __doc__,
        model={"default": "model.pt"},
        to={"required": True, "help": "folder of the model", "type": Path},
        plain={"required": True, "help": "folder for the fp32 graph", "type": Path},
        choosing={"type": Path, "required": True, "help": f"{CHOOSING}.jsonl"},
        limit={"type": int, "default": 200},
        threads={"type": int, "default": 1},
    )
    scale, offset, report = calibrated(a, s)
    c = torch.load(a.out / a.model, map_location="cpu")
    state, m = tabled(load(a.out / a.model)), c["settings"]["model"]
    state["classifier.weight"] *= scale
    state["classifier.bias"] = state["classifier.bias"] * scale + offset
    weights = {k: v.numpy() for k, v in state.items()}

    (a.to / "onnx").mkdir(parents=True, exist_ok=True)
    a.plain.mkdir(parents=True, exist_ok=True)
    graphs = {a.plain / "model.onnx": False, a.to / INT8: True}
    for path, int8 in graphs.items():
        onnx.save(Graph(weights, m, int8).build(), path)
    state = rounded(state, weights)
    torch.save({"ema": state, "settings": c["settings"]}, a.plain / "rounded.pt")

    for name in ("tokenizer.json", "match.bin", "related.bin", "vectors.bin"):
        shutil.copy(a.out / name, a.to)
    (a.to / "tokenizer_config.json").write_text(json.dumps(tokenizer_config(m), indent=1))
    config = model_config(m, s, {"scale": scale, "offset": offset, **report})
    (a.to / "config.json").write_text(json.dumps(config, indent=1))
    for name in [*sorted(os.listdir(a.to)), INT8]:
        if (a.to / name).is_file():
            say(name, (a.to / name).stat().st_size)
    with torch.no_grad():
        check(list(graphs), state, m)


if __name__ == "__main__":
    main()
