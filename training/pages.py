"""Optional: held-out tasks of whole pages, as a site's search finds them; evaluate.py and fuse.py then use them too."""

import json
import random
from collections import defaultdict
from collections.abc import Iterable

from bm25 import BM25
from common import arguments, read_lines, say
from records import Pair, Task

LENGTH = 9000  # characters of a page
LEAST = 12  # pages of a source
LEFT_OUT = ("tldr-pages", "fairytaleqa")

Pages = dict[str, list[str]]  # for each page its passages, in the order of the corpus


def read_pages(pairs: Iterable[Pair]) -> tuple[dict[str, Pages], dict[str, str], dict[str, list[Pair]]]:
    """Pages of each source, titles of all pages, and each source's held-out queries."""
    pages: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    titles: dict[str, str] = {}
    asked: dict[str, list[Pair]] = defaultdict(list)
    for p in pairs:
        pages[p["source"]][p["group"]][p["positive"]] = None
        titles[p["group"]] = p.get("title") or ""
        if p["split"] == "dev":
            asked[p["source"]].append(p)
    lists = {source: {g: list(x) for g, x in groups.items()} for source, groups in pages.items()}
    return lists, titles, dict(asked)


def usable(source: str, pages: Pages) -> bool:
    """Whether a source has pages enough, and some that have more than one passage."""
    return len(pages) >= LEAST and any(len(x) > 1 for x in pages.values()) and source not in LEFT_OUT


def tasks_of(pages: Pages, titles: dict[str, str], queries: list[Pair], candidates: int) -> list[Task]:
    """A task for each query whose page BM25 finds: only what a first stage finds can be put in order."""
    names = list(pages)
    texts = [f"{titles[g]}. {' '.join(pages[g])}"[:LENGTH] for g in names]
    results = BM25(texts).search([p["query"] for p in queries], candidates, 0.5)
    out: list[Task] = []
    for p, (found, _) in zip(queries, results, strict=True):
        right = names.index(p["group"])
        if right in found:
            documents, relevance = [texts[i] for i in found], [int(i == right) for i in found]
            out.append({"query": p["query"], "documents": documents, "relevance": relevance, "judged": [1]})
    return out


def main() -> None:
    a, s = arguments(
        __doc__,
        queries={"type": int, "default": 14, "help": "at most, of a source"},
        candidates={"type": int, "default": 20},
    )
    r = random.Random(s["seed"])
    pages, titles, asked = read_pages(read_lines(a.corpus / "pairs.jsonl.gz"))
    tasks: dict[str, list[Task]] = {"dev-pages": [], "dev-pages-qa": []}
    for source, queries in asked.items():
        if usable(source, pages[source]):
            r.shuffle(queries)
            name = "dev-pages" if source.startswith("docs:") else "dev-pages-qa"
            tasks[name] += tasks_of(pages[source], titles, queries[: a.queries], a.candidates)
    for name, rows in tasks.items():
        r.shuffle(rows)
        (a.out / f"{name}.json").write_text(json.dumps(rows))
        say(name, len(rows), "queries")


if __name__ == "__main__":
    main()
