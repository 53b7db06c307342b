"""The table of related words as a file: related.bin (README.md, "Tables")."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

Relations = Mapping[int, Mapping[int, int]]  # a word's key: its related words' keys, each with the relation's strength


def read_related(path: Path) -> dict[int, dict[int, int]]:
    """related.bin as {entry: {related entry: strength}}; see README.md, "Tables"."""
    raw = path.read_bytes()
    words, pairs = map(int, np.frombuffer(raw, "<u4", 2))
    at = 8
    keys = np.frombuffer(raw, "<u2", words, at)
    counts = np.frombuffer(raw, np.uint8, words, at + 2 * words)
    ids = np.frombuffer(raw, "<u2", pairs, at + 3 * words + words % 2)
    packed = np.frombuffer(raw, np.uint8, -(-pairs // 4), at + 3 * words + words % 2 + 2 * pairs)
    strengths = (packed[:, None] >> np.array([0, 2, 4, 6]) & 3).ravel()[:pairs]
    ends = np.cumsum(counts, dtype=np.int64)
    return {
        int(k): {int(i): int(s) for i, s in zip(ids[e - n : e], strengths[e - n : e], strict=True)}
        for k, n, e in zip(keys, counts, ends, strict=True)
    }


def write_related(path: Path, related: Relations) -> None:
    """The inverse of read_related: entries and their relations in ascending order."""
    keys = sorted(related)
    rows = [sorted(related[k].items()) for k in keys]
    flat = [x for row in rows for x in row]
    strengths = np.array([s for _, s in flat] + [0] * (-len(flat) % 4), np.uint8).reshape(-1, 4)
    path.write_bytes(
        np.array([len(keys), len(flat)], "<u4").tobytes()
        + np.array(keys, "<u2").tobytes()
        + np.array([len(r) for r in rows], np.uint8).tobytes()
        + b"\0" * (len(keys) % 2)
        + np.array([i for i, _ in flat], "<u2").tobytes()
        + (strengths << np.array([0, 2, 4, 6], np.uint8)).sum(1).astype(np.uint8).tobytes()
    )
