import tempfile
import unittest
from pathlib import Path

from match import Matcher, pack
from related_table import read_related, write_related
from type_layout import (
    CLS_BASE,
    D_HIT,
    D_NEAR,
    D_RELATED,
    OTHER_BUCKETS,
    Q_HIT,
    Q_MISS,
    Q_RELATED,
    SEP1_BASE,
    WINDOW_BUCKETS,
)

SETTINGS = {
    "k1": 0.9,
    "b": 0.4,
    "average_words": 100,
    "window_words": 24,
    "weight_cap": 160,
    "partial_min": 48,
    "related_min": 28,
}


class RelatedFile(unittest.TestCase):
    def round_trip(self, related):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "related.bin"
            write_related(path, related)
            return read_related(path), path.stat().st_size

    def test_gives_back_what_was_written(self):
        cases = {
            "nothing": {},
            "one word, one relation": {7: {9: 2}},
            "an odd number of words": {5: {6: 0, 65535: 1}, 6: {5: 0}, 40000: {5: 2, 6: 1, 7: 0}},
            "an even number of words, unsorted": {900: {3: 1, 1: 2}, 12: {i: i % 3 for i in range(100, 116)}},
        }
        for name, related in cases.items():
            with self.subTest(name):
                self.assertEqual(self.round_trip(related)[0], related)

    def test_has_the_size_that_the_specification_tells(self):
        _, size = self.round_trip({5: {6: 0, 7: 1}, 6: {5: 0}, 8: {5: 2, 6: 1}})
        # n and m; 3 keys, 3 counts, a zero byte; 5 ids; 5 strengths of two bits
        self.assertEqual(size, 8 + 3 * 2 + 3 + 1 + 5 * 2 + 2)

    def test_relations_come_back_in_ascending_order(self):
        back, _ = self.round_trip({900: {30: 1, 10: 2, 20: 0}, 12: {1: 1}})
        self.assertEqual(list(back), [12, 900])
        self.assertEqual(list(back[900]), [10, 20, 30])


class MatchTypes(unittest.TestCase):
    def setUp(self):
        # entries 0 to 4 are specials, 5 is punctuation, the others are words of rarity 2
        flags = [1] * 6 + [0] * 14
        idf = [0] * 6 + [64] * 14
        self.matcher = Matcher(idf, [0] * 20, flags, SETTINGS, {6: {10: 1}})

    def test_a_word_that_both_have_is_a_hit(self):
        cls, query, _, document, _ = self.matcher.types([6], [7, 6])
        self.assertEqual(query, [Q_HIT + 2])
        self.assertEqual(document, [18, D_HIT + 8 + 2])  # the window starts at the hit
        self.assertGreater(cls, CLS_BASE)

    def test_a_related_word_is_told_from_a_miss(self):
        cls, query, sep1, document, _ = self.matcher.types([6, 7], [10, 11])
        self.assertEqual(query, [Q_RELATED + 4 + 2, Q_MISS + 2])
        self.assertEqual(document, [D_RELATED + 4 + 2, 18])
        self.assertEqual(cls, CLS_BASE)
        # five eighths of half of the query: more than twice its total
        self.assertEqual(sep1, SEP1_BASE + 3 * WINDOW_BUCKETS * OTHER_BUCKETS)

    def test_without_words_nothing_throws(self):
        for q, d in ([], []), ([6], []), ([], [6]), ([5], [5]):
            with self.subTest(query=q, document=d):
                cls, query, sep1, document, _ = self.matcher.types(q, d)
                self.assertEqual((cls, sep1, len(query), len(document)), (CLS_BASE, SEP1_BASE, len(q), len(d)))

    def test_punctuation_within_the_window_is_near(self):
        _, _, _, document, _ = self.matcher.types([6], [6, 5, 7])
        self.assertEqual(document, [D_HIT + 8 + 2, D_NEAR, D_NEAR])

    def test_a_pair_is_cut_after_its_types_are_computed(self):
        whole = self.matcher.types([6, 7], [8, 9, 6])
        ids, types = pack(self.matcher, [6, 7], [8, 9, 6], 6)
        self.assertEqual(ids, [2, 6, 7, 3, 8, 3])
        self.assertEqual(types, [whole.cls, *whole.query, whole.sep1, whole.document[0], whole.sep2])


if __name__ == "__main__":
    unittest.main()
