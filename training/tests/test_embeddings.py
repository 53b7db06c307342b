import unittest

import numpy as np

from embeddings import first_embeddings, retrofit

INDEX = {"rent": 0, "lease": 1, "tide": 2}


class Retrofit(unittest.TestCase):
    def setUp(self):
        self.vectors = np.eye(3, dtype=np.float32)

    def test_one_round_is_the_weighted_mean(self):
        out = retrofit(self.vectors, {"rent": {"lease": 0.5, "tide": 1.0}}, INDEX, rounds=1, own=1.5)
        np.testing.assert_allclose(out[0], np.array([1.5, 0.5, 1.0]) / 3, rtol=1e-6)

    def test_related_words_draw_together_and_others_stay(self):
        out = retrofit(self.vectors, {"rent": {"lease": 1.0}, "lease": {"rent": 1.0}}, INDEX)
        self.assertGreater(out[0] @ out[1], self.vectors[0] @ self.vectors[1])
        np.testing.assert_array_equal(out[2], self.vectors[2])

    def test_the_given_vectors_are_not_changed(self):
        retrofit(self.vectors, {"rent": {"lease": 1.0}}, INDEX)
        np.testing.assert_array_equal(self.vectors, np.eye(3))


class FirstEmbeddings(unittest.TestCase):
    def test_words_with_the_same_neighbours_are_alike(self):
        rng = np.random.RandomState(1)
        texts = [np.array([rng.choice([0, 1]), 2, 3] if i % 2 else [4, 5, 6], np.int16) for i in range(400)]
        e = first_embeddings(texts, 60, 4, seed=1)
        self.assertEqual(e.shape, (60, 4))

        def cosine(a, b):
            return float(e[a] @ e[b] / np.linalg.norm(e[a]) / np.linalg.norm(e[b]))

        self.assertGreater(cosine(0, 1), 0.9)
        self.assertLess(cosine(0, 4), 0.5)


if __name__ == "__main__":
    unittest.main()
