"""Step 1: corpus -> tokenizer.json, a WordPiece vocabulary with whole words first.

A vocabulary that is learned by merging (BPE, WordPiece's own trainer) over documentation breaks everyday words: a
sixth of the words of everyday questions were pieces such as "mort ##ga ##ge", which a small model learns nothing
from. Here words are counted in each kind of text by itself, so that no kind outweighs the others, and the most
frequent ones are entries. Regular forms of a word that is in (neighbour ##s) are left to its ending; what is left
over of rare words gives the continuations.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from common import CHOOSING, CLS, HERE, SEP, SPECIALS, arguments, read_lines, say
from settings import TokenizerSettings

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
ENCYCLOPEDIA = ("wiki", "eraser", "squadshifts-new", "nq", "qed", "selqa", "webq", "qamr")  # sources start so
MEDICINE = ("med", "pub", "covid")
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
LEAST = {"queries": 2, "lists": 2, "related": 2}  # a word counts in a kind that has it so often; else 3 times
ENDINGS = ("s", "ed", "ing", "ly", "es")
FREQUENT = 5000  # so many words are entries with each of their forms
ALIKE = 1.25  # a form counts as one where its base comes at most so many times later in the order of frequency
SUFFIXES = (
    "es",
    "ed",
    "ing",
    "ly",
    "er",
    "ers",
    "ness",
    "ment",
    "able",
    "ity",
    "al",
    "ion",
    "ions",
    "ation",
)  # are pieces


def kind_of(source: str) -> str:
    """The kind of text that a source of the corpus is: a key of SHARES."""
    if source.startswith("docs:") or source in MANUALS:
        return "manuals"
    if source.startswith(ENCYCLOPEDIA):
        return "encyclopedia"
    return "medicine" if source.startswith(MEDICINE) else "other"


def plain(text: str) -> str:
    """A text as the tokenizer sees it: lower-cased, accents stripped."""
    text = text.lower()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


def words_of(text: str) -> list[str]:
    """The words of a plain text: runs of letters a to z and digits."""
    return _word.findall(text)


def existing(folder: Path, *names: str) -> list[Path]:
    """Those of a folder's files that are there."""
    return [folder / name for name in names if (folder / name).exists()]


def read_corpus(corpus: Path) -> Iterator[tuple[str, str]]:
    """(kind, text) of the corpus's running text."""
    for path in existing(corpus, "text.jsonl.gz", "text-more.jsonl.gz"):
        for t in read_lines(path):
            yield kind_of(t["source"]), t["text"]


def read_queries(corpus: Path) -> Iterator[tuple[str, str]]:
    """("queries", query) of all pairs that are not held out."""
    for path in existing(corpus, "pairs.jsonl.gz", "pairs-more.jsonl.gz"):
        for p in read_lines(path):
            if p["split"] != "dev":
                yield "queries", p["query"]


