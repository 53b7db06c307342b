import unittest

import numpy as np

from rank_lists import OTHERS, candidates, first, overlap, report


def toy(n, decoys=3):
    return [
        {
            "q": f"question {i}",
            "k": f"keywords {i}",
            "pos": [f"{i} right", f"{i} right too"],
            "neg": [f"{i} decoy {j}" for j in range(decoys)],
        }
        for i in range(n)
    ]


class Candidates(unittest.TestCase):
    def test_the_right_passage_its_decoys_then_others(self):
        lists = toy(20)
        for i, row in enumerate(lists):
            found = candidates(lists, i)
            self.assertEqual(found[:4], [row["pos"][0], *row["neg"]])
            self.assertEqual(len(found), 4 + OTHERS)
            self.assertNotIn(str(i), [x.split()[0] for x in found[4:]])

    def test_others_are_those_of_the_formula(self):
        lists = toy(20)
        others = [f"{(3 + 1 + (37 * j + 11 * 3) % 19) % 20}" for j in range(OTHERS)]
        self.assertEqual([x.split()[0] for x in candidates(lists, 3)[4:]], others)
        self.assertEqual(candidates(lists, 3)[4], "18 decoy 2")  # passage 3 of [right, decoy 0, 1, 2]
        self.assertEqual(candidates(lists, 0)[4], "1 right")

    def test_two_lists_are_enough(self):
        self.assertEqual(len(candidates(toy(2), 1)), 4 + OTHERS)


class Scores(unittest.TestCase):
    def test_a_tie_counts_for_a_share(self):
        for scores, share in ([3, 1, 2], 1), ([2, 2, 1], 0.5), ([1, 1, 1, 1], 0.25), ([1, 2, 2], 0):
            self.assertEqual(first(np.array(scores)), share)

    def test_overlap_counts_different_words(self):
        found = overlap("How to RESET a password?", ["Reset, reset: the password", "nothing", "How a_b"])
        self.assertEqual(found.tolist(), [2, 0, 2])

    def test_a_report_of_a_way_that_is_always_right(self):
        line = report("toy", toy(12), {"model": lambda q, d: np.array([5.0] + [-5.0] * (len(d) - 1))}, 6)
        self.assertIn("toy: 6 lists, chance 0.083; model 1.000 1.000", line)
        self.assertIn("below .2: 1.000; answers above .5: 1.000", line)


if __name__ == "__main__":
    unittest.main()
