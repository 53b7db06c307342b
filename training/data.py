"""Training samples: a query, one document that answers it, and documents that do not."""

import pickle
import random

import numpy as np
import torch
from tokenizers import Tokenizer

from match import Matcher, pack


# other uses of the types, for comparison: no buckets on [CLS] and [SEP]; query and document only
ABLATIONS = {
    "tokens": lambda t, n: [37, *t[1 : n - 1], 101, *t[n:-1], 117],
    "plain": lambda t, n: [0] * n + [18] * (len(t) - n),
}


def typo(text, r):
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
    def __init__(self, out, s, seed, mined=None):
        with open(out / "train.pkl", "rb") as f:
            self.d = pickle.load(f)
        self.s, self.r = s["train"], random.Random(seed)
        self.matcher = Matcher.load(out / "match.bin", s["match"])
        self.mined = {}
        if mined:
            with open(out / mined, "rb") as f:
                self.mined = pickle.load(f)
            self.d["negatives"].update(self.mined)
            self.asked = list(self.mined)
        weights = self.s["weights"]
        keys = sorted(weights, key=len, reverse=True)
        d = self.d
        w = np.array(
            [next((weights[k] for k in keys if d["source"][d["number"][i]].startswith(k)), 1.0) for i in d["train"]]
        )
        w /= np.minimum(1, s["prepare"]["share"] * w)  # prepare.py kept this share of them
        self.weights = w / w.sum()
        self.use = s["match"].get("use", "all")
        self.by_list = {}
        for row in d["lists"]:
            self.by_list.setdefault(row["file"], []).append(row)
        self.own, self.turned = ([x for x in d["lists"] if x.get("turned", False) == y] for y in (False, True))
        self.tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
        self.queue, self.rng = [], np.random.RandomState(seed)

    def next_index(self):
        if self.mined and self.r.random() < self.s["mined"]:
            return self.r.choice(self.asked)
        if not self.queue:
            self.queue = self.rng.choice(len(self.d["train"]), size=20000, p=self.weights).tolist()
        return self.d["train"][self.queue.pop()]

    def wear(self, q):
        """Queries as they are typed: with a typo, without the small words, with a word missing, two swapped."""
        r, x = self.r, self.r.random()
        idf = self.matcher.idf
        q = q.tolist()
        if r.random() < self.s["typos"]:
            q = (
                self.tokenizer.encode(typo(self.tokenizer.decode(q), r), add_special_tokens=False).ids[: len(q) + 6]
                or q
            )
        if len(q) > 4:
            if x < 0.2:
                kept = [t for t in q if idf[t] >= 34 or self.matcher.flags[t] & 2]
                q = kept if len(kept) > 1 else q
            elif x < 0.28:
                del q[r.randrange(len(q))]
            elif x < 0.31:
                i = r.randrange(len(q) - 1)
                q[i], q[i + 1] = q[i + 1], q[i]
        return q

    def page(self, number):
        """The page a passage is from, put together again, the passage somewhere in it."""
        d, r = self.d, self.r
        others = [i for i in d["by_group"][d["group"][number]] if i != number]
        at = r.randint(0, min(len(others), 6))
        n = r.randint(at, min(len(others), 12))
        ids = sorted(r.sample(others, n)) if n else []
        ids.insert(min(at, len(ids)), number)
        return np.concatenate([d["titles"][number], *[d["passages"][i] for i in ids]])

    def real(self):
        d, r, want = self.d, self.r, self.s["documents"] - 1
        i = self.next_index()
        number = d["number"][i]
        group, source = d["group"][number], d["source"][number]
        whole = r.random() < self.s["long"]
        same_ok = d["same_group_ok"][i] and not whole
        hard = d["negatives"].get(i, [])
        if not same_ok:
            hard = [x for x in hard if d["group"][x] != group]
        top = 8 if i in self.mined else 12  # the model's own order is the better one
        picked = r.sample(hard[:top], min(max(1, want - 2), len(hard[:top])))
        if len(hard) > top:
            picked.append(r.choice(hard[top:]))
        beside = [x for x in d["by_group"][group] if x != number]
        if beside and same_ok and r.random() < 0.5:
            picked.insert(1, r.choice(beside))
        picked = list(dict.fromkeys(picked))[:want]
        pool = d["by_source"][source]
        while len(picked) < want:
            x = r.choice(pool) if r.random() < 0.7 else r.randrange(len(d["passages"]))
            if d["group"][x] != group and x not in picked:
                picked.append(x)
        numbers = [number, *picked]
        if whole:
            docs = [self.page(x) for x in numbers]
        elif r.random() < self.s["title"]:
            docs = [np.concatenate([d["titles"][x], d["passages"][x]]) for x in numbers]
        else:
            docs = [d["passages"][x] for x in numbers]
        return self.wear(d["queries"][i]), docs, whole

    def made(self):
        m, d, r, want = self.d["made"], self.d, self.r, self.s["documents"] - 1
        i = r.randrange(len(m["queries"]))
        hard = m["negatives"][i]
        picked = r.sample(hard, min(want - 1, len(hard)))
        while len(picked) < want:
            picked.append(r.randrange(len(d["texts"])))
        return m["queries"][i].tolist(), [m["documents"][i], *[d["texts"][x] for x in picked]], False

    def listed(self):
        """A hand-written list: its own negatives, then passages of other lists and, for some, what BM25 finds for its words."""
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
        return self.wear(row["queries"][use]), docs[:want], False

    @staticmethod
    def shares(a, b):
        """Whether two lists have a passage in common, as a list and its turned ones do."""
        mine = {id(x) for x in (*a["pos"], *a["neg"])}
        return any(id(x) in mine for x in (*b["pos"], *b["neg"]))

    def echo(self, q, docs):
        """A negative that repeats the question and goes on about something else: the last document's text."""
        r, n = self.r, len(q)
        other = docs[-1].tolist()
        at = r.choice((0, 0, min(len(other), r.randrange(1, 30))))
        docs[-1] = np.array([*other[:at], *q[:n], *other[at:]], np.int32)

    def batch(self, share_made, length):
        """One step's pairs: lists of ids, types, and how far the document's positions are moved."""
        r, out = self.r, []
        for _ in range(self.s["queries"]):
            x = r.random()
            q, docs, whole = (
                self.listed() if x < self.s["lists"] else (self.made() if r.random() < share_made else self.real())
            )
            if x >= self.s["lists"] and r.random() < self.s["echo"]:
                self.echo(q, docs)
            cut = self.s["long_length"] if whole else length
            shift = r.randint(0, 300) if r.random() < 0.15 else 0
            for d in docs:
                ids, types = pack(self.matcher, q, d.tolist(), cut, 40)
                types = ablate(types, len(q) + 2) if (ablate := ABLATIONS.get(self.use)) else types
                out.append((ids, types, len(q) + 2, shift))
        return out


