import random
import unittest
from types import SimpleNamespace

import numpy as np

try:
    from alterations import Alterations
except ImportError:  # the tests run without the libraries of a training, too
    Alterations = None


@unittest.skipIf(Alterations is None, "needs the package tokenizers")
class Fragments(unittest.TestCase):
    def setUp(self):
        flags = np.zeros(100, np.uint8)
        flags[90] = 1  # a mark
        flags[95] = 2  # a continuation of a word
        tokenizer = SimpleNamespace(token_to_id=lambda _: 90)
        self.alter = Alterations(SimpleNamespace(flags=flags), tokenizer, 0, random.Random(1))
        self.right = np.array([1, 2, 3], np.int32)
        self.wrong = np.array([10, 95, 11, 12, 90, 13, 14, 15, 16, 17, 18, 19], np.int32)

    def cut(self):
        documents = [self.right, self.wrong]
        self.alter.fragment(documents)
        self.assertIs(documents[0], self.right)
        return documents[1].tolist()

    def test_a_negative_keeps_one_to_six_of_its_words_whole_and_in_their_order(self):
        whole = self.wrong.tolist()
        for _ in range(200):
            part = self.cut()
            half = part[: len(part) // 2]
            part = half if half and half * 2 == part else part
            at = next(i for i in range(len(whole)) if whole[i : i + len(part)] == part)
            self.assertNotIn(whole[at], (90, 95))
            self.assertNotEqual(whole[at + len(part) : at + len(part) + 1], [95])
            self.assertLessEqual(sum(i not in (90, 95) for i in part), 6)

    def test_some_stand_twice(self):
        parts = [self.cut() for _ in range(200)]
        twice = sum(len(x) % 2 == 0 and x[: len(x) // 2] * 2 == x for x in parts)
        self.assertTrue(10 < twice < 90, twice)

    def test_a_document_without_words_stays(self):
        documents = [self.right, np.array([90, 90], np.int32)]
        self.alter.fragment(documents)
        self.assertEqual(documents[1].tolist(), [90, 90])
