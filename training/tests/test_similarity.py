import tempfile
import unittest
from pathlib import Path

import numpy as np

from similarity import Vectors, write_vectors
from type_layout import TYPES
from type_parts import PARTS, parts_of_types


class VectorsFile(unittest.TestCase):
    def test_keeps_directions_and_weights(self):
        rng = np.random.RandomState(1)
        vectors, weights = rng.randn(50, 8).astype(np.float32), rng.rand(50).astype(np.float32)
        weights[:5] = 0
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "vectors.bin"
            write_vectors(path, vectors, weights)
            self.assertEqual(path.stat().st_size, 50 * (1 + 4))
            rows = Vectors.load(path, 50).rows
        self.assertFalse(rows[:5].any())
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        got = rows[5:] / np.linalg.norm(rows[5:], axis=1, keepdims=True)
        self.assertGreater((got * unit[5:]).sum(1).min(), 0.98)
        sizes = np.linalg.norm(rows[5:], axis=1)
        self.assertGreater(np.corrcoef(sizes, weights[5:])[0, 1], 0.97)


class Similarity(unittest.TestCase):
    def setUp(self):
        self.vectors = Vectors(np.array([[1, 0], [0, 7], [-7, 7]], np.int8), np.array([10, 3, 0], np.uint8))

    def of(self, query, document, shared=()):
        return self.vectors.similarities(query, document, [i in shared for i in range(len(document))])

    def test_of_a_text_with_itself_is_one(self):
        self.assertEqual(self.of([0], [0, 0]), (1.0, 1.0, 1.0))

    def test_tokens_that_the_query_has_are_left_out_of_other(self):
        self.assertEqual(self.of([0], [0, 1], {0}).other, 0.0)

    def test_the_best_window_of_a_long_text(self):
        whole, window, _ = self.of([0], [1] * 64 + [0] * 32 + [1] * 64)
        self.assertEqual(window, 1.0)
        self.assertLess(whole, 0.2)

    def test_nothing_is_like_a_text_without_weight(self):
        for query, document in ([], [0]), ([0], []), ([2], [0]), ([0], [2]):
            with self.subTest(query=query, document=document):
                self.assertEqual(self.of(query, document), (0.0, 0.0, 0.0))


class Parts(unittest.TestCase):
    def test_every_part_of_a_bucket_is_used_and_no_two_types_are_the_same(self):
        parts = parts_of_types()
        self.assertEqual(parts.shape, (TYPES, 2))
        self.assertEqual(len({tuple(x) for x in parts.tolist()}), TYPES)
        self.assertEqual(set(parts.ravel().tolist()), set(range(PARTS + 1)))


if __name__ == "__main__":
    unittest.main()