def tensors(rows):
    """Rows of one batch, padded to the longest."""
    n = max(len(x[0]) for x in rows)
    ids, types, mask, pos = (np.zeros((len(rows), n), np.int64) for _ in range(4))
    line = np.arange(n)
    for i, (x, t, start, shift) in enumerate(rows):
        ids[i, : len(x)], types[i, : len(x)], mask[i, : len(x)] = x, t, 1
        pos[i] = line
        pos[i, start:] += shift
    return [torch.from_numpy(x) for x in (ids, mask, types, np.minimum(pos, 511))]


class Stream(torch.utils.data.IterableDataset):
    """Batches without end; with workers, each with its own seed. `plan` tells share and length now."""

    def __init__(self, out, s, seed, plan, mined=None):
        self.args, self.plan = (out, s, seed, mined), plan

    def __iter__(self):
        out, s, seed, mined = self.args
        info = torch.utils.data.get_worker_info()
        samples = Samples(out, s, seed * 1000 + (info.id if info else 0), mined)
        while True:
            rows = samples.batch(*self.plan(s))
            order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
            size = -(-len(rows) // s["train"]["chunks"])
            parts = [order[a : a + size] for a in range(0, len(order), size)]
            yield [(torch.tensor(p), *tensors([rows[i] for i in p])) for p in parts]
