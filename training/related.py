"""Step 3: the table of related words.

For each word it has up to 15 words that an answer may use in its place, in three strengths. Three sources: word
vectors of all text (embeddings.npy), WordNet (synonyms.json.gz of the corpus), and relations written by hand
(related-words.tsv of the corpus and of this folder). Hand-written ones count most.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from common import HERE, arguments, say
from match import Matcher
from related_table import write_related
from type_layout import CONTINUES, SKIP

# What a relation of WordNet is worth; 0.48 and more alone makes two words related.
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
FROM_VECTORS = 0.6  # a cosine from here on counts alone
VECTORS_ADD = 0.4  # a cosine's share beside other evidence
TWICE = 0.3  # share of the second lexicon that has a relation
NEIGHBOURS = 24  # words of the nearest vectors that are looked at
LEAST, STRONG, MIDDLE = 0.48, 0.88, 0.68  # scores: of any relation, of strength 0, of strength 1
MOST = 15

Lexicon = dict[str, dict[str, float]]  # {word: {related word: score}}


def best_of(pairs: Iterable[tuple[str, str, float]]) -> Lexicon:
    """(word, related word, score) as a lexicon; of several scores the highest."""
    out: Lexicon = defaultdict(dict)
    for a, b, score in pairs:
        out[a][b] = max(out[a].get(b, 0), score)
    return out


def wordnet_relations(word: str, kinds: Mapping[str, list]) -> Iterator[tuple[str, str, float]]:
    """A word's relations in WordNet, of the kinds that count."""
    senses = kinds.get("syn_sense", [])
    for kind, score in KINDS.items():
        for i, other in enumerate(kinds.get(kind, [])):
            late = kind == "syn" and i < len(senses) and senses[i] > 3
            yield word, other, score * (LATER_SENSE if late else 1)


def from_wordnet(path: Path, known: Container[str]) -> Lexicon:
    """WordNet's relations between words that the vocabulary has."""
    with gzip.open(path, "rt") as f:
        lexicon: dict[str, Any] = json.load(f)
    entries = ((w, kinds) for w, kinds in lexicon.items() if w in known and isinstance(kinds, dict))
    relations = (x for w, kinds in entries for x in wordnet_relations(w, kinds))
    return best_of((w, other, score) for w, other, score in relations if other in known and other != w)


def written_relations(line: str, known: Container[str]) -> Iterator[tuple[str, str, float]]:
    """The relations of a line `word<TAB>related, in order of strength`, in both directions.

    Of a phrase each word counts for itself, and for less. A line `word<TAB>-` has none.
    """
    word, _, others = line.partition("\t")
    word = word.strip().lower()
    if word not in known or others == "-":
        return
    for rank, other in enumerate(others.split(",")):
        parts = other.lower().split()
        score = (BY_HAND - BY_HAND_STEP * rank) * (1 if len(parts) == 1 else PART_OF_PHRASE)
        for part in parts:
            if part in known and part != word:
                yield word, part, score
                yield part, word, score * REVERSE


def by_hand(paths: Iterable[Path], known: Container[str]) -> Lexicon:
    """Relations written by hand, between words that the vocabulary has."""
    lines = (line for path in paths for line in path.read_text().splitlines())
    return best_of(x for line in lines for x in written_relations(line, known))


def evidence(
    word: str, cosines: NDArray[np.float32], lexicons: Sequence[Lexicon], at: Mapping[str, int]
) -> dict[int, float]:
    """Scores of what is related to a word, by place: its nearest vectors, and what the two lexicons say.

    `cosines` are its vector's with all words', `at` tells a word's place.
    """
    nearest = np.argpartition(-cosines, NEIGHBOURS)[:NEIGHBOURS]
    found = {int(j): float(cosines[j]) for j in nearest if cosines[j] > FROM_VECTORS}
    told = [lexicon.get(word, {}) for lexicon in lexicons]
    for other in {w for relations in told for w in relations}:
        j, (most, least) = at[other], sorted((x.get(other, 0) for x in told), reverse=True)
        found[j] = max(found.get(j, 0), most + TWICE * least + VECTORS_ADD * max(0.0, float(cosines[j])))
    return found


def combine(
    words: Sequence[str], vectors: NDArray[np.float32], lexicons: Sequence[Lexicon], key_of: Mapping[str, int]
) -> dict[int, dict[int, int]]:
    """{key: {key: strength}}: the best relations of each word, forms of a word taken together.

    `vectors` are (words, dimensions), each of length 1; `key_of` tells a word's key.
    """
    at = {w: i for i, w in enumerate(words)}
    scores: dict[int, dict[int, float]] = defaultdict(dict)
    for a in range(0, len(words), 1000):
        for i, cosines in enumerate(vectors[a : a + 1000] @ vectors.T, a):
            cosines[i] = -1
            k = key_of[words[i]]
            for j, score in evidence(words[i], cosines, lexicons, at).items():
                other = key_of[words[j]]
                if k != other and score > LEAST:
                    scores[k][other] = max(scores[k].get(other, 0), score)
    return {k: strengths(found) for k, found in scores.items()}


def strengths(scores: Mapping[int, float]) -> dict[int, int]:
    """The best 16 relations of a word, with their strengths."""
    best = sorted(scores.items(), key=lambda x: (-x[1], x[0]))[:MOST]
    return {other: 0 if score > STRONG else 1 if score > MIDDLE else 2 for other, score in best}


def main() -> None:
    a, s = arguments(__doc__, words={"action": "append", "type": Path, "default": [HERE / "related-words.tsv"]})
    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    m = Matcher.load(a.out / "match.bin", s["match"])
    entries = [tk.id_to_token(i) for i in range(tk.get_vocab_size())]

    def has_relations(i: int) -> bool:
        e = entries[i]
        is_word = e.isalpha() and len(e) > 2 and not m.flags[i] & (SKIP | CONTINUES)
        return is_word and m.idf[i] >= s["match"]["related_min"]

    places = [i for i in range(len(entries)) if has_relations(i)]
    words = [entries[i] for i in places]
    key_of = {entries[i]: m.stem[i] or i for i in places}
    vectors = np.load(a.out / "embeddings.npy").astype(np.float32)[:, :128]
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    known = set(words)
    lexicons = [
        from_wordnet(a.corpus / "synonyms.json.gz", known),
        by_hand([a.corpus / "related-words.tsv", *a.words], known),
    ]
    related = combine(words, vectors[places], lexicons, key_of)
    write_related(a.out / "related.bin", related)
    size = (a.out / "related.bin").stat().st_size
    relations = sum(map(len, related.values()))
    say(len(words), "words", len(related), "with related ones", relations, "relations", size, "bytes")
    for w in ("refund", "doctor", "car", "rent", "flat", "noise", "salary", "landlord", "wifi"):
        if w in known:
            row = related.get(key_of[w], {})
            say(w + ":", ", ".join(f"{entries[x]} {y}" for x, y in sorted(row.items(), key=lambda x: x[1])))


if __name__ == "__main__":
    main()
