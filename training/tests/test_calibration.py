import unittest

import numpy as np

from calibration import ANSWERS_SHARE, OFF_TOPIC_SHARE, STEEPEST, calibrate, logit, report_of


class Calibration(unittest.TestCase):
    def setUp(self):
        rng = np.random.RandomState(2)
        self.answers, self.off_topic = rng.normal(3, 1.5, 4000), rng.normal(-2, 1, 4000)

    def test_shares_of_both_sides_are_what_was_asked_for(self):
        scale, offset = calibrate(self.answers, self.off_topic)
        report = report_of(self.answers, self.off_topic, scale, offset)
        self.assertAlmostEqual(report["answers_above_half"], ANSWERS_SHARE, delta=0.01)
        self.assertAlmostEqual(report["off_topic_below_fifth"], OFF_TOPIC_SHARE, delta=0.01)

    def test_the_line_goes_through_both_quantiles(self):
        scale, offset = calibrate(self.answers, self.off_topic)
        self.assertAlmostEqual(scale * np.quantile(self.answers, 1 - ANSWERS_SHARE) + offset, 0)
        self.assertAlmostEqual(scale * np.quantile(self.off_topic, OFF_TOPIC_SHARE) + offset, logit(0.2))

    def test_a_model_that_tells_nothing_keeps_a_finite_rising_scale(self):
        scale, offset = calibrate(np.zeros(10), np.zeros(10))
        self.assertAlmostEqual(scale, STEEPEST)
        self.assertAlmostEqual(offset, logit(0.2))

    def test_logit(self):
        self.assertEqual(logit(0.5), 0)
        self.assertAlmostEqual(logit(0.2), -np.log(4))


if __name__ == "__main__":
    unittest.main()
