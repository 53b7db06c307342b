"""Step 2: corpus -> match tables, token arrays, BM25 negatives, synthetic queries, first embeddings."""
import json
import pickle
import random
import re
from collections import defaultdict
from pathlib import Path

import numpy as np

from bm25 import BM25
from common import CHOOSING, HERE, arguments, read_lines, say, text_hash
from embeddings import first_embeddings
from tables import match_tables

MANUALS = {"tldr-pages", "python-docs", "postgresql-docs", "sqlite-docs", "apache-docs-en", "gnome-help"}
MAX_PASSAGE, MAX_TEXT, MAX_QUERY = 384, 256, 48


def synthetic_query(text, idf, r):
    """A query someone might have typed for this passage, and the passage as it is then shown."""
    sentences = [x for x in re.split(r"(?<=[.!?]) +", text) if 4 <= len(x.split()) <= 40]
    words = re.findall(r"[^\W_]+", text)
    kind = r.random()
    if kind < 0.45 and len(sentences) > 2:  # inverse cloze: a sentence without its passage
        x = r.choice(sentences)
        keep = [w for w in re.findall(r"[^\W_]+", x.lower())]
        if r.random() < 0.6:  # its rarer words, in their order
            n = r.randint(3, 7)
            best = set(sorted(range(len(keep)), key=lambda i: -idf.get(keep[i], 9) * r.uniform(0.6, 1))[:n])
            keep = [w for i, w in enumerate(keep) if i in best]
        if r.random() < 0.8:
            text = text.replace(x, "", 1)
        return " ".join(keep[:24]), text
    if kind < 0.6 and sentences:  # the opening, as a heading would say it
        return " ".join(sentences[0].lower().split()[:r.randint(3, 9)]), text
    if len(words) < 12:
        return None
    at = r.randrange(max(1, len(words) - 40))  # keywords that stand near one another
    near = [w.lower() for w in words[at:at + 40]]
    pool = list(dict.fromkeys(w for w in near if idf.get(w, 9) > 2.5))
    if len(pool) < 3:
        return None
    n = min(len(pool), r.randint(2, 5))
    pick = sorted(r.sample(range(len(pool)), n), key=lambda i: -idf.get(pool[i], 9) if r.random() < 0.2 else i)
    return " ".join(pool[i] for i in pick), text


def keep(pairs, s, r):
    """Fewer pairs of the sources that are drawn seldom: a run sees a part of the corpus only, and mining takes time."""
    weights = s["train"]["weights"]
    names = sorted(weights, key=len, reverse=True)
    return [p for p in pairs if p["split"] == "dev" or r.random() < s["prepare"]["share"] * next(
        (weights[n] for n in names if p["source"].startswith(n)), 1.0)]


def read_pairs(folder, queries, texts, s, r):
    """Pairs of the corpus, and the queries that were written by hand for its texts (data/queries.tsv)."""
    pairs = []
    for name in ("pairs.jsonl.gz", "pairs-more.jsonl.gz"):
        if (folder / name).exists():
            pairs += keep(read_lines(folder / name), s, r)
    by_hash = {text_hash(t["text"]): t for t in texts}
    for line in queries.read_text().splitlines() if queries.exists() else []:
        key, *asked = line.split("\t")
        if key in by_hash:
            t = by_hash[key]
            pairs += [{"query": q, "positive": t["text"], "group": key, "source": f"written:{t['source']}", "split": "train"}
                      for q in asked]
    return pairs


def pool_of(source):
    """Where negatives are looked for: a site's documentation by itself, all general text together."""
    source = source.removeprefix("written:")
    return source if source.startswith("docs:") or source in MANUALS else "general"


def held_out_tasks(path, r):
    """Queries of pages that are kept out of training, with what BM25 finds for them among all passages of their source."""
    passages, asked = defaultdict(dict), defaultdict(list)
    for p in read_lines(path):
        passages[p["source"]][p["positive"]] = None
        if p["split"] == "dev":
            asked[p["source"]].append(p)
    tasks = {"dev-docs": [], "dev-qa": []}
    for source, rows in asked.items():
        texts = list(passages[source])
        for p, (found, scores) in zip(rows, BM25(texts).search([p["query"] for p in rows], 50, 0.2)):
            documents = [texts[k] for k in found]
            if p["positive"] not in documents:
                documents, scores = documents[:49] + [p["positive"]], scores[:49] + [0.0]
            tasks["dev-qa" if pool_of(source) == "general" else "dev-docs"].append({
                "query": p["query"], "documents": documents, "relevance": [int(d == p["positive"]) for d in documents],
                "judged": [1], "first_stage": scores})
    for rows in tasks.values():
        r.shuffle(rows)
    return tasks


def read_turned(path):
    """{hash of a list's query: a query for each of its decoys, or "-"}; see lists/README.md."""
    lines = path.read_text().splitlines() if path.exists() else []
    return {key: queries for key, *queries in (line.split("\t") for line in lines)}


