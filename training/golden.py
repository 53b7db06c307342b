"""Step 7: golden pairs for parity tests, and the model's canary. The texts are this file's own."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from common import arguments, say
from evaluate import onnx_scorer
from match import Matcher, pack

CANARY = [
    ("What is a vector database?", "A vector database stores embeddings and finds nearest neighbours."),
    ("What is a vector database?", "PostgreSQL is a relational database."),
    ("What is a vector database?", "The Eiffel Tower is in Paris."),
    (
        "What is a vector database?",
        "Vector databases such as Milvus or Qdrant index high-dimensional vectors for similarity search.",
    ),
    (
        "how to undo the last commit",
        "git reset --soft HEAD~1 moves the branch back by one commit and keeps the changes.",
    ),
    (
        "how to undo the last commit",
        "A commit records a snapshot of the project, with an author, a date and a message.",
    ),
]
QUERIES = [
    "What is a vector database?",
    "vector databases for semantic search",
    "capital of france",
    "",
    " ",
    "?!",
    "install",
    "how do I reset my password",
    "PASSWORD Reset!",
    "embeddings",
    "kubernetes pod eviction",
    "unbelievably tokenised words",
    "getElementById is not a function",
    "C++ std::vector",
    "the of and to a",
    "état café naïve façade",
    "Was ist eine Datenbank?",
    "¿Qué es una base de datos?",
    "что такое база данных",
    "ما هي قاعدة البيانات",
    "डेटाबेस क्या है",
    "ฐานข้อมูลคืออะไร",
    "什么是向量数据库",
    "データベースとは何ですか",
    "데이터베이스란 무엇인가",
    "τι είναι βάση δεδομένων",
    "מהו מסד נתונים",
    "👩‍💻 emoji query 🚀",
    "null\u0000byte",
    "soft\u00adhyphen and zero\u200bwidth",
    "ﬁne ligature ﬂow",
    "x" * 300,
    "symptoms of diabetes",
    "2 + 2 = 4",
    "who wrote war and peace",
    "vitamin d deficiency in older adults",
    "new\nline\tand tab",
    "error 404 not found",
]
DOCUMENTS = [
    "A vector database stores embeddings and finds nearest neighbours.",
    "PostgreSQL is a relational database.",
    "The Eiffel Tower is in Paris.",
    "Paris is the capital and largest city of France.",
    "Vector databases such as Milvus or Qdrant index high-dimensional vectors for similarity search.",
    "Semantic search uses vector similarity",
    "How to bake bread",
    "Redis is an in-memory key-value store",
    "",
    "   ",
    "To reset your password, open Settings, choose Account, and press Reset password. A link arrives by mail.",
    "Install the package with npm install, then run the installer. Installing twice does no harm.",
    "Pods are evicted when a node runs out of memory. Kubernetes evicts pods by priority.",
    "Unbelievable tokenization of words: tokenised, tokenising, tokens.",
    "document.getElementById returns an element, or null where there is none.",
    "std::vector is a sequence container of the C++ standard library.",
    "Le café est dans un état naïf; la façade est rouge.",
    "Eine Datenbank speichert Daten. Was ist eine Tabelle?",
    "Una base de datos guarda datos; qué es una tabla se explica luego.",
    "База данных хранит данные в таблицах.",
    "قاعدة البيانات تخزن البيانات في جداول",
    "डेटाबेस तालिकाओं में डेटा रखता है।",
    "ฐานข้อมูลเก็บข้อมูลไว้ในตาราง",
    "向量数据库存储向量并查找最近邻。",
    "データベースは表にデータを保存します。",
    "데이터베이스는 표에 데이터를 저장합니다.",
    "Η βάση δεδομένων αποθηκεύει δεδομένα.",
    "מסד נתונים שומר נתונים בטבלאות.",
    "🚀 launch with emoji 👩‍💻 and query 👍🏽",
    "a null\u0000byte in the middle",
    "zero\u200bwidth and soft\u00adhyphen",
    "ﬁne ligatures ﬂow",
    "y" * 300,
    "Thirst, tiredness and weight loss are common symptoms of diabetes. Diabetes is treated with insulin.",
    "War and Peace is a novel that Leo Tolstoy wrote between 1863 and 1869.",
    "Older adults often lack vitamin D; a deficiency weakens the bones. Vitamin D is made in the skin.",
    "The server answers 404 when a page is not found. Error codes begin with 4 or 5.",
    "word " * 700,
    "the of and to a in is " * 12,
    "A long page. "
    + "Some text about storage engines and pages on disk. " * 60
    + "A vector database is explained at the end.",
]


def chosen() -> list[tuple[str, str]]:
    """Every query with the document of its own number, and with documents spread over the list: 200 pairs."""
    pairs = list(CANARY)
    n, m = len(QUERIES), len(DOCUMENTS)
    for step in range(1, 60):
        for i in range(n):
            pair = (QUERIES[i], DOCUMENTS[(i + step * 7 + (i % 3)) % m if step > 1 else i % m])
            if pair not in pairs:
                pairs.append(pair)
            if len(pairs) == 200:
                return pairs
    return pairs


def main() -> None:
    a, s = arguments(
        __doc__,
        model={"required": True, "help": "folder of the shipped files", "type": Path},
        plain={"required": True, "help": "folder of the fp32 graph", "type": Path},
        golden={"type": Path, "required": True, "help": "file to write"},
    )
    from tokenizers import Tokenizer

    tk = Tokenizer.from_file(str(a.model / "tokenizer.json"))
    matcher = Matcher.load(a.model / "match.bin", s["match"])
    length = s["model"]["positions"]
    rows: list[dict[str, Any]] = []
    packed = []
    for q, d in chosen():
        qi, di = (tk.encode(x, add_special_tokens=False).ids for x in (q, d))
        ids, types = pack(matcher, qi, di, length)
        rows.append({"query": q, "document": d, "ids": ids, "types": types})
        packed.append((ids, types))
    names = {"fp32": a.plain / "model.onnx", "int8": a.model / "onnx/model_quantized.onnx"}
    scores = {k: onnx_scorer(p, 1)(packed) for k, p in names.items()}
    for i, row in enumerate(rows):
        for k in names:
            row[k] = round(float(scores[k][i]), 6)
    write_golden(a.golden, rows, length)
    canary = [{k: r[k] for k in ("query", "document", "fp32", "int8")} for r in rows[: len(CANARY)]]
    write_reference(a.model / "reference.json", canary)
    worst = float(np.abs(scores["fp32"] - scores["int8"]).max())
    say(len(rows), "pairs", a.golden.stat().st_size, "bytes; int8 differs by at most", worst)
    for r in canary:
        say(r["query"], "|", r["document"][:50], r["fp32"], r["int8"])


def write_golden(path: Path, rows: list[dict[str, Any]], length: int) -> None:
    """Pairs with ids, types and logits, one a line; pairs are cut to `length` tokens."""
    about = (
        f"Pairs with what the model gives: token ids of the whole pair (cut to {length}), match types as "
        "token_type_ids, logit of the dequantised weights in fp32, logit of the int8 graph; ONNX Runtime on a CPU, "
        "one pair at a time."
    )
    lines = ",\n".join(json.dumps(r, separators=(",", ":")) for r in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"about": {json.dumps(about)}, "max_length": {length}, "pairs": [\n{lines}\n]}}\n')


def write_reference(path: Path, canary: list[dict[str, Any]]) -> None:
    """The canary's pairs with their logits, and how far these may be off."""
    reference = {
        "about": "Pairs with their expected logits: `int8` for model_quantized.onnx, `fp32` for its dequantised weights.",
        "tolerance": {"int8": 0.1, "fp32": 0.001},
        "pairs": canary,
    }
    path.write_text(json.dumps(reference, indent=1) + "\n")


if __name__ == "__main__":
    main()
