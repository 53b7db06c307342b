"""Step 2: corpus -> match tables, token arrays, BM25 negatives, synthetic queries, first embeddings."""

from __future__ import annotations

import json
import pickle
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from bm25 import BM25
from common import HERE, arguments, read_lines, say, text_hash
from embeddings import first_embeddings
from made_queries import make_queries
from records import ListRow, MadeQueries, Pair, Task, Text, Tokens, TrainingData
from settings import Settings
from tables import match_tables
from written_lists import MAX_TEXT, Encode, read_lists, read_turned

MANUALS = {"tldr-pages", "python-docs", "postgresql-docs", "sqlite-docs", "apache-docs-en", "gnome-help"}
MAX_PASSAGE, MAX_QUERY, MAX_TITLE = 384, 48, 24  # tokens that are kept
VECTOR_SIZE = 256  # dimensions of the first word vectors, as many as any model here takes


def keep(pairs: Iterable[Pair], s: Settings, r: random.Random) -> list[Pair]:
    """Fewer pairs of the sources that are drawn seldom.

    A run sees a part of the corpus only, and mining takes time.
    """
    weights, share = s["train"]["weights"], s["prepare"]["share"]
    names = sorted(weights, key=len, reverse=True)

    def weight(source: str) -> float:
        return next((weights[n] for n in names if source.startswith(n)), 1.0)

    return [p for p in pairs if p["split"] == "dev" or r.random() < share * weight(p["source"])]


def read_pairs(folder: Path, queries: Path, texts: Sequence[Text], s: Settings, r: random.Random) -> list[Pair]:
    """Pairs of the corpus, and the queries that were written by hand for its texts (queries.tsv)."""
    pairs: list[Pair] = []
    for name in ("pairs.jsonl.gz", "pairs-more.jsonl.gz"):
        if (folder / name).exists():
            pairs += keep(read_lines(folder / name), s, r)
    by_hash = {text_hash(t["text"]): t for t in texts}
    for line in queries.read_text().splitlines() if queries.exists() else []:
        key, *asked = line.split("\t")
        if key in by_hash:
            t = by_hash[key]
            source = f"written:{t['source']}"
            pairs += [
                {"query": q, "positive": t["text"], "group": key, "source": source, "split": "train"} for q in asked
            ]
    return pairs


def pool_of(source: str) -> str:
    """Where negatives are looked for: a site's documentation by itself, all general text together."""
    source = source.removeprefix("written:")
    return source if source.startswith("docs:") or source in MANUALS else "general"


def held_out_tasks(path: Path, r: random.Random) -> dict[str, list[Task]]:
    """Queries of pages that are kept out of training, with what BM25 finds for them in all passages of their source."""
    passages: dict[str, dict[str, None]] = defaultdict(dict)
    asked: dict[str, list[Pair]] = defaultdict(list)
    for p in read_lines(path):
        passages[p["source"]][p["positive"]] = None
        if p["split"] == "dev":
            asked[p["source"]].append(p)
    tasks: dict[str, list[Task]] = {"dev-docs": [], "dev-qa": []}
    for source, rows in asked.items():
        texts = list(passages[source])
        name = "dev-qa" if pool_of(source) == "general" else "dev-docs"
        results = BM25(texts).search([p["query"] for p in rows], 50, 0.2)
        for p, (found, scores) in zip(rows, results, strict=True):
            tasks[name].append(held_out_task(p, [texts[k] for k in found], scores))
    for rows in tasks.values():
        r.shuffle(rows)
    return tasks


def held_out_task(p: Pair, documents: list[str], scores: list[float]) -> Task:
    """A task of 50 candidates at most; the right one comes last where BM25 does not find it."""
    if p["positive"] not in documents:
        documents, scores = [*documents[:49], p["positive"]], [*scores[:49], 0.0]
    return {
        "query": p["query"],
        "documents": documents,
        "relevance": [int(d == p["positive"]) for d in documents],
        "judged": [1],
        "first_stage": scores,
    }


@dataclass
class Passages:
    """The distinct passages of all pairs, each with its source, its page and the page's title ("": none)."""

    texts: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    group: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    number: list[int] = field(default_factory=list)  # of each pair: its passage's place in these lists

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Passages:
        """A passage's source and page are those of its first pair, its title is the first there is."""
        out, places = cls(), {}
        for p in pairs:
            k, title = p["positive"], p.get("title") or ""
            if k not in places:
                places[k] = len(out.texts)
                out.texts.append(k)
                out.source.append(p["source"])
                out.group.append(p["group"])
                out.title.append(title)
            elif not out.title[places[k]]:
                out.title[places[k]] = title
            out.number.append(places[k])
        return out


