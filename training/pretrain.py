"""Step 2: masked-language pre-training on the passages. Resumes from its checkpoint."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from common import CLS, MASK, SEP, arguments, say
from match import D_NONE, SEP1_BASE
from model import build


def main():
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
    import pickle

    with open(a.out / "train.pkl", "rb") as f:
        d = pickle.load(f)
    texts = d["texts"] + d["passages"]
    rng = np.random.RandomState(s["seed"] + first)
    seen = 0.0
    for step in range(first, p["steps"]):
        rate = min(1, (step + 1) / (0.05 * p["steps"])) * (0.5 + 0.5 * math.cos(math.pi * step / p["steps"]))
        for g in opt.param_groups:
            g["lr"] = p["lr"] * rate
        n = p["length"]
        ids = np.zeros((p["batch"], n), np.int64)
        for i, k in enumerate(rng.randint(len(texts), size=p["batch"])):
            x = texts[k]
            at = rng.randint(max(1, len(x) - n + 3))
            x = x[at : at + n - 2]
            ids[i, : len(x) + 2] = [CLS, *x, SEP]
        types = np.where(ids == CLS, 0, np.where(ids == SEP, SEP1_BASE, D_NONE))
        pick = (rng.rand(*ids.shape) < p["mask"]) & (ids > 4)
        change = rng.rand(*ids.shape)
        shown = np.where(pick & (change < 0.8), MASK, ids)
        shown = np.where(pick & (change > 0.9), rng.randint(5, size, ids.shape), shown)
        ids, shown, types, pick = (torch.from_numpy(x).to(device) for x in (ids, shown, types, pick))
        with torch.autocast(device, dtype=torch.bfloat16):
            x = model.bert.hidden(shown, ids > 0, types, cls_only=False)
            y = model.words(x[pick])
        loss = F.cross_entropy(y.float(), ids[pick])
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        seen += max(0.02, 1 / (step - first + 1)) * (loss.item() - seen)
        if (step + 1) % 50 == 0:
            say(f"step {step + 1} loss {seen:.3f}")
        if (step + 1) % 500 == 0 or step + 1 == p["steps"]:
            state = model.state_dict()
            torch.save(
                {"model": state, "ema": state, "optimizer": opt.state_dict(), "step": step + 1, "settings": s}, path
            )


if __name__ == "__main__":
    main()
