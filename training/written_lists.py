"""Hand-written ranking lists as token ids, and the same lists turned round."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from common import CHOOSING, text_hash
from records import ListRow, Tokens, WrittenList

MAX_TEXT = 256  # tokens of a text that are kept

Encode = Callable[[Sequence[str], int], list[Tokens]]  # texts, and how many tokens are kept of each


def read_turned(path: Path) -> dict[str, list[str]]:
    """{hash of a list's query: a query for each of its decoys, or "-"}; see lists/README.md."""
    lines = path.read_text().splitlines() if path.exists() else []
    return {key: queries for key, *queries in (line.split("\t") for line in lines)}


def read_lists(folders: Iterable[Path], encode: Encode, turned: Mapping[str, Sequence[str]]) -> list[ListRow]:
    """Hand-written lists: query, the same as keywords, passages that answer, passages that only look like it.

    A list whose decoys have queries of their own is followed by one more list for each of them. The lists that models
    are chosen on are left out.
    """
    rows: list[ListRow] = []
    for path in sorted(p for f in folders for p in f.glob("*.jsonl") if p.stem != CHOOSING):
        for line in path.read_text().splitlines():
            written: WrittenList = json.loads(line)
            row = encoded(written, path.stem, encode)
            rows += [row, *turned_lists(row, turned.get(text_hash(written["q"]), []), encode)]
    return rows


def encoded(written: WrittenList, file: str, encode: Encode) -> ListRow:
    """A list as token ids."""
    parts = encode([written["q"], written["k"], *written["pos"], *written["neg"]], MAX_TEXT)
    n = 2 + len(written["pos"])
    texts = (written["q"], written["k"])
    return {
        "file": file,
        "group": text_hash(written["q"]),
        "texts": texts,
        "queries": parts[:2],
        "pos": parts[2:n],
        "neg": parts[n:],
    }


def turned_lists(row: ListRow, queries: Sequence[str], encode: Encode) -> list[ListRow]:
    """A list turned round: a decoy answers its own query, its decoys are the list's answer and the other decoys.

    Passages stay the same objects, so that lists that share one can be told.
    """
    neg = row["neg"]
    return [
        {
            "file": row["file"],
            "group": row["group"],
            "texts": (q,),
            "queries": encode([q], MAX_TEXT),
            "pos": [neg[i]],
            "neg": [row["pos"][0], *neg[:i], *neg[i + 1 :]],
            "turned": True,
        }
        for i, q in enumerate(queries[: len(neg)])
        if q != "-"
    ]
