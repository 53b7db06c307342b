"""Training samples: a query, one document that answers it, and documents that do not."""

import pickle
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from common import cipher
from match import CLS_BASE, CONTINUES, SEP1_BASE, SEP2_BASE, Matcher, best_window, pack
from records import ListRow, Tokens, TrainingData
from settings import Settings, TrainSettings

# other uses of the types, for comparison: no buckets on [CLS] and [SEP]; query and document only
# Each takes a pair's types, and the number of tokens up to the first [SEP].
ABLATIONS: dict[str, Callable[[list[int], int], list[int]]] = {
    "tokens": lambda t, n: [CLS_BASE, *t[1 : n - 1], SEP1_BASE, *t[n:-1], SEP2_BASE],
    "plain": lambda t, n: [0] * n + [18] * (len(t) - n),
}
MAX_QUERY = 40  # tokens of a query in a pair
MAX_SENTENCE = 30  # tokens of a sentence's start or end that are kept beside what was found
COMMON = 34  # words of a smaller idf are the small words
LAST_POSITION = 511

Piece = tuple[torch.Tensor, ...]  # the places of some of a step's pairs, then their ids, mask, types and positions
Plan = Callable[[Settings], tuple[float, int]]  # share of synthetic queries, and pair length, as they are now


class Sample(NamedTuple):
    """A query and its documents as token ids, the right document first; `whole`: these are whole pages; see fold_of."""

    query: list[int]
    documents: list[Tokens]
    whole: bool
    fold: int


class PackedPair(NamedTuple):
    """A pair of a batch."""

    ids: list[int]
    types: list[int]
    start: int  # the document's first token
    shift: int  # so far are the document's positions moved


def fold_of(group: str) -> int:
    """Which half of the data a page or list belongs to: see vectors.py."""
    return zlib.crc32(group.encode()) & 1


