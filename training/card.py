"""Step 9: the model card: figures from the scores that evaluate.py dumped, sources and licences from the corpus's own list."""

import json
import os
from pathlib import Path
from typing import Any

from common import arguments
from fuse import DumpedRow, mean

INTRODUCTION = """---
license: mit
language: en
pipeline_tag: text-ranking
---
# webrerank/tiny-en

A small English cross-encoder for reranking: it reads a query with a document and gives one number, how well the document answers. Trained from
scratch for webrerank by `training/` of its repository; no weights of any other model went into it. It is made to run in a browser, on the
device, {size:.2f} MB of int8 weights.

* {layers} layers, hidden {hidden}, {heads} heads, feed-forward {feed_forward}, {parameters:.2f} M parameters; standard BERT (post-LN, erf GELU, learned positions to {positions}), WordPiece of {vocabulary:,} entries, lower-cased.
* `token_type_ids` carry **match types** ({types} of them: which words meet or are related, how rare, in what company, how much of the query is covered, how alike the two are in meaning): computed from the token ids outside the network, see `training/README.md`, tables in `match.bin`, `related.bin` and `vectors.bin`. With zeros there instead the scores are meaningless.
* `onnx/model_quantized.onnx`: opset 17, int8 weights per channel, int8 embeddings per row, activations quantised at run time. The same weights dequantised are the fp32 model.
* Output: one logit. The sigmoid is calibrated on queries kept out of training: {answers_above_half:.1%} of the passages that answer one score above 0.5, {off_topic_below_fifth:.1%} of the passages on other matters below 0.2.

## Figures (nDCG@10, the shipped int8 file, first {length} tokens of a pair)
"""

LIMITS = """
`dev-docs` and `dev-qa` are whole pages kept out of training, each query with its BM25 candidates of the same source. The first stage is the order the
candidates come in (BM25 over the whole collection). Fused: `z(logit) + {weight} * z(first stage)`, z over the request's documents; the weight was chosen on the
held-out pairs alone, and so were those of the library for other cases: 0.1 for BM25 over the request's documents, 2 and 1 for text in a foreign language. The other tasks were looked at as means while training, not query by query. "Its own coverage": of the match
types, measured in training only; `fuse: true` computes BM25 over the request, whose figures are in the repository's README. The held-out tasks are the prototype's selection (first 100 queries). 21 to 100 queries a task: differences below .03 mean little.

## Limits
* English. Other languages get by on shared words; scripts it has not seen become [UNK] and carry no signal.
* Passages and short pages: it reads the first {length} tokens (the match types see the whole document).
* It knows words and their relatives, little of the world: no reasoning, no numbers, negation hardly.
* It distrusts passages that only repeat the question, now and then a right one too: on questions to documentation, where shared words tell most,
  it is weaker than version 1 was, and `fuse` with the first stage's order brings back some of it.
* Fragments of a word or two, and the same words twice over, score too high now and then (2 % of keywords on other matters above .5): give it sentences.
* A score under .05 means no answer for most queries; between .05 and .5 it tells little by itself.
* Medical and scientific claims: trained on little of either. Not for decisions about people.
* Trained on documentation, Wikipedia, textbooks, FAQs and hand-written lists: it will carry their bias of subject and language.

## How it was made
Version 1 was trained from random weights. Version 2 took its layers over to a vocabulary of whole words and was trained on hand-written lists of
questions with passages that answer and passages that only look like it, on natural and hand-written questions for passages of the sources below, and on
headings of documentation. Version 3 went on from there with similarities of word vectors among its types, version 4 with wider feed-forward parts and
more lists, version 5 with hand-written questions to 2,574 more passages. {minutes} minutes on two shared CPU cores. Recipe, ablations and
what failed: `training/README.md`. Seed {seed}.

## Data, licences and attribution
The weights are MIT. They were trained on these sources, with thanks to their authors; the corpus itself is not distributed.

"""


def parameters_of(c: dict[str, Any]) -> int:
    """The number of the network's weights, by its config.json."""
    h, n, f = c["hidden_size"], c["num_hidden_layers"], c["intermediate_size"]
    embeddings = (c["vocab_size"] + c["max_position_embeddings"] + c["type_vocab_size"] + 2) * h
    layers = n * (4 * h * h + 4 * h + 2 * h * f + f + h + 4 * h)
    return embeddings + layers + h * h + 2 * h + 1


def figures(scores: dict[str, list[DumpedRow]], weight: float) -> str:
    """The table of nDCG@10: first stage, model alone, fused with two first stages by this weight."""
    text = "| task | queries | first stage | model alone | fused with its ranks | fused with its own coverage |\n"
    text += "|---|---:|---:|---:|---:|---:|\n"
    for name, rows in scores.items():
        first, alone = mean([{**r, "model": r["order"]} for r in rows], "order", 0), mean(rows, "order", 0)
        by_rank, by_words = mean(rows, "order", weight), mean(rows, "coverage", weight)
        text += f"| {name} | {len(rows)} | {first:.3f} | **{alone:.3f}** | {by_rank:.3f} | {by_words:.3f} |\n"
    return text


def attributions(paths: list[Path]) -> str:
    """One table of the corpus's sources: what, from where, which state, under which licence."""
    rows = ["| source | from | commit or version | licence |", "|---|---|---|---|"]
    for path in paths:
        table = [line for line in path.read_text().splitlines() if line.startswith("|")]
        for cells in (line.strip("|").split("|")[:4] for line in table[2:]):
            if "total" not in cells[0]:
                rows.append("|" + "|".join(cells) + "|")
    return "\n".join(rows) + "\n"


def main() -> None:
    a, s = arguments(
        __doc__,
        model={"required": True},
        dump={"type": Path, "required": True, "help": "evaluate.py --dump"},
        weight={"type": float, "required": True},
        minutes={"required": True},
    )
    folder = Path(a.model)
    c = json.loads((folder / "config.json").read_text())
    values = {
        "size": os.path.getsize(folder / "onnx/model_quantized.onnx") / 1e6,
        "layers": c["num_hidden_layers"],
        "hidden": c["hidden_size"],
        "heads": c["num_attention_heads"],
        "feed_forward": c["intermediate_size"],
        "parameters": parameters_of(c) / 1e6,
        "positions": c["max_position_embeddings"],
        "vocabulary": c["vocab_size"],
        "types": c["type_vocab_size"],
        "length": c["webrerank"]["max_length"],
        "weight": a.weight,
        "minutes": a.minutes,
        "seed": s["seed"],
        **c["webrerank"]["calibration"],
    }
    text = INTRODUCTION.format(**values) + figures(json.loads(a.dump.read_text()), a.weight) + LIMITS.format(**values)
    (folder / "README.md").write_text(text + attributions([a.corpus / n for n in ("LICENSES.md", "LICENSES-more.md")]))


if __name__ == "__main__":
    main()
