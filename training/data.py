"""Training samples: a query, one document that answers it, and documents that do not."""

import pickle
import random
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from alterations import Alterations
from batches import PackedPair, Piece, tensors
from match import Matcher, pack
from records import ListRow, Tokens, TrainingData
from settings import Settings, TrainSettings
from type_layout import CLS_BASE, SEP1_BASE, SEP2_BASE

# other uses of the types, for comparison: no buckets on [CLS] and [SEP]; query and document only
# Each takes a pair's types, and the number of tokens up to the first [SEP].
ABLATIONS: dict[str, Callable[[list[int], int], list[int]]] = {
    "tokens": lambda t, n: [CLS_BASE, *t[1 : n - 1], SEP1_BASE, *t[n:-1], SEP2_BASE],
    "plain": lambda t, n: [0] * n + [18] * (len(t) - n),
}
MAX_QUERY = 40  # tokens of a query in a pair

Plan = Callable[[Settings], tuple[float, int]]  # share of synthetic queries, and pair length, as they are now


class Sample(NamedTuple):
    """A query and its documents as token ids, the right document first; `whole`: these are whole pages; see fold_of."""

    query: list[int]
    documents: list[Tokens]
    whole: bool
    fold: int


def fold_of(group: str) -> int:
    """Which half of the data a page or list belongs to: see vectors.py."""
    return zlib.crc32(group.encode()) & 1


