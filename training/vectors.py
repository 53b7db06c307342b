"""Word vectors whose sums tell how alike a question and an answer are, trained by themselves before train.py.

A text is the weighted sum of its tokens' vectors; a query must find its own answer among all answers of a step
(InfoNCE, van den Oord et al. 2018). In half of the pairs words of the query are taken out of the answer, so that the
vectors learn what else an answer says. Starts from embeddings.npy (prepare.py).

With --fold 0 or 1 only that half of the pages and lists is used: train.py lets the other half's samples see these
vectors, since vectors would be too sure of the pairs that they were trained on.
"""

import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from common import arguments, say
from data import Samples, fold_of
from match import Matcher
from records import Tokens
from settings import Settings
from similarity import write_vectors
from type_layout import SKIP

PAIRS, LISTS, CLOZES = 1024, 288, 224  # queries of a step, by kind
LIST_NEGATIVES = 3
MAX_DOCUMENT = 160
LIGHTEST = 0.3  # idf that common words start with


class Bags(nn.Module):
    """Texts as unit vectors."""

    def __init__(self, vectors: NDArray[np.float32], idf: NDArray[np.float32]) -> None:
        super().__init__()
        self.vectors = nn.Parameter(torch.from_numpy(vectors))
        self.log_weights = nn.Parameter(torch.from_numpy(np.log(idf)))  # an entry with idf 0 has no weight, for good
        self.log_scale = nn.Parameter(torch.tensor(np.log(16.0), dtype=torch.float32))

    def forward(self, texts: Sequence[Tokens]) -> Tensor:
        starts = torch.from_numpy(np.cumsum([0, *[len(x) for x in texts[:-1]]]))
        flat = torch.from_numpy(np.concatenate(texts).astype(np.int64))
        weights = torch.exp(self.log_weights[flat])
        return F.normalize(F.embedding_bag(flat, self.vectors, starts, mode="sum", per_sample_weights=weights))

    def loss(self, queries: Sequence[Tokens], documents: Sequence[Tokens], negatives: Sequence[Tokens]) -> Tensor:
        """Of queries (n) and their documents (n), beside negatives for all; equal documents do not compete."""
        n = len(queries)
        y = self(queries) @ self([*documents, *negatives]).T * torch.exp(self.log_scale).clamp(max=60)
        keys = np.array([hash(d.tobytes()) for d in documents])
        same = (keys[:, None] == keys[None]) & ~np.eye(n, dtype=bool)
        y[:, :n].masked_fill_(torch.from_numpy(same), -1e4)
        target = torch.arange(n)
        return F.cross_entropy(y, target) + 0.3 * F.cross_entropy(y[:, :n].T, target)


class Batches:
    """Queries, documents and negatives of a step."""

    def __init__(self, samples: Samples, fold: int | None, drop: float, seed: int) -> None:
        self.s, self.drop = samples, drop
        self.r, self.rng = random.Random(seed), np.random.RandomState(seed)
        d, stem = samples.d, np.array(samples.matcher.stem)
        self.words = np.where(stem > 0, stem, np.arange(len(stem)))

        def mine(group: str) -> bool:
            return fold is None or fold_of(group) == fold

        kept = np.array([mine(d["group"][d["number"][i]]) for i in d["train"]])
        self.pairs = np.array(d["train"])[kept]
        self.weights = np.minimum(samples.weights[kept], 6 * np.median(samples.weights))
        self.weights /= self.weights.sum()
        self.lists = [x for x in d["lists"] if mine(x["group"])]

    def pair(self, i: int) -> tuple[Tokens, Tokens]:
        d, number = self.s.d, self.s.d["number"][i]
        passage = d["passages"][number]
        if self.r.random() < 0.6:
            passage = np.concatenate([d["titles"][number], passage])
        return d["queries"][i], passage[:MAX_DOCUMENT]

    def cloze(self) -> tuple[Tokens, Tokens]:
        """Some neighbouring tokens of a text, and the rest of it."""
        while True:
            text = self.r.choice(self.s.d["texts"])
            if len(text) >= 40:
                a, n = self.r.randrange(len(text) - 16), self.r.randrange(5, 16)
                return text[a : a + n], np.concatenate([text[:a], text[a + n :]])[:MAX_DOCUMENT]

    def without(self, document: Tokens, query: Tokens) -> Tokens:
        """The document without the words that it shares with the query, or without half of them."""
        shared = np.isin(self.words[document.astype(np.int64)], self.words[query.astype(np.int64)])
        if self.r.random() < 0.5:
            shared &= self.rng.rand(len(shared)) < 0.5
        return document[~shared] if shared.sum() < len(shared) - 3 else document

    def draw(self) -> tuple[list[Tokens], list[Tokens], list[Tokens]]:
        chosen = self.rng.choice(len(self.pairs), PAIRS, p=self.weights)
        both = [self.pair(self.pairs[i]) for i in chosen] + [self.cloze() for _ in range(CLOZES)]
        negatives: list[Tokens] = []
        for row in self.r.sample(self.lists, min(LISTS, len(self.lists))):
            both.append((self.r.choice(row["queries"]), self.r.choice(row["pos"])))
            negatives += self.r.sample(row["neg"], min(LIST_NEGATIVES, len(row["neg"])))
        both = [(q, d) for q, d in both if len(q) and len(d)]
        both = [(q, self.without(d, q) if self.r.random() < self.drop else d) for q, d in both]
        return [q for q, _ in both], [d for _, d in both], negatives


def train(model: Bags, batches: Batches, minutes: float, rate: float) -> None:
    """By the clock; rates fall in a line, weights learn faster than vectors."""
    groups = [
        {"params": [model.vectors], "share": 1.0},
        {"params": [model.log_weights], "share": 8.0},
        {"params": [model.log_scale], "share": 1.0},
    ]
    opt = torch.optim.Adam(groups, lr=rate, betas=(0.9, 0.98))
    began, step, mean = time.time(), 0, 0.0
    while (done := (time.time() - began) / 60 / minutes) < 1:
        for g in opt.param_groups:
            g["lr"] = rate * g["share"] * (min(1, step / 50) * (1 - done) + 0.02)
        loss = model.loss(*batches.draw())
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        step += 1
        mean += max(0.02, 1 / step) * (loss.item() - mean)
        if step % 100 == 0:
            say(f"step {step} loss {mean:.3f} done {done:.3f}")


def initial(out: Path, s: Settings, size: int, matcher: Matcher) -> Bags:
    vectors = np.load(out / "embeddings.npy").astype(np.float32)[:, :size]
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    idf = np.maximum(np.array(matcher.idf, np.float32) / s["match"]["idf_scale"], LIGHTEST)
    return Bags(vectors, np.where(np.array(matcher.flags) & SKIP, 0, idf).astype(np.float32))


def main() -> None:
    a, s = arguments(
        __doc__,
        fold={"type": int, "choices": [0, 1]},
        name={"default": "vectors.bin"},
        threads={"type": int, "default": 2},
    )
    torch.set_num_threads(a.threads)
    v = s["vectors"]
    samples = Samples(a.out, s, s["seed"])
    batches = Batches(samples, a.fold, v["drop"], s["seed"])
    say(len(batches.pairs), "pairs", len(batches.lists), "lists")
    model = initial(a.out, s, v["size"], samples.matcher)
    train(model, batches, v["minutes"], v["lr"])
    vectors = model.vectors.detach().numpy()
    weights = np.exp(model.log_weights.detach().numpy()) * np.linalg.norm(vectors, axis=1)
    write_vectors(a.out / a.name, vectors, weights)


if __name__ == "__main__":
    main()
