"""Optional, before train.py: weights to start from, of a model with another vocabulary (the shipped one).

Its layers are taken as they are. Word vectors of PMI are turned into its word vectors' space (orthogonal Procrustes
over the words that both have), drawn together along hand-written relations (retrofitting, Faruqui et al. 2015), and
averaged with the old vectors where a word has one.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from tokenizers import Tokenizer

from common import HERE, SPECIALS, arguments, say
from embeddings import retrofit
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

OLD_SHARE = 0.5  # of the old vector in the mean
HIT_SHARE = (0.6, 0.4, 0.25)  # how much of a hit a related word is at first, by strength

Matrix = NDArray[np.float32]


def weights_of(path: Path) -> dict[str, Matrix]:
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


def new_types(old: Matrix, size: int) -> Matrix:
    """Type vectors (size, hidden): the old ones, then rows for related words, between those of a miss and of a hit."""
    t = np.zeros((size, old.shape[1]), np.float32)
    t[: len(old)] = old
    for strength, hit in enumerate(HIT_SHARE[:STRENGTHS]):
        for r in range(4):
            t[D_RELATED + 4 * strength + r] = (1 - hit) * old[D_NONE] + hit * old[D_HIT + r]
            t[Q_RELATED + 4 * strength + r] = (1 - hit) * old[Q_MISS + r] + hit * old[Q_HIT + r]
    for i in range(3 * SEP1_BUCKETS):
        t[SEP1_RELATED + i] = old[SEP1_BASE + i % SEP1_BUCKETS]
    assert len(old) > CLS_BASE
    return t


def unit(vectors: Matrix) -> Matrix:
    """The rows, each of length 1."""
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6)


def new_vectors(a: argparse.Namespace, entries: list[str], h: int) -> Matrix:
    """Vectors (entries, h) of PMI, drawn together along hand-written relations, each of length 1."""
    vectors = np.load(a.out / "embeddings.npy").astype(np.float32)[:, :h]
    vectors = unit(vectors - vectors.mean(0))
    known = {e for e in entries if e.isalpha() and len(e) > 2}
    relations = by_hand([a.corpus / "related-words.tsv", *a.words], known)
    return unit(retrofit(vectors, relations, {e: i for i, e in enumerate(entries)}))


def turn(vectors: Matrix, mine: NDArray[np.int64], words: Matrix, theirs: NDArray[np.int64]) -> tuple[Matrix, float]:
    """The vectors in the space of the old `words`, and the mean cosine of the words that both have.

    Row mine[i] of the vectors and row theirs[i] of the old ones are of the same word.
    """
    old = words[theirs]
    centred = old - old.mean(0)
    sizes = np.linalg.norm(centred, axis=1)
    u, _, v = np.linalg.svd(vectors[mine].T @ centred)
    turned = vectors @ (u @ v)
    fit = float((turned[mine] * centred).sum() / sizes.sum())
    turned = turned * np.median(sizes) + old.mean(0)
    turned[mine] = OLD_SHARE * old + (1 - OLD_SHARE) * turned[mine]
    specials = mine < len(SPECIALS)
    turned[mine[specials]] = old[specials]
    return turned, fit


def main() -> None:
    a, s = arguments(
        __doc__,
        model={"required": True, "help": "folder of the model to start from", "type": Path},
        words={"action": "append", "type": Path, "default": [HERE / "related-words.tsv"]},
        name={"default": "start"},
    )
    old = weights_of(a.model / "onnx/model_quantized.onnx")
    tk_old, tk = (Tokenizer.from_file(str(p / "tokenizer.json")) for p in (a.model, a.out))
    entries = [tk.id_to_token(i) for i in range(tk.get_vocab_size())]
    both = [(i, tk_old.token_to_id(e)) for i, e in enumerate(entries) if tk_old.token_to_id(e) is not None]
    mine, theirs = np.array(both).T
    vectors = new_vectors(a, entries, s["model"]["hidden"])
    turned, fit = turn(vectors, mine, old["bert.embeddings.word_embeddings.weight"], theirs)
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
