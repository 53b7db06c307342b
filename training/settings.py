"""What settings.toml holds, as types. What each setting means is told there."""

from typing import NotRequired, TypedDict


class TokenizerSettings(TypedDict):
    """Size of the vocabulary and of its parts, in entries."""

    vocab_size: int
    pieces: int
    alphabet: int


class MatchSettings(TypedDict):
    """The constants of the match types that go into config.json: see README.md, "Match types"."""

    k1: float
    b: float
    average_words: int
    window_words: int
    weight_cap: int
    partial_min: int
    related_min: int


class MatchTableSettings(MatchSettings):
    """Those, and what only training uses: the scale of the table, and a key of data.ABLATIONS."""

    idf_scale: float
    use: NotRequired[str]


class PrepareSettings(TypedDict):
    """How much of the corpus is used; `share` and `rarest` are shares of 1, `made` is a number of texts."""

    share: float
    rarest: float
    made: int


class ModelSettings(TypedDict):
    """The network's shape."""

    layers: int
    hidden: int
    heads: int
    feed_forward: int
    positions: int
    dropout: float


class VectorSettings(TypedDict):
    """Word vectors for similarities; `drop` is a share of 1."""

    size: int
    minutes: float
    lr: float
    drop: float


class PretrainSettings(TypedDict):
    """Masked-language pre-training; `length` in tokens, `mask` a share of them."""

    steps: int
    batch: int
    length: int
    mask: float
    lr: float


class TrainSettings(TypedDict):
    """Listwise training. Lengths are in tokens, shares are of 1."""

    minutes: float
    max_steps: int
    queries: int
    documents: int
    lr: float
    lr_embedding: float
    warm_up: float
    weight_decay: float
    ema: float
    clip: float
    chunks: int
    lists: float
    keywords: float
    turned: float
    list_found: float
    echo: float
    fragment: float
    foreign: float
    pointwise: float
    synthetic: float
    written: float
    title: float
    typos: float
    mined: float
    short: float
    long: float
    lengths: list[int]
    long_length: int
    label_smoothing: float
    noise_from: float
    noise_bits: int
    save_seconds: float
    log_steps: NotRequired[int]
    threads: int
    sync: int
    workers: NotRequired[int]
    bf16: NotRequired[bool]
    teacher: float
    weights: dict[str, float]


class EvaluateSettings(TypedDict):
    """Length of a pair in tokens."""

    max_length: int


class Settings(TypedDict):
    """All of settings.toml."""

    seed: int
    tokenizer: TokenizerSettings
    match: MatchTableSettings
    prepare: PrepareSettings
    vectors: VectorSettings
    model: ModelSettings
    pretrain: PretrainSettings
    train: TrainSettings
    evaluate: EvaluateSettings