def read_written(list_folders: Iterable[Path], related: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """(kind, text) of hand-written lists and relations, without the lists that models are chosen on."""
    for path in (p for f in list_folders for p in f.glob("*.jsonl") if p.stem != CHOOSING):
        for row in map(json.loads, path.read_text().splitlines()):
            for x in (row["q"], row["k"], *row["pos"], *row["neg"]):
                yield "lists", x
    for path in related:
        yield "related", path.read_text()


def count(texts: Iterable[tuple[str, str]]) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """{kind: how often it has each word}, and for each character that is no letter a to z in how many texts it is."""
    kinds: dict[str, Counter[str]] = {k: Counter() for k in SHARES}
    characters: Counter[str] = Counter()
    for kind, text in texts:
        x = plain(text)
        kinds[kind].update(words_of(x))
        if not x.isascii():
            characters.update({c for c in x if not c.isascii()})
    return kinds, characters


def weigh(kinds: Mapping[str, Counter[str]]) -> Counter[str]:
    """{word: share of all text}, kinds weighted by SHARES."""
    total: Counter[str] = Counter()
    for kind, words in kinds.items():
        n, least = sum(words.values()), LEAST.get(kind, 3)
        for w, k in words.items():
            if k >= least:
                total[w] += SHARES[kind] * k / n
        say(kind, n, "words", len(words), "different")
    return total


def choose_characters(characters: Counter[str], size: int) -> list[str]:
    """Characters that are entries by themselves: those of ASCII, then the most frequent others."""
    ascii_ = [chr(c) for c in range(33, 127) if chr(c) == chr(c).lower()]
    others = [c for c, _ in characters.most_common() if not c.isspace() and unicodedata.category(c)[0] != "C"]
    return (ascii_ + others)[:size]


def continues(c: str) -> bool:
    """Whether a character can stand within a word: letters and digits, but ideographs are words of their own."""
    return c.isalnum() and not unicodedata.name(c, "").startswith("CJK")


def choose_words(ranked: Sequence[str], budget: int) -> list[str]:
    """The most frequent words, without regular forms of words that are more frequent, or nearly as frequent."""
    rank = {w: i for i, w in enumerate(ranked)}

    def is_form(w: str) -> bool:
        bases = (w[: -len(e)] for e in ENDINGS if w.endswith(e) and len(w) - len(e) >= 3)
        return any(b in rank and rank[b] < ALIKE * rank[w] for b in bases)

    chosen = []
    for w in ranked:
        if len(chosen) == budget:
            break
        if len(w) > 1 and not (rank[w] > FREQUENT and is_form(w)) and not (w.isdigit() and len(w) > 4):
            chosen.append(w)
    return chosen


def choose_pieces(total: Mapping[str, float], chosen: Iterable[str], budget: int) -> list[str]:
    """Continuations of two characters and more.

    They are what is left of the other words behind the longest entry that begins them, and parts of that.
    """
    known = set(chosen)
    pieces: Counter[str] = Counter()
    for w, n in total.items():
        if len(w) < 2 or w in known:
            continue
        start = next((p for p in range(len(w) - 1, 1, -1) if w[:p] in known), 1)
        pieces["##" + w[start:]] += n * (len(w) - start)
        for a in range(start, len(w)):
            for b in range(a + 2, min(len(w), a + 6) + 1):
                pieces["##" + w[a:b]] += n * (b - a - 1) / 2
    longer = [p for p, _ in pieces.most_common(2 * budget) if len(p) > 3]
    return list(dict.fromkeys(["##" + x for x in SUFFIXES] + longer))[:budget]


def choose(total: Counter[str], characters: Counter[str], s: TokenizerSettings) -> list[str]:
    """All entries: the specials, then the others by frequency. There are `vocab_size` of them, none twice."""
    alone = choose_characters(characters, s["alphabet"])
    inside = ["##" + c for c in alone if continues(c)]
    budget = s["vocab_size"] - len(SPECIALS) - len(alone) - len(inside) - s["pieces"]
    words = choose_words([w for w, _ in total.most_common()], budget)
    pieces = choose_pieces(total, words, s["pieces"])
    entries = SPECIALS + sorted(alone + inside + words + pieces, key=lambda w: -total.get(w, 0))
    if not len(entries) == len(set(entries)) == s["vocab_size"]:
        raise ValueError(f"{len(entries)} entries, {len(set(entries))} different, {s['vocab_size']} wanted")
    say(len(entries), "entries:", len(words), "words,", len(pieces), "continuations")
    return entries


def write_tokenizer(path: Path, vocabulary: Sequence[str]) -> None:
    """The pipeline of BERT's uncased tokenizer over this vocabulary, pairs joined as [CLS] A [SEP] B [SEP]."""
    from tokenizers import BertWordPieceTokenizer

    ids = {w: i for i, w in enumerate(vocabulary)}
    t = BertWordPieceTokenizer(ids, lowercase=True, strip_accents=True, clean_text=True, handle_chinese_chars=True)
    t.save(str(path))
    data = json.loads(path.read_text())
    cls, sep = [{"SpecialToken": {"id": x, "type_id": 0}} for x in ("[CLS]", "[SEP]")]
    a = {"Sequence": {"id": "A", "type_id": 0}}
    pair = [{"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}]
    data["post_processor"] = {
        "type": "TemplateProcessing",
        "single": [cls, a, sep],
        "pair": [cls, a, sep, *pair],
        "special_tokens": {x: {"id": x, "ids": [i], "tokens": [x]} for x, i in (("[CLS]", CLS), ("[SEP]", SEP))},
    }
    data["truncation"] = data["padding"] = None
    path.write_text(json.dumps(data, ensure_ascii=False))


def main() -> None:
    a, s = arguments(__doc__, lists={"action": "append", "type": Path, "default": [HERE / "lists"]})
    related = [*existing(a.corpus, "related-words.tsv"), *existing(HERE, "related-words.tsv")]
    running, characters = count(read_corpus(a.corpus))
    written, _ = count(t for texts in (read_queries(a.corpus), read_written(a.lists, related)) for t in texts)
    kinds = {k: running[k] + written[k] for k in SHARES}
    write_tokenizer(a.out / "tokenizer.json", choose(weigh(kinds), characters, s["tokenizer"]))


if __name__ == "__main__":
    main()
