"""Step 1: corpus -> tokenizer, match tables, token arrays, BM25 negatives, synthetic queries, first embeddings."""
import json
import pickle
import random
import re
from collections import defaultdict

import numpy as np

from bm25 import BM25
from common import SPECIALS, arguments, read_lines, say
from embeddings import first_embeddings
from tables import match_tables

MAX_PASSAGE, MAX_TEXT, MAX_QUERY = 384, 256, 48


def train_tokenizer(path, texts, s):
    from tokenizers import BertWordPieceTokenizer
    t = BertWordPieceTokenizer(lowercase=True, strip_accents=True, clean_text=True, handle_chinese_chars=True)
    t.train_from_iterator(texts, vocab_size=s["vocab_size"], min_frequency=s["min_frequency"],
                          limit_alphabet=s["alphabet"], special_tokens=SPECIALS)
    t.save(str(path))
    data = json.loads(path.read_text())
    cls, sep = [{"SpecialToken": {"id": x, "type_id": 0}} for x in ("[CLS]", "[SEP]")]
    a = {"Sequence": {"id": "A", "type_id": 0}}
    pair = [{"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}]
    data["post_processor"] = {
        "type": "TemplateProcessing", "single": [cls, a, sep], "pair": [cls, a, sep, *pair],
        "special_tokens": {x: {"id": x, "ids": [i], "tokens": [x]} for x, i in (("[CLS]", 2), ("[SEP]", 3))}}
    data["truncation"] = data["padding"] = None
    path.write_text(json.dumps(data, ensure_ascii=False))


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


def main():
    a, s = arguments(__doc__)
    r = random.Random(s["seed"])
    pairs = list(read_lines(a.corpus / "pairs.jsonl.gz"))
    texts = list(read_lines(a.corpus / "text.jsonl.gz"))
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

    path = a.out / "tokenizer.json"
    sample = [t["text"] for t in texts] + [p["query"] for p in pairs] + passages[::3]
    r.shuffle(sample)
    if not path.exists():
        train_tokenizer(path, sample, s["tokenizer"])
    from tokenizers import Tokenizer
    tk = Tokenizer.from_file(str(path))
    say("tokenizer", tk.get_vocab_size())

    def encode(items, cut):
        return [np.array(e.ids[:cut], np.int16) for e in tk.encode_batch(items, add_special_tokens=False)]
    tp, tt = encode(passages, MAX_PASSAGE), encode([t["text"] for t in texts], MAX_TEXT)
    tq, th = encode([p["query"] for p in pairs], MAX_QUERY), encode(title, 24)
    say("encoded", np.mean([len(x) for x in tp]), np.mean([len(x) for x in tq]))

    match_tables(tk, tp + tt, s["match"], a.out / "match.bin")
    say("match tables")

    by_source, by_group, asked = defaultdict(list), defaultdict(list), defaultdict(list)
    for i, x in enumerate(source):
        by_source[x].append(i)
        by_group[group[i]].append(i)
    for i, p in enumerate(pairs):
        asked[p["source"]].append(i)
    negatives, held_out = {}, {"dev-docs": [], "dev-qa": []}
    for x, ix in by_source.items():
        index = BM25([passages[i] for i in ix])
        for j, (found, scores) in zip(asked[x], index.search([pairs[j]["query"] for j in asked[x]], 50, 0.2)):
            p, c = pairs[j], [ix[k] for k in found]
            if p["split"] != "dev":
                negatives[j] = [k for k in c if k != p["number"]][:30]
                continue
            if p["number"] not in c:
                c, scores = c[:49] + [p["number"]], scores[:49] + [0.0]
            name = "dev-docs" if x.startswith("docs:") or x == "tldr-pages" else "dev-qa"
            held_out[name].append({"query": p["query"], "documents": [passages[k] for k in c],
                                   "relevance": [int(k == p["number"]) for k in c], "judged": [1],
                                   "first_stage": scores})
    for name, rows in held_out.items():
        r.shuffle(rows)
        (a.out / f"{name}.json").write_text(json.dumps(rows))
    say("BM25 negatives", {k: len(v) for k, v in held_out.items()})

    made_q, made_d, made_n = [], [], []
    order = list(range(len(texts)))
    r.shuffle(order)
    groups = defaultdict(list)
    for i in order:
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

    flags = [p.get("same_group_ok_as_negative", True) for p in pairs]
    with open(a.out / "train.pkl", "wb") as f:
        pickle.dump({
            "passages": tp, "titles": th, "queries": tq, "texts": tt, "source": source, "group": group,
            "train": [i for i, p in enumerate(pairs) if p["split"] == "train"],
            "number": [p["number"] for p in pairs], "negatives": negatives, "same_group_ok": flags,
            "by_source": dict(by_source), "by_group": dict(by_group),
            "made": {"queries": mq, "documents": md, "negatives": made_n}}, f, protocol=4)
    np.save(a.out / "embeddings.npy", first_embeddings(tt + tp[::2], tk.get_vocab_size(), 256, s["seed"]))
    say("first embeddings")


if __name__ == "__main__":
    main()
