"""What the files hold: rows of the corpus, of hand-written lists and of tasks, and the content of train.pkl."""

from typing import NotRequired, TypedDict

import numpy as np
from numpy.typing import NDArray

Tokens = NDArray[np.int16]  # ids of one text, without special tokens


class Text(TypedDict):
    """A row of text.jsonl.gz."""

    text: str
    source: str


class Pair(TypedDict):
    """A row of pairs.jsonl.gz: a query and a passage that answers it. `group` names the passage's page."""

    query: str
    positive: str
    group: str
    source: str
    split: str  # "train", or "dev" where the page is kept out of training
    title: NotRequired[str | None]
    same_group_ok_as_negative: NotRequired[bool]


class WrittenList(TypedDict):
    """A row of lists/*.jsonl: see lists/README.md."""

    q: str
    k: str
    pos: list[str]
    neg: list[str]


class ListRow(TypedDict):
    """A hand-written list as token ids."""

    file: str  # its file's name without the ending
    group: str  # the same for a list and those that are made of it by turning it round
    texts: NotRequired[tuple[str, ...]]  # its queries as text; not in train.pkl
    queries: list[Tokens]  # the question, then the same as keywords, unless it is a turned list
    pos: list[Tokens]
    neg: list[Tokens]
    turned: NotRequired[bool]  # made of a list by asking for one of its decoys
    found: NotRequired[list[list[int]]]  # for each query, passages that BM25 finds


class MadeQueries(TypedDict):
    """Synthetic queries: of each its ids, the document it was made of, and the texts that BM25 finds for it."""

    queries: list[Tokens]
    documents: list[Tokens]
    negatives: list[list[int]]


class TrainingData(TypedDict):
    """The content of train.pkl. Passages, pairs and texts go by their place in these lists."""

    passages: list[Tokens]
    titles: list[Tokens]  # of each passage's page; empty where it has none
    source: list[str]  # of each passage
    group: list[str]  # of each passage: its page
    queries: list[Tokens]  # of each pair
    number: list[int]  # of each pair: its passage
    same_group_ok: list[bool]  # of each pair: whether other passages of the page may be negatives
    train: list[int]  # the pairs that are trained on
    written: list[int]  # of these, those whose query was written by hand (queries.tsv)
    negatives: dict[int, list[int]]  # for each pair to train on: passages, the best of BM25 first
    by_source: dict[str, list[int]]  # passages
    by_group: dict[str, list[int]]
    texts: list[Tokens]  # running text of the corpus
    lists: list[ListRow]
    made: MadeQueries


class Task(TypedDict):
    """A reranking task: candidates of one query. Relevance is 0 or more; `judged` is that of all judged documents."""

    query: str
    documents: list[str]
    relevance: list[int]
    judged: list[int]
    first_stage: NotRequired[list[float]]
