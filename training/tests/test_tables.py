import unittest

from tables import base_of, classes_of, stem_of
from type_layout import CONTINUES, SKIP

KNOWN = {"bake", "care", "car", "hope", "hop", "add", "run", "walk", "use", "agree", "fall", "plan"}


class Stems(unittest.TestCase):
    def test_forms_of_a_word_have_one_stem(self):
        for forms in (
            ("bake", "bakes", "baked", "baking"),
            ("hope", "hopes", "hoped", "hoping"),
            ("hop", "hops", "hopped", "hopping"),
            ("run", "runs", "running"),
            ("plan", "plans", "planned", "planning"),
            ("walk", "walks", "walked", "walking"),
            ("city", "cities"),
            ("box", "boxes"),
            ("class", "classes"),
            ("dish", "dishes"),
            ("fall", "falls", "falling"),
            ("add", "adds", "added", "adding"),
        ):
            with self.subTest(forms):
                self.assertEqual({stem_of(w, KNOWN) for w in forms}, {stem_of(forms[0], KNOWN)})

    def test_words_that_only_look_alike_stay_apart(self):
        for a, b in ("car", "care"), ("bus", "bu"), ("gas", "ga"), ("this", "thi"), ("sing", "s"), ("bring", "br"):
            with self.subTest(a):
                self.assertNotEqual(stem_of(a, KNOWN), stem_of(b, KNOWN))

    def test_stems_of_some_words(self):
        for word, stem in {
            "cars": "car",
            "caring": "care",
            "cities": "citi",
            "happy": "happi",
            "glasses": "glass",
            "status": "status",
            "bed": "bed",
            "3rds": "3rds",
            "naïves": "naïves",
            "used": "used",  # too short to take an ending off
        }.items():
            with self.subTest(word):
                self.assertEqual(stem_of(word, KNOWN), stem)

    def test_the_verb_behind_an_ending(self):
        for rest, base in {
            "bak": "bake",
            "hop": "hope",  # hopping would be behind "hopp"
            "hopp": "hop",
            "add": "add",  # known, so it keeps its double letter
            "walk": "walk",
            "unknown": "unknown",
        }.items():
            with self.subTest(rest):
                self.assertEqual(base_of(rest, KNOWN), base)


class Classes(unittest.TestCase):
    def test_the_first_entry_of_a_class_names_it(self):
        entries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ",", "walk", "walks", "##walk", "##s", "##walks"]
        flags, stem = classes_of(entries)
        self.assertEqual(flags.tolist(), [SKIP] * 6 + [0, 0, CONTINUES, CONTINUES, CONTINUES])
        self.assertEqual(stem.tolist(), [0, 1, 2, 3, 4, 5, 6, 6, 8, 0, 8])


if __name__ == "__main__":
    unittest.main()
