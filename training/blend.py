"""Weights to start from, before train.py: the mean of several runs' weights, with wider feed-forward parts.

Means of runs that started from the same weights lie between them in quality (Wortsman et al. 2022). The new units of
the feed-forward parts begin without a way out, so that the scores stay as they are (Chen et al. 2016, Net2Net).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from common import arguments, say

State = dict[str, NDArray[np.float32]]  # weights by Hugging Face's names

SPREAD = 0.6  # of the new units' incoming weights: a unit's sum over a normalized state has about this deviation


def mean_of(states: Sequence[State], shares: Sequence[float]) -> State:
    """The weighted mean of networks of one shape; `shares` need not add up to 1."""
    total = sum(shares)
    return {
        name: sum(state[name] * np.float32(share / total) for state, share in zip(states, shares, strict=True))
        for name in states[0]
    }


def widen(state: Mapping[str, NDArray[np.float32]], size: int, seed: int) -> State:
    """The same function with `size` units in each feed-forward part."""
    rng = np.random.RandomState(seed)
    out = dict(state)
    for name in state:
        if not name.endswith("intermediate.dense.weight"):
            continue
        layer = name.removesuffix("intermediate.dense.weight")
        units, hidden = state[name].shape
        if size < units:
            raise ValueError(f"{name} has {units} units already, more than {size}")
        more = rng.standard_normal((size - units, hidden)) * SPREAD / hidden**0.5
        out[name] = np.concatenate([state[name], more.astype(np.float32)])
        bias, back = f"{layer}intermediate.dense.bias", f"{layer}output.dense.weight"
        out[bias] = np.pad(state[bias], (0, size - units))
        out[back] = np.pad(state[back], ((0, 0), (0, size - units)))
    return out


def main() -> None:
    import torch

    a, s = arguments(
        __doc__,
        model={"action": "append", "required": True, "metavar": "NAME=SHARE", "help": "a checkpoint and its share"},
        name={"default": "start"},
    )
    names, shares = zip(*(x.rsplit("=", 1) for x in a.model), strict=True)
    checkpoints = [torch.load(a.out / name, map_location="cpu")["ema"] for name in names]
    states = [{k: v.float().numpy() for k, v in c.items()} for c in checkpoints]
    state = widen(mean_of(states, [float(x) for x in shares]), s["model"]["feed_forward"], s["seed"])
    torch.save({"ema": {k: torch.from_numpy(v) for k, v in state.items()}, "settings": s}, a.out / f"{a.name}.pt")
    say(sum(v.size for v in state.values()), "parameters")


if __name__ == "__main__":
    main()
