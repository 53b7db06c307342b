import unittest

import numpy as np

from blend import mean_of, widen

LAYER = "bert.encoder.layer.0."
IN, BIAS, BACK = LAYER + "intermediate.dense.weight", LAYER + "intermediate.dense.bias", LAYER + "output.dense.weight"


def state(seed):
    rng = np.random.RandomState(seed)
    shapes = {IN: (6, 4), BIAS: (6,), BACK: (4, 6), "classifier.weight": (1, 4)}
    return {name: rng.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}


def feed_forward(s, x):
    return np.maximum(x @ s[IN].T + s[BIAS], 0) @ s[BACK].T


class Blend(unittest.TestCase):
    def test_a_mean_has_its_shares(self):
        a, b = state(1), state(2)
        mixed = mean_of([a, b], [3, 1])
        for name in a:
            np.testing.assert_allclose(mixed[name], 0.75 * a[name] + 0.25 * b[name], rtol=1e-5)

    def test_a_wider_network_computes_the_same(self):
        a = state(1)
        wide = widen(a, 10, 5)
        self.assertEqual([wide[x].shape for x in (IN, BIAS, BACK)], [(10, 4), (10,), (4, 10)])
        x = np.random.RandomState(3).standard_normal((5, 4)).astype(np.float32)
        np.testing.assert_allclose(feed_forward(wide, x), feed_forward(a, x), rtol=1e-5, atol=1e-6)
        self.assertGreater(np.abs(wide[IN][6:]).min(), 0)
        np.testing.assert_array_equal(wide["classifier.weight"], a["classifier.weight"])

    def test_a_network_is_never_made_narrower(self):
        with self.assertRaisesRegex(ValueError, "6 units"):
            widen(state(1), 5, 5)


if __name__ == "__main__":
    unittest.main()