class Samples:
    """Draws samples from train.pkl of the folder `out`.

    `mined` names a file of negatives there (mine.py), which replace those of BM25.
    """

    d: TrainingData
    s: TrainSettings
    r: random.Random
    matcher: Matcher
    matchers: list[Matcher]  # with the vectors of each half of the data
    mined: dict[int, list[int]]  # for each pair that was mined, passages in the model's order
    asked: list[int]  # these pairs
    weights: NDArray[np.float64]  # probability of each pair to train on
    use: str  # "all", or a key of ABLATIONS
    by_list: dict[str, list[ListRow]]  # lists of each file
    own: list[ListRow]
    turned: list[ListRow]
    tokenizer: Tokenizer
    alter: Alterations
    queue: list[int]  # pairs that are drawn next, from the end; places in d["train"]
    rng: np.random.RandomState

    def __init__(self, out: Path, s: Settings, seed: int, mined: str | None = None) -> None:
        with open(out / "train.pkl", "rb") as f:
            self.d = pickle.load(f)
        self.s, self.r = s["train"], random.Random(seed)
        self.matcher = Matcher.load(out / "match.bin", s["match"])
        self.matchers = [Matcher.load(out / "match.bin", s["match"], f"vectors-{fold}.bin") for fold in (0, 1)]
        self.mined = {}
        if mined:
            with open(out / mined, "rb") as f:
                self.mined = pickle.load(f)
            self.d["negatives"].update(self.mined)
        self.asked = list(self.mined)
        self.weights = self.weights_of(s["prepare"]["share"])
        self.use = s["match"].get("use", "all")
        self.by_list = {}
        for row in self.d["lists"]:
            self.by_list.setdefault(row["file"], []).append(row)
        self.own, self.turned = ([x for x in self.d["lists"] if x.get("turned", False) == y] for y in (False, True))
        self.tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
        self.alter = Alterations(self.matcher, self.tokenizer, self.s["typos"], self.r)
        self.queue, self.rng = [], np.random.RandomState(seed)

    def weights_of(self, share: float) -> NDArray[np.float64]:
        """Probability of each pair, by its source; prepare.py has left out some already, by `share` and weight."""
        weights, d = self.s["weights"], self.d
        names = sorted(weights, key=len, reverse=True)
        sources = (d["source"][d["number"][i]] for i in d["train"])
        w = np.array([next((weights[n] for n in names if x.startswith(n)), 1.0) for x in sources])
        w /= np.minimum(1, share * w)
        return w / w.sum()

    def next_index(self) -> int:
        """A pair to train on."""
        if self.mined and self.r.random() < self.s["mined"]:
            return self.r.choice(self.asked)
        if self.d["written"] and self.r.random() < self.s["written"]:
            return self.r.choice(self.d["written"])
        if not self.queue:
            self.queue = self.rng.choice(len(self.d["train"]), size=20000, p=self.weights).tolist()
        return self.d["train"][self.queue.pop()]

    def page(self, number: int) -> Tokens:
        """The page a passage is from, put together again, the passage somewhere in it."""
        d, r = self.d, self.r
        others = [i for i in d["by_group"][d["group"][number]] if i != number]
        at = r.randint(0, min(len(others), 6))
        n = r.randint(at, min(len(others), 12))
        ids = sorted(r.sample(others, n)) if n else []
        ids.insert(min(at, len(ids)), number)
        return np.concatenate([d["titles"][number], *[d["passages"][i] for i in ids]])

    def real(self) -> Sample:
        """A pair of the corpus, with negatives of BM25 or of mine.py, of its page, and random ones."""
        d, r = self.d, self.r
        i = self.next_index()
        number = d["number"][i]
        whole = r.random() < self.s["long"]
        numbers = [number, *self.negatives_of(i, d["same_group_ok"][i] and not whole)]
        if whole:
            docs = [self.page(x) for x in numbers]
        elif len(d["titles"][number]) and r.random() < self.s["title"]:
            docs = [np.concatenate([d["titles"][x], d["passages"][x]]) for x in numbers]
        else:
            docs = [d["passages"][x] for x in numbers]
        query = self.alter.wear(d["queries"][i])
        if r.random() < self.s["short"]:
            docs = [self.alter.sentences(query, x) for x in docs]
        return Sample(query, docs, whole, fold_of(d["group"][number]))

    def negatives_of(self, i: int, same_page: bool) -> list[int]:
        """Passages that do not answer pair i's query; `same_page`: they may be of the right one's page."""
        d, r, want = self.d, self.r, self.s["documents"] - 1
        number = d["number"][i]
        group = d["group"][number]
        hard = d["negatives"].get(i, [])
        if not same_page:
            hard = [x for x in hard if d["group"][x] != group]
        top = 8 if i in self.mined else 12  # the model's own order is the better one
        picked = r.sample(hard[:top], min(max(1, want - 2), len(hard[:top])))
        if len(hard) > top:
            picked.append(r.choice(hard[top:]))
        beside = [x for x in d["by_group"][group] if x != number]
        if beside and same_page and r.random() < 0.5:
            picked.insert(1, r.choice(beside))
        picked = list(dict.fromkeys(picked))[:want]
        pool = d["by_source"][d["source"][number]]
        while len(picked) < want:
            x = r.choice(pool) if r.random() < 0.7 else r.randrange(len(d["passages"]))
            if d["group"][x] != group and x not in picked:
                picked.append(x)
        return picked

    def made(self) -> Sample:
        """A synthetic query, with negatives of BM25 and random ones."""
        m, d, r, want = self.d["made"], self.d, self.r, self.s["documents"] - 1
        i = r.randrange(len(m["queries"]))
        hard = m["negatives"][i]
        picked = r.sample(hard, min(want - 1, len(hard)))
        while len(picked) < want:
            picked.append(r.randrange(len(d["texts"])))
        return Sample(m["queries"][i].tolist(), [m["documents"][i], *[d["texts"][x] for x in picked]], False, i & 1)

    def listed(self) -> Sample:
        """A hand-written list: its own negatives, then passages of other lists.

        Some have passages that BM25 finds for the query, too.
        """
        d, r, want = self.d, self.r, self.s["documents"]
        row = r.choice(self.turned if self.turned and r.random() < self.s["turned"] else self.own)
        use = int(len(row["queries"]) > 1 and r.random() < self.s["keywords"])
        docs = [r.choice(row["pos"]), *row["neg"]]
        if r.random() < self.s["list_found"]:
            docs += [d["passages"][x] for x in r.sample(row["found"][use], min(2, len(row["found"][use])))]
        beside = self.by_list[row["file"]]
        while len(docs) < want:
            other = r.choice(beside if r.random() < 0.7 else d["lists"])
            if not self.shares(other, row):
                docs.append(r.choice(other["pos"] + other["neg"]))
        return Sample(self.alter.wear(row["queries"][use]), docs[:want], False, fold_of(row["group"]))

    @staticmethod
    def shares(a: ListRow, b: ListRow) -> bool:
        """Whether two lists have a passage in common, as a list and its turned ones do."""
        mine = {id(x) for x in (*a["pos"], *a["neg"])}
        return any(id(x) in mine for x in (*b["pos"], *b["neg"]))

    def sample(self, share_made: float) -> Sample:
        """A sample of any kind; `share_made` of those that are not hand-written lists are synthetic."""
        out = self.listed() if self.r.random() < self.s["lists"] else self.unlisted(share_made)
        if self.r.random() < self.s["fragment"]:
            self.alter.fragment(out.documents)
        return out

    def unlisted(self, share_made: float) -> Sample:
        """A pair of the corpus or a synthetic query."""
        r = self.r
        out = self.made() if r.random() < share_made else self.real()
        if r.random() < self.s["foreign"]:
            query, documents = self.alter.foreign(out.query, out.documents)
            return out._replace(query=query, documents=documents)
        if r.random() < self.s["echo"]:
            self.alter.echo(out.query, out.documents)
        return out

    def batch(self, share_made: float, length: int) -> list[PackedPair]:
        """One step's pairs, `length` tokens at most; a query's pairs stand together, the right one first."""
        r, out = self.r, []
        ablate = ABLATIONS.get(self.use)
        for _ in range(self.s["queries"]):
            q, docs, whole, fold = self.sample(share_made)
            cut = self.s["long_length"] if whole else length
            shift = r.randint(0, 300) if r.random() < 0.15 else 0
            for d in docs:
                ids, types = pack(self.matchers[1 - fold], q, d.tolist(), cut, MAX_QUERY)
                if ablate:
                    types = ablate(types, len(q) + 2)
                out.append(PackedPair(ids, types, len(q) + 2, shift))
        return out


class Stream(torch.utils.data.IterableDataset):
    """Batches without end, each in pieces of pairs alike in length; with workers, each has a seed of its own."""

    args: tuple[Path, Settings, int, str | None]
    plan: Plan

    def __init__(self, out: Path, s: Settings, seed: int, plan: Plan, mined: str | None = None) -> None:
        self.args, self.plan = (out, s, seed, mined), plan

    def __iter__(self) -> Iterator[list[Piece]]:
        out, s, seed, mined = self.args
        info = torch.utils.data.get_worker_info()
        samples = Samples(out, s, seed * 1000 + (info.id if info else 0), mined)
        while True:
            rows = samples.batch(*self.plan(s))
            order = sorted(range(len(rows)), key=lambda i, rows=rows: len(rows[i].ids))
            size = -(-len(rows) // s["train"]["chunks"])
            parts = [order[a : a + size] for a in range(0, len(order), size)]
            yield [(torch.tensor(p), *tensors([rows[i] for i in p])) for p in parts]
