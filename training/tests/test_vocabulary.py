import unittest
from collections import Counter
from unittest import mock

import vocabulary
from common import SPECIALS
from vocabulary import choose, choose_pieces, choose_words, count, kind_of, plain, weigh, words_of


class Quiet(unittest.TestCase):
    """What is said on the way is not printed."""

    def setUp(self):
        silent = mock.patch.object(vocabulary, "say")
        silent.start()
        self.addCleanup(silent.stop)


class Words(Quiet):
    def test_frequent_words_come_with_each_of_their_forms(self):
        ranked = ["refund", "refunds", "mortgage", "mortgages"]
        self.assertEqual(choose_words(ranked, 10), ranked)

    def test_regular_forms_of_a_word_that_is_in_are_left_out(self):
        ranked = ["neighbour", "walk", "neighbours", "walked", "walking", "boss", "garlic"]
        with mock.patch.object(vocabulary, "FREQUENT", 0):
            self.assertEqual(choose_words(ranked, 10), ["neighbour", "walk", "boss", "garlic"])

    def test_a_form_may_be_a_little_more_frequent_than_its_word(self):
        others = [f"{a}{b}" for a in "bcdfghjkl" for b in "aeiou"][:40]
        with mock.patch.object(vocabulary, "FREQUENT", 0):
            near = choose_words([*others, "neighbours", "neighbour"], 99)
            far = choose_words(["species", *others, "speci"], 99)
        self.assertEqual(near, [*others, "neighbour"])
        self.assertIn("species", far)

    def test_single_characters_and_long_numbers_are_no_words(self):
        self.assertEqual(choose_words(["a", "2024", "20241", "the"], 10), ["2024", "the"])

    def test_there_are_as_many_as_the_budget_has(self):
        self.assertEqual(choose_words(["one", "two", "three"], 2), ["one", "two"])

    def test_are_counted_as_the_tokenizer_sees_them(self):
        self.assertEqual(words_of(plain("Café NAÏVE, 2nd; über-Ål")), ["cafe", "naive", "2nd", "uber", "al"])

    def test_kinds_weigh_what_their_shares_say(self):
        kinds, characters = count([("manuals", "set set set the"), ("lists", "the the café — —"), ("lists", "— q")])
        total = weigh(kinds)
        self.assertAlmostEqual(total["set"], 0.2 * 3 / 4)
        self.assertAlmostEqual(total["the"], 0.2 * 2 / 4)  # once in the manuals is too seldom
        self.assertEqual(characters, Counter({"—": 2}))

    def test_sources_have_a_kind(self):
        kinds = {
            "docs:git/git": "manuals",
            "gnome-help": "manuals",
            "wiki-openings": "encyclopedia",
            "pubmedqa": "medicine",
            "va.gov": "other",
        }
        for source, kind in kinds.items():
            self.assertEqual(kind_of(source), kind)


class Pieces(unittest.TestCase):
    def test_the_rest_behind_the_longest_entry_comes_first(self):
        pieces = choose_pieces({"neighbour": 9, "neighbourhood": 5, "hood": 1}, ["neighbour"], 40)
        self.assertEqual(pieces[:2], ["##es", "##ed"])  # the common endings
        self.assertEqual(pieces[len(vocabulary.SUFFIXES)], "##hood")
        self.assertIn("##ood", pieces)

    def test_none_is_there_twice_or_of_one_character(self):
        pieces = choose_pieces({"tables": 3, "tablets": 2, "xs": 1}, ["table"], 25)
        self.assertEqual(len(pieces), len(set(pieces)))
        self.assertTrue(all(len(x) > 3 for x in pieces))


class Vocabulary(Quiet):
    def test_has_exactly_its_size_and_no_entry_twice(self):
        total = Counter(
            {
                f"{a}{b}{c}": 1 / (i + 1)
                for i, (a, b, c) in enumerate(
                    zip("abcdefghij" * 20, "klmnopqrst" * 20, [f"u{n}v" for n in range(200)], strict=True)
                )
            }
        )
        size = {"vocab_size": 250, "pieces": 30, "alphabet": 90}
        entries = choose(total, Counter({"—": 9, "ß": 1, "的": 2, "\u00a0": 5}), size)
        self.assertEqual(len(entries), 250)
        self.assertEqual(len(set(entries)), 250)
        self.assertEqual(entries[:5], SPECIALS)
        self.assertTrue({"—", "ß", "的", "a", "~", "##a", "##9", "##s", "##ß"} <= set(entries))
        self.assertFalse({"\u00a0", "##—", "##的", "A"} & set(entries))


if __name__ == "__main__":
    unittest.main()
