"""Optional, between two runs of train.py: BM25's negatives put in the model's own order, likely false ones dropped.

python mine.py --out OUT --model model.pt --queries 20000
python train.py --out OUT --name second --start model.pt --mined mined.pkl
"""

import pickle
import time

import numpy as np

from common import arguments, say
from data import Samples
from evaluate import torch_scorer
from match import pack


def main() -> None:
    a, s = arguments(
        __doc__,
        model={"default": "model.pt"},
        queries={"type": int, "default": 20000},
        margin={
            "type": float,
            "default": 0.5,
            "help": "a document so far above the positive is taken for another answer",
        },
        candidates={"type": int, "default": 16},
        length={"type": int, "default": 80},
        minutes={"type": float, "default": 1e9, "help": "stops then, with what it has"},
        threads={"type": int, "default": 2},
    )
    samples, score = Samples(a.out, s, s["seed"]), torch_scorer(a.out / a.model, a.threads)
    d, dropped = samples.d, 0
    mined: dict[int, list[int]] = {}
    end = time.time() + 60 * a.minutes
    for n in range(a.queries):
        if time.time() > end:
            break
        i = samples.next_index()
        if i in mined or not d["negatives"].get(i):
            continue
        numbers = [d["number"][i], *d["negatives"][i][: a.candidates]]
        query = d["queries"][i].tolist()
        y = score([pack(samples.matcher, query, d["passages"][x].tolist(), a.length) for x in numbers])
        keep = [k for k in np.argsort(-y[1:]) if y[1 + k] < y[0] + a.margin]
        dropped += len(numbers) - 1 - len(keep)
        mined[i] = [numbers[1 + k] for k in keep]
        if (n + 1) % 1000 == 0:
            say(n + 1, "queries", dropped, "dropped")
    with open(a.out / "mined.pkl", "wb") as f:
        pickle.dump(mined, f)


if __name__ == "__main__":
    main()
