"""Step 3: the table of related words: for each word up to 16 words that an answer may use in its place, in three strengths.

Three sources: word vectors of all text (embeddings.npy), WordNet (synonyms.json.gz of the corpus), and relations
written by hand (related-words.tsv of the corpus and of this folder). Hand-written ones count most.
"""

import gzip
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from common import HERE, arguments, say
from match import CONTINUES, SKIP, Matcher, write_related

# What a relation of WordNet is worth; 0.45 and more alone makes two words related.
KINDS = {
    "syn": 0.55,
    "deriv": 0.5,
    "forms": 0.6,
    "sim": 0.35,
    "pertains": 0.4,
    "hyper": 0.25,
    "hypo": 0.22,
    "vgroup": 0.3,
    "also": 0.2,
    "entails": 0.25,
    "causes": 0.25,
    "part": 0.12,
    "whole": 0.12,
}
LATER_SENSE = 0.6  # share of a synonym that belongs to the fourth or a later sense
BY_HAND, BY_HAND_STEP, REVERSE, PART_OF_PHRASE = 0.72, 0.02, 0.9, 0.5
FROM_VECTORS, VECTORS_ADD, TWICE = (
    0.6,
    0.4,
    0.3,
)  # a cosine from here on counts alone; its share beside other evidence; of a second lexicon
LEAST, STRONG, MIDDLE = 0.45, 0.88, 0.68
MOST = 16


def from_wordnet(path, known):
    """{word: {word: score}} of WordNet's relations between words that the vocabulary has."""
    out = defaultdict(dict)
    with gzip.open(path, "rt") as f:
        lexicon = json.load(f)
    for word, kinds in lexicon.items():
        if word not in known or not isinstance(kinds, dict):
            continue
        senses = kinds.get("syn_sense", [])
        for kind, score in KINDS.items():
            for i, other in enumerate(kinds.get(kind, [])):
                late = kind == "syn" and i < len(senses) and senses[i] > 3
                if other in known and other != word:
                    out[word][other] = max(out[word].get(other, 0), score * (LATER_SENSE if late else 1))
    return out


def by_hand(paths, known):
    """Relations written by hand: `word<TAB>related, in order of strength`. They hold in both directions."""
    out = defaultdict(dict)

    def add(a, b, score):
        out[a][b] = max(out[a].get(b, 0), score)

    for path in paths:
        for line in path.read_text().splitlines():
            word, _, others = line.partition("\t")
            word = word.strip().lower()
            if word not in known or others == "-":
                continue
            for rank, other in enumerate(x.strip().lower() for x in others.split(",")):
                parts = other.split()
                score = (BY_HAND - BY_HAND_STEP * rank) * (1 if len(parts) == 1 else PART_OF_PHRASE)
                for part in parts:
                    if part in known and part != word:
                        add(word, part, score)
                        add(part, word, score * REVERSE)
    return out


def combine(words, vectors, lexicons, key_of):
    """{key: {key: strength}}: the best relations of each word, forms of a word taken together."""
    at = {w: i for i, w in enumerate(words)}
    scores = defaultdict(dict)  # by keys
    for a in range(0, len(words), 1000):
        cosines = vectors[a : a + 1000] @ vectors.T
        for i, row in enumerate(cosines, a):
            row[i] = -1
            found = {int(j): float(row[j]) for j in np.argpartition(-row, 24)[:24] if row[j] > FROM_VECTORS}
            told = [lexicon.get(words[i], {}) for lexicon in lexicons]
            for other in {w for found_in in told for w in found_in}:
                j, evidence = at[other], sorted((x.get(other, 0) for x in told), reverse=True)
                found[j] = max(
                    found.get(j, 0), evidence[0] + TWICE * evidence[1] + VECTORS_ADD * max(0.0, float(row[j]))
                )
            for j, score in found.items():
                k, other = key_of[words[i]], key_of[words[j]]
                if k != other and score > LEAST:
                    scores[k][other] = max(scores[k].get(other, 0), score)
    related = {}
    for k, found in scores.items():
        best = sorted(found.items(), key=lambda x: (-x[1], x[0]))[:MOST]
        related[k] = {other: 0 if score > STRONG else 1 if score > MIDDLE else 2 for other, score in best}
    return related


def main():
    a, s = arguments(__doc__, words={"action": "append", "type": Path, "default": [HERE / "related-words.tsv"]})
    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    m = Matcher.load(a.out / "match.bin", s["match"])
    entries = [tk.id_to_token(i) for i in range(tk.get_vocab_size())]
    words = [
        e
        for i, e in enumerate(entries)
        if e.isalpha() and len(e) > 2 and not m.flags[i] & (SKIP | CONTINUES) and m.idf[i] >= s["match"]["related_min"]
    ]
    index = {e: i for i, e in enumerate(entries)}
    vectors = np.load(a.out / "embeddings.npy").astype(np.float32)[:, :128]
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    known = set(words)
    lexicons = [
        from_wordnet(a.corpus / "synonyms.json.gz", known),
        by_hand([a.corpus / "related-words.tsv", *a.words], known),
    ]
    related = combine(
        words, vectors[[index[w] for w in words]], lexicons, {w: m.stem[index[w]] or index[w] for w in words}
    )
    write_related(a.out / "related.bin", related)
    say(
        len(words),
        "words",
        len(related),
        "with related ones",
        sum(map(len, related.values())),
        "relations",
        (a.out / "related.bin").stat().st_size,
        "bytes",
    )
    for w in ("refund", "doctor", "car", "rent", "flat", "noise", "salary", "landlord", "wifi"):
        if w in known:
            row = related.get(m.stem[index[w]] or index[w], {})
            say(w + ":", ", ".join(f"{entries[x]} {y}" for x, y in sorted(row.items(), key=lambda x: x[1])))


if __name__ == "__main__":
    main()
