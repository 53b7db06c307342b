"""Step 1: corpus -> tokenizer.json, a WordPiece vocabulary with whole words first.

A vocabulary that is learned by merging (BPE, WordPiece's own trainer) over documentation breaks everyday words: a sixth of
the words of everyday questions were pieces such as "mort ##ga ##ge", which a small model learns nothing from. Here words are
counted in each kind of text by itself, so that no kind outweighs the others, and the most frequent ones are entries. Regular
forms of a word that is in (neighbour ##s) are left to its ending; what is left over of rare words gives the continuations.
"""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

from common import CHOOSING, HERE, SPECIALS, arguments, read_lines, say

_word = re.compile(r"[a-z0-9]+")
MANUALS = {
    "tldr-pages",
    "gnome-help",
    "python-docs",
    "postgresql-docs",
    "sqlite-docs",
    "apache-docs-en",
    "opensource-guide",
}
# Share of each kind of text in a word's count.
SHARES = {
    "manuals": 0.2,
    "encyclopedia": 0.16,
    "medicine": 0.09,
    "other": 0.15,
    "queries": 0.15,
    "lists": 0.2,
    "related": 0.05,
}
ENDINGS = ("s", "ed", "ing", "ly", "es")
FREQUENT = 6000  # so many words are entries with each of their forms
COMMON_ENDINGS = ["##" + x for x in "s es ed ing ly er ers ness ment able ity al ion ions ation d r".split()]


def kind_of(source):
    if source.startswith("docs:") or source in MANUALS:
        return "manuals"
    if source.startswith(("wiki", "eraser", "squadshifts-new", "nq", "qed", "selqa", "webq", "qamr")):
        return "encyclopedia"
    return "medicine" if source.startswith(("med", "pub", "covid")) else "other"


def words_of(text):
    """Words as the tokenizer sees them: lower-cased, accents stripped."""
    text = text.lower()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _word.findall(text)


def count(corpus, list_folders, related):
    """{word: share of all text, kinds weighted by SHARES}."""
    kinds = {k: Counter() for k in SHARES}
    for name in ("text.jsonl.gz", "text-more.jsonl.gz"):
        for t in read_lines(corpus / name):
            kinds[kind_of(t["source"])].update(words_of(t["text"]))
    for name in ("pairs.jsonl.gz", "pairs-more.jsonl.gz"):
        for p in read_lines(corpus / name):
            if p["split"] != "dev":
                kinds["queries"].update(words_of(p["query"]))
    for path in (p for f in list_folders for p in f.glob("*.jsonl") if p.stem != CHOOSING):
        for row in map(json.loads, path.read_text().splitlines()):
            kinds["lists"].update(w for x in (row["q"], row["k"], *row["pos"], *row["neg"]) for w in words_of(x))
    for path in related:
        kinds["related"].update(words_of(path.read_text()))
    total = Counter()
    for kind, words in kinds.items():
        n, least = sum(words.values()), 3 if kind in ("manuals", "encyclopedia", "medicine", "other") else 2
        for w, k in words.items():
            if k >= least:
                total[w] += SHARES[kind] * k / n
        say(kind, n, "words", len(words), "different")
    return total


def choose_words(ranked, budget):
    """The most frequent words, without regular forms of words that are more frequent."""
    rank = {w: i for i, w in enumerate(ranked)}

    def is_form(w):
        return any(
            w.endswith(e) and len(w) - len(e) >= 3 and rank.get(w[: -len(e)], len(rank)) < rank[w] for e in ENDINGS
        )

    chosen = []
    for w in ranked:
        if len(chosen) == budget:
            break
        if len(w) > 1 and not (rank[w] > FREQUENT and is_form(w)) and not (w.isdigit() and len(w) > 4):
            chosen.append(w)
    return chosen


def choose_pieces(total, chosen, budget):
    """Continuations: what is left of the other words behind the longest entry that begins them, and parts of that."""
    known, pieces = set(chosen), Counter()
    for w, n in total.items():
        if len(w) < 2 or w in known:
            continue
        start = next((p for p in range(len(w) - 1, 1, -1) if w[:p] in known), 1)
        pieces["##" + w[start:]] += n * (len(w) - start)
        for a in range(start, len(w)):
            for b in range(a + 2, min(len(w), a + 6) + 1):
                pieces["##" + w[a:b]] += n * (b - a - 1) / 2
    longer = [p for p, _ in pieces.most_common(2 * budget) if len(p) > 3]
    return list(dict.fromkeys(COMMON_ENDINGS + longer))[:budget]


def write_tokenizer(path, vocabulary, alphabet_texts):
    """The pipeline of BERT's uncased tokenizer over this vocabulary, pairs joined as [CLS] A [SEP] B [SEP]."""
    from tokenizers import BertWordPieceTokenizer

    t = BertWordPieceTokenizer(
        {w: i for i, w in enumerate(vocabulary)},
        lowercase=True,
        strip_accents=True,
        clean_text=True,
        handle_chinese_chars=True,
    )
    t.save(str(path))
    data = json.loads(path.read_text())
    cls, sep = [{"SpecialToken": {"id": x, "type_id": 0}} for x in ("[CLS]", "[SEP]")]
    a = {"Sequence": {"id": "A", "type_id": 0}}
    pair = [{"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}]
    data["post_processor"] = {
        "type": "TemplateProcessing",
        "single": [cls, a, sep],
        "pair": [cls, a, sep, *pair],
        "special_tokens": {x: {"id": x, "ids": [i], "tokens": [x]} for x, i in (("[CLS]", 2), ("[SEP]", 3))},
    }
    data["truncation"] = data["padding"] = None
    path.write_text(json.dumps(data, ensure_ascii=False))


def main():
    a, s = arguments(__doc__, lists={"action": "append", "type": Path, "default": [HERE / "lists"]})
    size, alphabet = s["tokenizer"]["vocab_size"], s["tokenizer"]["alphabet"]
    total = count(
        a.corpus, a.lists, [p for p in (a.corpus / "related-words.tsv", HERE / "related-words.tsv") if p.exists()]
    )
    characters = Counter()
    for name in ("text.jsonl.gz", "text-more.jsonl.gz"):
        for t in read_lines(a.corpus / name):
            characters.update(set(t["text"].lower()))
    ascii_ = [chr(c) for c in range(33, 127) if chr(c) == chr(c).lower()]
    alone = list(
        dict.fromkeys(
            ascii_ + [c for c, _ in characters.most_common(2 * alphabet) if c.strip() and not unicodedata.combining(c)]
        )
    )[:alphabet]
    inside = ["##" + c for c in alone if c.isalnum() and c.isascii()]
    budget = size - len(SPECIALS) - len(alone) - len(inside) - s["tokenizer"]["pieces"]
    words = choose_words([w for w, _ in total.most_common()], budget)
    pieces = choose_pieces(total, words, s["tokenizer"]["pieces"])
    rest = sorted(alone + inside + words + pieces, key=lambda w: -total.get(w, 0))
    write_tokenizer(a.out / "tokenizer.json", SPECIALS + rest, None)
    say(len(SPECIALS + rest), "entries:", len(words), "words,", len(pieces), "continuations")


if __name__ == "__main__":
    main()
