import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from common import CHOOSING, text_hash
from written_lists import MAX_TEXT, read_lists, read_turned

LIST = {
    "q": "how to get a refund",
    "k": "refund",
    "pos": ["money back", "paid back"],
    "neg": ["no a", "no bb", "no ccc"],
}


def encode(texts, cut):
    return [np.array([len(w) for w in x.split()][:cut], np.int16) for x in texts]


class WrittenLists(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, *rows):
        path = self.folder / name
        path.write_text("".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in rows))
        return path

    def test_turned_queries_by_the_hash_of_a_lists_query(self):
        path = self.write("turned.tsv", "0123456789abcdef\tone\t-\tthree", "fedcba9876543210\tonly")
        self.assertEqual(read_turned(path), {"0123456789abcdef": ["one", "-", "three"], "fedcba9876543210": ["only"]})

    def test_no_file_has_no_turned_queries(self):
        self.assertEqual(read_turned(self.folder / "none.tsv"), {})

    def test_a_list_as_token_ids(self):
        self.write("money.jsonl", LIST)
        (row,) = read_lists([self.folder], encode, {})
        self.assertEqual((row["file"], row["texts"]), ("money", ("how to get a refund", "refund")))
        self.assertEqual([x.tolist() for x in row["queries"]], [[3, 2, 3, 1, 6], [6]])
        self.assertEqual([x.tolist() for x in row["pos"]], [[5, 4], [4, 4]])
        self.assertEqual([x.tolist() for x in row["neg"]], [[2, 1], [2, 2], [2, 3]])
        self.assertNotIn("turned", row)

    def test_a_decoy_with_a_query_of_its_own_gives_a_list(self):
        self.write("money.jsonl", LIST)
        whole, turned = read_lists([self.folder], encode, {text_hash(LIST["q"]): ["-", "who is bb", "-", "too many"]})
        self.assertTrue(turned["turned"])
        self.assertEqual(turned["texts"], ("who is bb",))
        self.assertEqual([x.tolist() for x in turned["queries"]], [[3, 2, 2]])
        # the same objects, so that lists that share a passage can be told
        self.assertIs(turned["pos"][0], whole["neg"][1])
        self.assertEqual(
            [id(x) for x in turned["neg"]], [id(whole[k][i]) for k, i in (("pos", 0), ("neg", 0), ("neg", 2))]
        )

    def test_files_come_in_order_without_the_lists_for_choosing(self):
        for name in ("b", CHOOSING, "a"):
            self.write(f"{name}.jsonl", LIST)
        self.assertEqual([x["file"] for x in read_lists([self.folder], encode, {})], ["a", "b"])

    def test_long_passages_are_cut(self):
        self.write("long.jsonl", {**LIST, "pos": ["word " * 400]})
        (row,) = read_lists([self.folder], encode, {})
        self.assertEqual(len(row["pos"][0]), MAX_TEXT)


if __name__ == "__main__":
    unittest.main()
