"""Scale and offset of the logit, so that two scores mean something: see the four numbers below."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evaluate import Scorer
from match import Matcher, pack
from settings import Settings

OFF_TOPIC_BELOW, OFF_TOPIC_SHARE = 0.2, 0.945  # this share of passages on other matters gets a score below this
ANSWERS_ABOVE, ANSWERS_SHARE = 0.5, 0.75  # this share of passages that answer gets a score above this
STEEPEST = 1.5  # largest scale: errors of int8 grow with it, to .13 of a logit here


class CalibrationReport(TypedDict):
    """What came of it: a share of the passages that answer, and one of those on other matters."""

    answers_above_half: float
    off_topic_below_fifth: float


def logit(p: float) -> float:
    """The logit whose sigmoid is p."""
    return float(np.log(p / (1 - p)))


def calibrate(answers: ArrayLike, off_topic: ArrayLike) -> tuple[float, float]:
    """Scale and offset: a line through two quantiles of logits.

    `answers` are those of passages that answer their query, `off_topic` those of passages that belong to other queries.
    Where the quantiles are too close for the steepest line, the one of `off_topic` holds.
    """
    high, low = np.quantile(answers, 1 - ANSWERS_SHARE), np.quantile(off_topic, OFF_TOPIC_SHARE)
    rise = logit(ANSWERS_ABOVE) - logit(OFF_TOPIC_BELOW)
    scale = rise / max(high - low, rise / STEEPEST)
    return float(scale), float(logit(OFF_TOPIC_BELOW) - scale * low)


def report_of(
    answers: NDArray[np.float64], off_topic: NDArray[np.float64], scale: float, offset: float
) -> CalibrationReport:
    """How often the two scores hold for these logits once they are calibrated."""
    above, below = answers * scale + offset > 0, off_topic * scale + offset < -np.log(4)
    return {
        "answers_above_half": round(float(above.mean()), 3),
        "off_topic_below_fifth": round(float(below.mean()), 3),
    }


def queries_with_answers(a: argparse.Namespace) -> Iterator[tuple[str, list[str]]]:
    """Held-out queries and those of the lists for choosing, each with passages that answer."""
    for name in ("dev-docs", "dev-qa"):
        for row in json.loads((a.out / f"{name}.json").read_text())[: a.limit]:
            yield row["query"], [d for d, r in zip(row["documents"], row["relevance"], strict=True) if r]
    for line in a.choosing.read_text().splitlines():
        row = json.loads(line)
        yield row["q"], row["pos"][:1]
        yield row["k"], row["pos"][:1]


def calibration_scores(
    a: argparse.Namespace, s: Settings, score: Scorer, length: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Logits of passages that answer, and of passages of other queries, in pairs of `length` tokens at most."""
    from tokenizers import Tokenizer

    tk = Tokenizer.from_file(str(a.out / "tokenizer.json"))
    matcher = Matcher.load(a.out / "match.bin", s["match"])
    rows = list(queries_with_answers(a))
    rng = np.random.RandomState(s["seed"])
    answers, off_topic = [], []
    for i, (query, right) in enumerate(rows):
        others = [rows[(i + int(k)) % len(rows)][1][0] for k in rng.randint(3, len(rows) - 3, 4)]
        ids = [e.ids for e in tk.encode_batch([query, *right, *others], add_special_tokens=False)]
        y = score([pack(matcher, ids[0], d, length) for d in ids[1:]])
        answers += list(y[: len(right)])
        off_topic += list(y[len(right) :])
    return np.array(answers), np.array(off_topic)
