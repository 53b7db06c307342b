"""Optional, before train.py: weights to start from, of a model with another vocabulary (the shipped one).

Its layers are taken as they are. Word vectors of PMI are turned into its word vectors' space (orthogonal Procrustes over the
words that both have), drawn together along hand-written relations (retrofitting, Faruqui et al. 2015), and averaged
with the old vectors where a word has one.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

from common import HERE, arguments, say
from match import (
    CLS_BASE,
    D_HIT,
    D_NONE,
    D_RELATED,
    Q_HIT,
    Q_MISS,
    Q_RELATED,
    SEP1_BASE,
    SEP1_BUCKETS,
    SEP1_RELATED,
    STRENGTHS,
)
from model import build
from related import by_hand

OLD_SHARE = 0.5


def weights_of(path):
    """The int8 graph's weights as floats, under Hugging Face's names."""
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}
    out = {}
    for name, value in tensors.items():
        if name.endswith("_quantized"):
            name = name.removesuffix("_quantized")
            value = value.astype(np.float32) * tensors[name + "_scale"]
        if name.endswith("weight") and value.ndim == 2 and "embeddings" not in name:
            value = value.T
        out[name] = np.array(value, np.float32)
    return out


def retrofit(vectors, relations, index, rounds=4, own=1.5):
    """Each vector moves to the mean of itself and its relations, weighted by their strength."""
    out = vectors.copy()
    rows = [
        (index[w], [index[o] for o in found], np.array(list(found.values()), np.float32))
        for w, found in relations.items()
    ]
    for _ in range(rounds):
        for i, others, strength in rows:
            out[i] = (own * vectors[i] + strength @ out[others]) / (own + strength.sum())
    return out


def new_types(old, size):
    """Rows for the types of related words, between those of a miss and of a hit."""
    t = np.zeros((size, old.shape[1]), np.float32)
    t[: len(old)] = old
    for strength in range(STRENGTHS):
        hit = (0.6, 0.4, 0.25)[strength]
        for r in range(4):
            t[D_RELATED + 4 * strength + r] = (1 - hit) * old[D_NONE] + hit * old[D_HIT + r]
            t[Q_RELATED + 4 * strength + r] = (1 - hit) * old[Q_MISS + r] + hit * old[Q_HIT + r]
    for i in range(3 * SEP1_BUCKETS):
        t[SEP1_RELATED + i] = old[SEP1_BASE + i % SEP1_BUCKETS]
    assert CLS_BASE < len(old)
    return t


def main():
    a, s = arguments(
        __doc__,
        model={"required": True, "help": "folder of the model to start from", "type": Path},
        words={"action": "append", "type": Path, "default": [HERE / "related-words.tsv"]},
        name={"default": "start"},
    )
    old = weights_of(a.model / "onnx/model_quantized.onnx")
    tk_old, tk = (Tokenizer.from_file(str(p / "tokenizer.json")) for p in (a.model, a.out))
    entries = [tk.id_to_token(i) for i in range(tk.get_vocab_size())]
    index = {e: i for i, e in enumerate(entries)}
    h = s["model"]["hidden"]
    vectors = np.load(a.out / "embeddings.npy").astype(np.float32)[:, :h]
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    known = {e for e in entries if e.isalpha() and len(e) > 2}
    vectors = retrofit(vectors, by_hand([a.corpus / "related-words.tsv", *a.words], known), index)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6

    words = old["bert.embeddings.word_embeddings.weight"]
    both = [(i, tk_old.token_to_id(e)) for i, e in enumerate(entries) if tk_old.token_to_id(e) is not None]
    mine, theirs = np.array(both).T
    centred = words[theirs] - words[theirs].mean(0)
    u, _, v = np.linalg.svd(vectors[mine].T @ centred)
    turned = vectors @ (u @ v)
    fit = float((turned[mine] * centred).sum() / np.linalg.norm(centred, axis=1).sum())
    turned = turned * np.median(np.linalg.norm(centred, axis=1)) + words[theirs].mean(0)
    turned[mine] = OLD_SHARE * words[theirs] + (1 - OLD_SHARE) * turned[mine]
    specials = mine < 5
    turned[mine[specials]] = words[theirs[specials]]
    say(len(both), "of", len(entries), "entries have an old vector; mean cosine after turning", round(fit, 3))

    model = build(s["model"], len(entries))
    state = model.state_dict()
    for name, value in state.items():
        w = old[name]
        if "word_embeddings" in name:
            w = turned
        elif "token_type" in name:
            w = new_types(w, len(value))
        assert tuple(value.shape) == w.shape, (name, value.shape, w.shape)
        state[name] = torch.from_numpy(np.array(w, np.float32))
    torch.save({"ema": state, "settings": s}, a.out / f"{a.name}.pt")


if __name__ == "__main__":
    main()
