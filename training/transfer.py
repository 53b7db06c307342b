"""Weights to start from, before train.py: those of version 2, whose types say nothing of similarity.

The vocabulary is the same. Where a bucket is now as wide as two, it starts as the mean of the two. Buckets of
similarity start along the direction that raises the score, a little.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from batches import tensors
from common import arguments, say
from data import Samples
from model import CrossEncoder, build
from type_layout import WINDOW_BUCKETS
from type_parts import COVER, END, NEAR, OTHER, PARTS, WHOLE, WINDOW

# where kinds of types began in version 2; those below OLD_COVER are the same
OLD_COVER, OLD_WINDOW, OLD_END, OLD_RELATED, OLD_WINDOW_RELATED = 37, 101, 117, 153, 177
RISE = 2.0  # logits from the first bucket of a similarity to the last
BATCHES = 4  # of samples that tell which direction raises the score

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


def parts_of(old: Matrix) -> Matrix:
    """Vectors of parts (PARTS, hidden) from those of version 2's types (225, hidden); of similarities zeros."""

    def halves(start: int, end: int) -> Matrix:
        return old[start:end].reshape(-1, 2, old.shape[1]).mean(1)

    parts = np.zeros((PARTS, old.shape[1]), np.float32)
    parts[:OLD_COVER] = old[:OLD_COVER]
    related = OLD_WINDOW_RELATED - OLD_RELATED
    parts[OLD_COVER : OLD_COVER + related] = old[OLD_RELATED:OLD_WINDOW_RELATED]
    parts[COVER:WHOLE] = halves(OLD_COVER, OLD_WINDOW)
    parts[WINDOW : WINDOW + WINDOW_BUCKETS] = halves(OLD_WINDOW, OLD_END)
    parts[WINDOW + WINDOW_BUCKETS : OTHER] = halves(OLD_WINDOW_RELATED, len(old))
    parts[END:NEAR] = old[OLD_END:OLD_RELATED]
    return parts


def set_rises(model: CrossEncoder, samples: Samples) -> None:
    """Buckets of similarity start on a line that raises the score by RISE in all."""
    parts = model.bert.embeddings["token_type_embeddings"].parts
    pairs = [p for _ in range(BATCHES) for p in samples.batch(0.1, 128)]
    model(*tensors(pairs)).sum().backward()
    for one, two, end in ((COVER, WHOLE, WINDOW), (WINDOW, OTHER, END), (END, NEAR, PARTS)):
        direction = parts.grad[one:two].sum(0) / len(pairs)
        say("gradient", float(direction.norm()))
        line = torch.linspace(-0.5, 0.5, end - two)[:, None] * RISE
        parts.data[two:end] = line * direction / direction.pow(2).sum()


def main() -> None:
    a, s = arguments(
        __doc__,
        model={"required": True, "help": "folder of version 2", "type": Path},
        name={"default": "start"},
    )
    old = weights_of(a.model / "onnx/model_quantized.onnx")
    model = build(s["model"], len(old["bert.embeddings.word_embeddings.weight"]))
    state = model.state_dict()
    for name, value in state.items():
        types = "token_type" in name
        w = parts_of(old[name.replace("parts", "weight")]) if types else old[name]
        assert tuple(value.shape) == w.shape, (name, value.shape, w.shape)
        state[name] = torch.from_numpy(w)
    model.load_state_dict(state)
    set_rises(model, Samples(a.out, s, s["seed"]))
    torch.save({"ema": model.state_dict(), "settings": s}, a.out / f"{a.name}.pt")


if __name__ == "__main__":
    main()
