"""Optional: held-out tasks of whole pages, as a site's search finds them; evaluate.py and fuse.py then use them too."""

import json
import random
from collections import defaultdict

from bm25 import BM25
from common import arguments, read_lines, say

LENGTH = 9000  # characters of a page


def main():
    a, s = arguments(
        __doc__,
        queries={"type": int, "default": 14, "help": "at most, of a source"},
        candidates={"type": int, "default": 20},
    )
    r = random.Random(s["seed"])
    pages, titles, asked = defaultdict(lambda: defaultdict(dict)), {}, defaultdict(list)
    for p in read_lines(a.corpus / "pairs.jsonl.gz"):
        pages[p["source"]][p["group"]][p["positive"]] = None
        titles[p["group"]] = p.get("title") or ""
        if p["split"] == "dev":
            asked[p["source"]].append(p)
    tasks = {"dev-pages": [], "dev-pages-qa": []}
    for source, queries in asked.items():
        groups = pages[source]
        if len(groups) < 12 or all(len(x) == 1 for x in groups.values()) or source in ("tldr-pages", "fairytaleqa"):
            continue
        names = list(groups)
        texts = [f"{titles[g]}. {' '.join(groups[g])}"[:LENGTH] for g in names]
        r.shuffle(queries)
        queries = queries[: a.queries]
        for p, (found, _) in zip(queries, BM25(texts).search([p["query"] for p in queries], a.candidates, 0.5)):
            right = names.index(p["group"])
            if right in found:  # only what a first stage finds can be put in order
                tasks["dev-pages" if source.startswith("docs:") else "dev-pages-qa"].append(
                    {
                        "query": p["query"],
                        "documents": [texts[i] for i in found],
                        "relevance": [int(i == right) for i in found],
                        "judged": [1],
                    }
                )
    for name, rows in tasks.items():
        r.shuffle(rows)
        (a.out / f"{name}.json").write_text(json.dumps(rows))
        say(name, len(rows), "queries")


if __name__ == "__main__":
    main()
