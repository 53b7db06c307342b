"""Optional, before train.py: masked-language pre-training on the passages. Resumes from its checkpoint."""

import math
import pickle
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from common import CLS, MASK, SEP, SPECIALS, arguments, say
from model import CrossEncoder, build
from records import Tokens, TrainingData
from settings import PretrainSettings
from type_layout import D_NONE, SEP1_BASE

Ids = NDArray[np.int64]  # (texts, tokens)


def read_texts(texts: Sequence[Tokens], p: PretrainSettings, rng: np.random.RandomState) -> Ids:
    """A batch of random stretches of texts, as [CLS] text [SEP] and padding."""
    n = p["length"]
    ids = np.zeros((p["batch"], n), np.int64)
    for i, k in enumerate(rng.randint(len(texts), size=p["batch"])):
        x = texts[k]
        at = rng.randint(max(1, len(x) - n + 3))
        x = x[at : at + n - 2]
        ids[i, : len(x) + 2] = [CLS, *x, SEP]
    return ids


def mask(ids: Ids, share: float, size: int, rng: np.random.RandomState) -> tuple[Ids, NDArray[np.bool_]]:
    """What the network is shown of a batch, and which tokens it has to tell; `size` is the vocabulary's.

    Of these tokens, a `share` of all, eight in ten are [MASK], one is another entry, one is what it was.
    """
    pick = (rng.rand(*ids.shape) < share) & (ids >= len(SPECIALS))
    change = rng.rand(*ids.shape)
    shown = np.where(pick & (change < 0.8), MASK, ids)
    return np.where(pick & (change > 0.9), rng.randint(len(SPECIALS), size, ids.shape), shown), pick


def rate_at(step: int, steps: int) -> float:
    """The learning rate relative to its highest: warm-up, then half a cosine."""
    return min(1, (step + 1) / (0.05 * steps)) * (0.5 + 0.5 * math.cos(math.pi * step / steps))


def loss_of(model: CrossEncoder, ids: Ids, shown: Ids, pick: NDArray[np.bool_], device: str) -> torch.Tensor:
    """Cross-entropy of the picked tokens."""
    types = np.where(ids == CLS, 0, np.where(ids == SEP, SEP1_BASE, D_NONE))
    wanted, given, kinds, at = (torch.from_numpy(x).to(device) for x in (ids, shown, types, pick))
    with torch.autocast(device, dtype=torch.bfloat16):
        x = model.bert.hidden(given, wanted > 0, kinds, cls_only=False)
        y = model.words(x[at])
    return F.cross_entropy(y.float(), wanted[at])


def main() -> None:
    a, s = arguments(__doc__, name={"default": "pretrained"})
    p = s["pretrain"]
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(s["train"]["threads"])
    size = s["tokenizer"]["vocab_size"]
    model = build(s["model"], size, np.load(a.out / "embeddings.npy")).to(device).train()
    opt = torch.optim.AdamW(model.parameters(), lr=p["lr"], betas=(0.9, 0.98), eps=1e-7, weight_decay=0.01)
    path, first = a.out / f"{a.name}.pt", 0
    if path.exists():
        c = torch.load(path, map_location=device)
        model.load_state_dict(c["model"])
        opt.load_state_dict(c["optimizer"])
        first = c["step"]
    with open(a.out / "train.pkl", "rb") as f:
        d: TrainingData = pickle.load(f)
    texts = d["texts"] + d["passages"]
    rng = np.random.RandomState(s["seed"] + first)
    seen = 0.0
    for step in range(first, p["steps"]):
        for g in opt.param_groups:
            g["lr"] = p["lr"] * rate_at(step, p["steps"])
        ids = read_texts(texts, p, rng)
        shown, pick = mask(ids, p["mask"], size, rng)
        loss = loss_of(model, ids, shown, pick, device)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        seen += max(0.02, 1 / (step - first + 1)) * (loss.item() - seen)
        if (step + 1) % 50 == 0:
            say(f"step {step + 1} loss {seen:.3f}")
        if (step + 1) % 500 == 0 or step + 1 == p["steps"]:
            state = model.state_dict()
            content = {"model": state, "ema": state, "optimizer": opt.state_dict(), "step": step + 1, "settings": s}
            torch.save(content, path)


if __name__ == "__main__":
    main()