def encoder(tk: Tokenizer) -> Encode:
    """A function that gives the ids of texts, each cut to so many tokens."""

    def encode(items: Sequence[str], cut: int) -> list[Tokens]:
        return [
            np.array(e.ids[:cut], np.int16)
            for a in range(0, len(items), 4000)  # the library's encodings are large
            for e in tk.encode_batch(items[a : a + 4000], add_special_tokens=False)
        ]

    return encode


def places_by(names: Iterable[str]) -> dict[str, list[int]]:
    """{name: the places where it stands}."""
    out: dict[str, list[int]] = defaultdict(list)
    for i, x in enumerate(names):
        out[x].append(i)
    return dict(out)


def mine_negatives(
    pairs: Sequence[Pair], passages: Passages, lists: Sequence[ListRow], rarest: float
) -> dict[int, list[int]]:
    """For each pair to train on, the passages of its pool that BM25 finds for its query, the right one left out.

    Lists get what is found for their queries in the general pool, as their member `found`.
    """
    asked: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(pairs):
        if p["split"] == "train":
            asked[pool_of(p["source"])].append(i)
    negatives: dict[int, list[int]] = {}
    for pool, ix in places_by(map(pool_of, passages.source)).items():
        index = BM25([passages.texts[i] for i in ix])
        train = asked[pool]
        results = index.search([pairs[j]["query"] for j in train], 50, rarest)
        for j, (found, _) in zip(train, results, strict=True):
            negatives[j] = [ix[k] for k in found if ix[k] != passages.number[j]][:30]
        if pool == "general":
            for row in lists:
                row["found"] = [[ix[k] for k in f] for f, _ in index.search(row["texts"], 12, rarest)]
    return negatives


def main() -> None:
    a, s = arguments(
        __doc__,
        lists={"action": "append", "type": Path, "default": [HERE / "lists"]},
        queries={"type": Path, "default": HERE / "queries.tsv"},
        turned={"type": Path, "default": HERE / "list-queries.tsv"},
    )
    r = random.Random(s["seed"])
    files = [a.corpus / name for name in ("text.jsonl.gz", "text-more.jsonl.gz")]
    texts: list[Text] = [t for path in files if path.exists() for t in read_lines(path)]
    pairs = read_pairs(a.corpus, a.queries, texts, s, r)
    passages = Passages.of(pairs)
    say(len(pairs), "pairs", len(passages.texts), "passages", len(texts), "texts")

    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    encode = encoder(tk)
    passage_ids = encode(passages.texts, MAX_PASSAGE)
    text_ids = encode([t["text"] for t in texts], MAX_TEXT)
    query_ids = encode([p["query"] for p in pairs], MAX_QUERY)
    title_ids = encode(passages.title, MAX_TITLE)
    lists = read_lists(a.lists, encode, read_turned(a.turned))
    lengths = [np.mean([len(x) for x in ids]) for ids in (passage_ids, query_ids)]
    say("encoded", *lengths, len(lists), "lists")

    match_tables(tk, passage_ids + text_ids, s["match"], a.out / "match.bin")
    say("match tables")
    negatives = mine_negatives(pairs, passages, lists, s["prepare"]["rarest"])
    say("BM25 negatives")
    for name, rows in held_out_tasks(a.corpus / "pairs.jsonl.gz", r).items():
        (a.out / f"{name}.json").write_text(json.dumps(rows))
        say(name, len(rows), "queries")
    queries, documents, made_negatives = make_queries(texts, s["prepare"]["made"], r)
    made: MadeQueries = {
        "queries": encode(queries, MAX_QUERY),
        "documents": encode(documents, MAX_TEXT),
        "negatives": made_negatives,
    }
    say("synthetic queries", len(queries), r.sample(queries, 12))

    for row in lists:
        del row["texts"]
    data: TrainingData = {
        "passages": passage_ids,
        "titles": title_ids,
        "queries": query_ids,
        "texts": text_ids,
        "source": passages.source,
        "group": passages.group,
        "train": [i for i, p in enumerate(pairs) if p["split"] == "train"],
        "written": [i for i, p in enumerate(pairs) if p["source"].startswith("written:")],
        "number": passages.number,
        "negatives": negatives,
        "same_group_ok": [p.get("same_group_ok_as_negative", True) for p in pairs],
        "by_source": places_by(passages.source),
        "by_group": places_by(passages.group),
        "lists": lists,
        "made": made,
    }
    with open(a.out / "train.pkl", "wb") as f:
        pickle.dump(data, f, protocol=4)
    vectors = first_embeddings(text_ids + passage_ids[::2], tk.get_vocab_size(), VECTOR_SIZE, s["seed"])
    np.save(a.out / "embeddings.npy", vectors)
    say("first embeddings")


if __name__ == "__main__":
    main()