def typo(text: str, r: random.Random) -> str:
    """A text with one slip of the fingers: in a word of four letters or more, its first letter right."""
    words = text.split()
    long = [i for i, w in enumerate(words) if len(w) > 3 and w.isalpha()]
    if not long:
        return text
    i = r.choice(long)
    w = words[i]
    k, kind = r.randrange(1, len(w)), r.random()
    if kind < 0.35 and k + 1 < len(w):  # two letters changed places
        w = w[:k] + w[k + 1] + w[k] + w[k + 2 :]
    elif kind < 0.65:  # one left out
        w = w[:k] + w[k + 1 :]
    elif kind < 0.8:  # one doubled
        w = w[:k] + w[k] + w[k:]
    else:  # a wrong one
        w = w[:k] + r.choice("abcdefghijklmnopqrstuvwxyz") + w[k + 1 :]
    words[i] = w
    return " ".join(words)


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
    ends: list[int]  # ids of marks that end a sentence
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
        self.ends = [self.tokenizer.token_to_id(x) for x in (".", "!", "?")]
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
        if not self.queue:
            self.queue = self.rng.choice(len(self.d["train"]), size=20000, p=self.weights).tolist()
        return self.d["train"][self.queue.pop()]

    def wear(self, tokens: Tokens) -> list[int]:
        """Queries as they are typed: with a typo, without the small words, with a word missing, two swapped."""
        r, x = self.r, self.r.random()
        idf, flags = self.matcher.idf, self.matcher.flags
        q: list[int] = tokens.tolist()
        if r.random() < self.s["typos"]:
            slipped = typo(self.tokenizer.decode(q), r)
            q = self.tokenizer.encode(slipped, add_special_tokens=False).ids[: len(q) + 6] or q
        if len(q) > 4:
            if x < 0.2:
                kept = [t for t in q if idf[t] >= COMMON or flags[t] & CONTINUES]
                q = kept if len(kept) > 1 else q
            elif x < 0.28:
                del q[r.randrange(len(q))]
            elif x < 0.31:
                i = r.randrange(len(q) - 1)
                q[i], q[i + 1] = q[i + 1], q[i]
        return q

    def page(self, number: int) -> Tokens:
        """The page a passage is from, put together again, the passage somewhere in it."""
        d, r = self.d, self.r
        others = [i for i in d["by_group"][d["group"][number]] if i != number]
        at = r.randint(0, min(len(others), 6))
        n = r.randint(at, min(len(others), 12))
        ids = sorted(r.sample(others, n)) if n else []
        ids.insert(min(at, len(ids)), number)
        return np.concatenate([d["titles"][number], *[d["passages"][i] for i in ids]])

    def sentences(self, query: list[int], document: Tokens) -> Tokens:
        """The part of a document that has most of the query's words, from a sentence's start to a sentence's end."""
        q, d = self.matcher.words(query), self.matcher.words(document.tolist())
        cover = self.matcher.cover(q, d.keys)
        _, (start, end) = best_window(d, cover, self.r.randint(6, 24))
        if end == 0:
            start = self.r.randrange(max(1, len(document) - 30))
            end = min(len(document), start + 20)
        ends = np.flatnonzero(np.isin(document, self.ends))
        before, after = ends[ends < start], ends[ends >= end - 1]
        start = before[-1] + 1 if len(before) and start - before[-1] < MAX_SENTENCE else start
        end = after[0] + 1 if len(after) and after[0] - end < MAX_SENTENCE else end
        return document[start:end]

    def real(self) -> Sample:
        """A pair of the corpus, with negatives of BM25 or of mine.py, of its page, and random ones."""
        d, r = self.d, self.r
        i = self.next_index()
        number = d["number"][i]
        whole = r.random() < self.s["long"]
        numbers = [number, *self.negatives_of(i, d["same_group_ok"][i] and not whole)]
        if whole:
            docs = [self.page(x) for x in numbers]
        elif r.random() < self.s["title"]:
            docs = [np.concatenate([d["titles"][x], d["passages"][x]]) for x in numbers]
        else:
            docs = [d["passages"][x] for x in numbers]
        query = self.wear(d["queries"][i])
        if r.random() < self.s["short"]:
            docs = [self.sentences(query, x) for x in docs]
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
        return Sample(self.wear(row["queries"][use]), docs[:want], False, fold_of(row["group"]))

    @staticmethod
    def shares(a: ListRow, b: ListRow) -> bool:
        """Whether two lists have a passage in common, as a list and its turned ones do."""
        mine = {id(x) for x in (*a["pos"], *a["neg"])}
        return any(id(x) in mine for x in (*b["pos"], *b["neg"]))

    def foreign(self, x: Sample) -> Sample:
        """The sample in a language that the vocabulary lacks, where shared words are all there is to go by."""
        table = cipher(self.r)
        texts = [self.tokenizer.decode(ids).translate(table) for ids in (x.query, *x.documents)]
        query, *documents = (e.ids for e in self.tokenizer.encode_batch(texts, add_special_tokens=False))
        return x._replace(query=query or x.query, documents=[np.array(d, np.int32) for d in documents])

    def echo(self, q: list[int], docs: list[Tokens]) -> None:
        """A negative that repeats the question and goes on about something else: the last document's text."""
        other = docs[-1].tolist()
        at = self.r.choice((0, 0, min(len(other), self.r.randrange(1, 30))))
        docs[-1] = np.array([*other[:at], *q, *other[at:]], np.int32)

    def sample(self, share_made: float) -> Sample:
        """A sample of any kind; `share_made` of those that are not hand-written lists are synthetic."""
        r, x = self.r, self.r.random()
        if x < self.s["lists"]:
            return self.listed()
        out = self.made() if r.random() < share_made else self.real()
        if r.random() < self.s["foreign"]:
            return self.foreign(out)
        if r.random() < self.s["echo"]:
            self.echo(out.query, out.documents)
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


def tensors(rows: Sequence[PackedPair]) -> list[torch.Tensor]:
    """Ids, mask, types and positions of pairs, each (pairs, tokens), padded to the longest."""
    n = max(len(x.ids) for x in rows)
    ids, types, mask, pos = (np.zeros((len(rows), n), np.int64) for _ in range(4))
    line = np.arange(n)
    for i, (x, t, start, shift) in enumerate(rows):
        ids[i, : len(x)], types[i, : len(x)], mask[i, : len(x)] = x, t, 1
        pos[i] = line
        pos[i, start:] += shift
    return [torch.from_numpy(x) for x in (ids, mask, types, np.minimum(pos, LAST_POSITION))]


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