def read_lists(folders, encode, turned):
    """Hand-written lists: query, the same as keywords, passages that answer, passages that only look like it.

    A list whose decoys have queries of their own gives one more list for each, its other passages being the decoys."""
    rows = []
    for path in sorted(p for f in folders for p in f.glob("*.jsonl") if p.stem != CHOOSING):
        for line in path.read_text().splitlines():
            d = json.loads(line)
            parts = encode([d["q"], d["k"], *d["pos"], *d["neg"]], MAX_TEXT)
            n = 2 + len(d["pos"])
            rows.append({"file": path.stem, "texts": (d["q"], d["k"]), "queries": parts[:2], "pos": parts[2:n], "neg": parts[n:]})
            for i, q in enumerate(turned.get(text_hash(d["q"]), [])[:len(d["neg"])]):
                if q != "-":
                    rows.append({"file": path.stem, "texts": (q,), "queries": encode([q], MAX_TEXT), "pos": [parts[n + i]],
                                 "neg": [parts[2], *parts[n:n + i], *parts[n + i + 1:]], "turned": True})
    return rows


def main():
    a, s = arguments(__doc__, lists={"action": "append", "type": Path, "default": [HERE / "lists"]},
                     queries={"type": Path, "default": HERE / "queries.tsv"},
                     turned={"type": Path, "default": HERE / "list-queries.tsv"})
    r = random.Random(s["seed"])
    texts = [t for n in ("text.jsonl.gz", "text-more.jsonl.gz") if (a.corpus / n).exists() for t in read_lines(a.corpus / n)]
    pairs = read_pairs(a.corpus, a.queries, texts, s, r)
    passages, number, source, group, title = [], {}, [], [], []
    for p in pairs:
        k = p["positive"]
        if k not in number:
            number[k] = len(passages)
            passages.append(k)
            source.append(p["source"])
            group.append(p["group"])
            title.append(p.get("title") or "")
        elif p.get("title") and not title[number[k]]:
            title[number[k]] = p["title"]
        p["number"] = number[k]
    say(len(pairs), "pairs", len(passages), "passages", len(texts), "texts")

    from tokenizers import Tokenizer
    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))

    def encode(items, cut):
        return [np.array(e.ids[:cut], np.int16) for a in range(0, len(items), 4000)  # the library's encodings are large
                for e in tk.encode_batch(items[a:a + 4000], add_special_tokens=False)]
    tp, tt = encode(passages, MAX_PASSAGE), encode([t["text"] for t in texts], MAX_TEXT)
    tq, th = encode([p["query"] for p in pairs], MAX_QUERY), encode(title, 24)
    lists = read_lists(a.lists, encode, read_turned(a.turned))
    say("encoded", np.mean([len(x) for x in tp]), np.mean([len(x) for x in tq]), len(lists), "lists")

    match_tables(tk, tp + tt, s["match"], a.out / "match.bin")
    say("match tables")

    by_source, by_group, by_pool, asked = defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list)
    for i, x in enumerate(source):
        by_source[x].append(i)
        by_group[group[i]].append(i)
        by_pool[pool_of(x)].append(i)
    for i, p in enumerate(pairs):
        asked[pool_of(p["source"]), p["split"]].append(i)
    negatives = {}
    for pool, ix in by_pool.items():
        index = BM25([passages[i] for i in ix])
        train = asked[pool, "train"]
        for j, (found, _) in zip(train, index.search([pairs[j]["query"] for j in train], 50, s["prepare"]["rarest"])):
            negatives[j] = [ix[k] for k in found if ix[k] != pairs[j]["number"]][:30]
        if pool == "general":
            for row in lists:
                row["found"] = [[ix[k] for k in f] for f, _ in index.search(row["texts"], 12, s["prepare"]["rarest"])]
    say("BM25 negatives")
    for name, rows in held_out_tasks(a.corpus / "pairs.jsonl.gz", r).items():
        (a.out / f"{name}.json").write_text(json.dumps(rows))
        say(name, len(rows), "queries")

    made_q, made_d, made_n = [], [], []
    order = list(range(len(texts)))
    r.shuffle(order)
    groups = defaultdict(list)
    for i in order[:s["prepare"]["made"]]:
        groups[texts[i]["source"].split(":")[0]].append(i)
    for ix in groups.values():
        index = BM25([texts[i]["text"] for i in ix])
        idf = {w: index.idf[j] for w, j in index.vocabulary.items()}
        made = [(i, synthetic_query(texts[i]["text"], idf, r)) for i in ix]
        made = [(i, x) for i, x in made if x and x[0]]
        found = index.search([x[0] for _, x in made], 20, 0.02)
        for (i, x), (f, _) in zip(made, found):
            made_q.append(x[0])
            made_d.append(x[1])
            made_n.append([ix[k] for k in f if ix[k] != i])
    mq, md = encode(made_q, MAX_QUERY), encode(made_d, MAX_TEXT)
    say("synthetic queries", len(made_q), r.sample(made_q, 12))

    for row in lists:
        del row["texts"]
    flags = [p.get("same_group_ok_as_negative", True) for p in pairs]
    with open(a.out / "train.pkl", "wb") as f:
        pickle.dump({
            "passages": tp, "titles": th, "queries": tq, "texts": tt, "source": source, "group": group,
            "train": [i for i, p in enumerate(pairs) if p["split"] == "train"],
            "number": [p["number"] for p in pairs], "negatives": negatives, "same_group_ok": flags,
            "by_source": dict(by_source), "by_group": dict(by_group), "lists": lists,
            "made": {"queries": mq, "documents": md, "negatives": made_n}}, f, protocol=4)
    np.save(a.out / "embeddings.npy", first_embeddings(tt + tp[::2], tk.get_vocab_size(), 256, s["seed"]))
    say("first embeddings")


if __name__ == "__main__":
    main()
