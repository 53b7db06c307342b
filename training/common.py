"""Settings, paths and small helpers that every step uses."""

import argparse
import gzip
import hashlib
import json
import random
import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from settings import Settings

HERE = Path(__file__).resolve().parent
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PAD, UNK, CLS, SEP, MASK = range(5)
CHOOSING = "computers"  # the lists that models are chosen on; never trained on


def arguments(description: str | None, **extra: dict[str, Any]) -> tuple[argparse.Namespace, Settings]:
    """The arguments of a step (--corpus, --out, --settings, --set a.b=c, and its own), and the settings.

    `extra` gives argparse's options for each argument of the step's own. The folder --out is made, and all random
    numbers are seeded.
    """
    p = argparse.ArgumentParser(description=description)
    p.add_argument("--corpus", type=Path, help="folder with pairs.jsonl.gz and text.jsonl.gz")
    p.add_argument("--out", type=Path, required=True, help="folder for everything that is made")
    p.add_argument("--settings", type=Path, default=HERE / "settings.toml")
    p.add_argument("--set", action="append", default=[], metavar="TABLE.KEY=VALUE")
    for name, options in extra.items():
        p.add_argument("--" + name.replace("_", "-"), **options)
    a = p.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    s: dict[str, Any] = tomllib.loads(a.settings.read_text())
    for item in a.set:
        override(s, item)
    seed(s["seed"])
    return a, s


def override(s: dict[str, Any], item: str) -> None:
    """Sets what `table.key=value` says; the value is JSON, or else a string."""
    path, value = item.split("=", 1)
    *tables, key = path.split(".")
    for name in tables:
        s = s[name]
    try:
        s[key] = json.loads(value)
    except json.JSONDecodeError:
        s[key] = value


def seed(n: int) -> None:
    """Seeds Python's, NumPy's and, where it is there, PyTorch's random numbers."""
    random.seed(n)
    np.random.seed(n)
    try:
        import torch

        torch.manual_seed(n)
    except ImportError:
        pass


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)


def text_hash(text: str) -> str:
    """What stands for a text of the corpus in data of our own, which holds no text from elsewhere."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def cipher(r: random.Random) -> dict[int, str]:
    """A table for str.translate that makes English look like a language that no vocabulary has.

    Vowels become other vowels, consonants other consonants: equal words stay equal.
    """
    letters_to = {}
    for letters in ("aeiou", "bcdfghjklmnpqrstvwxyz"):
        other = list(letters)
        while any(a == b for a, b in zip(letters, other, strict=True)):
            r.shuffle(other)
        for a, b in zip(letters, other, strict=True):
            letters_to[a], letters_to[a.upper()] = b, b.upper()
    return str.maketrans(letters_to)


_start = time.time()


def say(*parts: object) -> None:
    """Prints a line with the seconds since the step began."""
    print(f"[{time.time() - _start:7.1f}s]", *parts, flush=True)


_word = re.compile(r"[^\W_]+", re.UNICODE)


def bm25_words(text: str) -> list[str]:
    """Lower-case runs of letters and digits: the words of every BM25 here."""
    return _word.findall(text.lower())
