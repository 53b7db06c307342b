"""Match types: token types that tell the model where query and document meet.

The reference of the specification in README.md ("Match types"). Everything is integer arithmetic or
float64 in the order written, so that another language can give the same types bit for bit.
"""
from pathlib import Path

import numpy as np

SKIP, CONTINUES = 1, 2  # flags of a vocabulary entry

# layout of the types
Q_NONE, Q_MISS, Q_PART, Q_HIT, Q_MANY, Q_PHRASE = 0, 1, 5, 6, 10, 14
D_NONE, D_NEAR, D_PART, D_HIT = 18, 19, 20, 21
CLS_BASE, CLS_BUCKETS = 37, 64
SEP1_BASE, SEP1_BUCKETS = 101, 16
SEP2_BASE, PHRASE_BUCKETS, LENGTH_CLASSES = 117, 9, 4
STRENGTHS = 3  # of a relation between two words: 0 the closest
D_RELATED = SEP2_BASE + PHRASE_BUCKETS * LENGTH_CLASSES  # 153; four types (rarity) a strength
Q_RELATED = D_RELATED + 4 * STRENGTHS
SEP1_RELATED = Q_RELATED + 4 * STRENGTHS  # 16 buckets for each of three levels of related words; level 0 is SEP1_BASE
TYPES = SEP1_RELATED + 3 * SEP1_BUCKETS  # 225
RELATED_SHARE = (8, 5, 3)  # eighths of a query word's weight that a related word covers, by strength
LENGTH_LIMITS = (64, 192, 640)
MODULUS = 2147483647


def read_related(path):
    """related.bin as {entry: {related entry: strength}}; see README.md, "Tables"."""
    raw = path.read_bytes()
    words, pairs = map(int, np.frombuffer(raw, "<u4", 2))
    at = 8
    keys = np.frombuffer(raw, "<u2", words, at)
    counts = np.frombuffer(raw, np.uint8, words, at + 2 * words)
    ids = np.frombuffer(raw, "<u2", pairs, at + 3 * words + words % 2)
    packed = np.frombuffer(raw, np.uint8, -(-pairs // 4), at + 3 * words + words % 2 + 2 * pairs)
    strengths = (packed[:, None] >> np.array([0, 2, 4, 6]) & 3).ravel()[:pairs]
    ends = np.cumsum(counts)
    return {int(k): {int(i): int(s) for i, s in zip(ids[e - n:e], strengths[e - n:e])} for k, n, e in zip(keys, counts, ends)}


def write_related(path, related):
    """The inverse of read_related: entries and their relations in ascending order."""
    keys = sorted(related)
    rows = [sorted(related[k].items()) for k in keys]
    flat = [x for row in rows for x in row]
    strengths = np.array([s for _, s in flat] + [0] * (-len(flat) % 4), np.uint8).reshape(-1, 4)
    path.write_bytes(np.array([len(keys), len(flat)], "<u4").tobytes() + np.array(keys, "<u2").tobytes()
                     + np.array([len(r) for r in rows], np.uint8).tobytes() + b"\0" * (len(keys) % 2)
                     + np.array([i for i, _ in flat], "<u2").tobytes()
                     + (strengths << np.array([0, 2, 4, 6], np.uint8)).sum(1).astype(np.uint8).tobytes())


class Matcher:
    def __init__(self, idf, stem, flags, settings, related=None):
        self.idf, self.stem, self.flags = list(map(int, idf)), list(map(int, stem)), list(map(int, flags))
        self.s, self.related = dict(settings), related or {}

    @classmethod
    def load(cls, path, settings):
        """match.bin: per vocabulary entry one byte idf, then two bytes (little-endian) stem, then one byte flags.
        Related words are in related.bin beside it."""
        raw = np.fromfile(path, dtype=np.uint8)
        n = len(raw) // 4
        beside = Path(path).with_name("related.bin")
        return cls(raw[:n], raw[n:3 * n].view("<u2"), raw[3 * n:], settings, read_related(beside) if beside.exists() else None)

    def words(self, ids):
        """Words of a token sequence: keys, weights, first pieces, and where each starts and ends."""
        keys, weights, firsts, starts, ends = [], [], [], [], []
        idf, stem, flags, cap = self.idf, self.stem, self.flags, self.s["weight_cap"]
        open_word = False
        for i, t in enumerate(ids):
            f = flags[t]
            if f & SKIP:
                open_word = False
            elif f & CONTINUES and open_word:
                c = stem[t]
                if c:
                    keys[-1] = (keys[-1] * 16384 + c) % MODULUS
                weights[-1] = min(cap, weights[-1] + idf[t])
                ends[-1] = i + 1
            else:
                c = stem[t] or t
                keys.append(c)
                firsts.append(c if idf[t] >= self.s["partial_min"] else -1)
                weights.append(min(cap, idf[t]))
                starts.append(i)
                ends.append(i + 1)
                open_word = True
        return keys, weights, firsts, starts, ends

    def cover(self, qk, qw, dk):
        """How much of the query's weight the document covers, saturated and normalised by length as BM25 is."""
        s = self.s
        weight = {}  # distinct query words in order of first appearance
        for k, w in zip(qk, qw):
            if k not in weight:
                weight[k] = w
        total = sum(weight.values())
        hits = [j for j, k in enumerate(dk) if k in weight]
        tf = {}
        for j in hits:
            tf[dk[j]] = tf.get(dk[j], 0) + 1
        big_k = s["k1"] * ((1 - s["b"]) + s["b"] * (len(dk) / s["average_words"]))
        covered = 0.0
        for k, w in weight.items():
            if k in tf:
                covered += (w * tf[k]) / (tf[k] + big_k)
        return weight, total, hits, tf, covered

    def coverage(self, q_ids, d_ids):
        """Covered share of the query, 0 to 1: a lexical first-stage score that depends on the pair only."""
        qk, qw = self.words(q_ids)[:2]
        _, total, _, _, covered = self.cover(qk, qw, self.words(d_ids)[0])
        return covered / total if total else 0.0

    def near(self, weight):
        """Entries that are related to a word of the query, none that the query has itself: strength and the query's key.

        Of several query words the closest counts, of equally close ones the first."""
        found = {}
        for k, w in weight.items():
            if w >= self.s["related_min"]:
                for other, strength in self.related.get(k, {}).items():
                    if other not in weight and (other not in found or strength < found[other][0]):
                        found[other] = (strength, k)
        return found

    def types(self, q_ids, d_ids):
        """Types of [CLS], of the query's tokens, of the first [SEP], of the document's tokens, of the last [SEP].

        Both are given whole, before any cut; the caller cuts the two lists as it cuts the ids.
        """
        s = self.s
        qk, qw, qf, qs, qe = self.words(q_ids)
        dk, dw, df, ds, de = self.words(d_ids)
        weight, total, hits, tf, covered = self.cover(qk, qw, dk)
        cls = CLS_BASE + (min(CLS_BUCKETS - 1, int(covered / total * CLS_BUCKETS)) if total else 0)

        # the window of the document that covers most of the query's weight
        best, best_start, span = 0, -1, s["window_words"]
        for n, j in enumerate(hits):
            seen, value = set(), 0
            for h in hits[n:]:
                if h >= j + span:
                    break
                if dk[h] not in seen:
                    seen.add(dk[h])
                    value += weight[dk[h]]
            if value > best:
                best, best_start = value, j
        bucket = min(SEP1_BUCKETS - 1, best * SEP1_BUCKETS // total) if total else 0
        near = (0, 0)
        if best_start >= 0:
            near = (ds[best_start], de[min(len(dk), best_start + span) - 1])

        # pairs of neighbouring query words that are neighbours in the document too
        follows = {}
        for a, b in zip(qk, qk[1:]):
            follows.setdefault(a, set()).add(b)
        phrase, pairs = set(), set()
        for j in hits:
            if j + 1 < len(dk) and dk[j + 1] in follows.get(dk[j], ()):
                phrase.add(j)
                phrase.add(j + 1)
                pairs.add((dk[j], dk[j + 1]))
        got = all_pairs = 0
        in_phrase = set()
        for i in range(len(qk) - 1):
            w = min(qw[i], qw[i + 1])
            all_pairs += w
            if (qk[i], qk[i + 1]) in pairs:
                got += w
                in_phrase.update((i, i + 1))
        level = got * 8 // all_pairs if all_pairs else -1
        level = PHRASE_BUCKETS - 1 if level < 0 else min(PHRASE_BUCKETS - 2, level)
        length = sum(len(dk) > x for x in LENGTH_LIMITS)
        sep2 = SEP2_BASE + level * LENGTH_CLASSES + length

        # words of the document that are related to words of the query, and how much of the rest of the query they cover
        related = self.near(weight)
        met = {}  # query key: the closest relation that the document has
        for k in dk:
            if k in related:
                strength, q = related[k]
                met[q] = min(strength, met.get(q, STRENGTHS))
        gain = sum(weight[k] * RELATED_SHARE[x] for k, x in met.items() if k not in tf)  # eighths
        sep1 = SEP1_BASE + bucket if gain == 0 else SEP1_RELATED + bucket + SEP1_BUCKETS * (
            0 if gain <= total else 1 if gain <= 2 * total else 2)

        q_types = [Q_NONE] * len(q_ids)
        d_firsts, q_firsts = set(df), set(qf)
        for i, k in enumerate(qk):
            r = min(3, qw[i] >> 5)
            if k in tf:
                t = (Q_PHRASE if i in in_phrase else Q_MANY if tf[k] > 1 else Q_HIT) + r
            elif k in met:
                t = Q_RELATED + 4 * met[k] + r
            elif qf[i] >= 0 and qf[i] in d_firsts:
                t = Q_PART
            else:
                t = Q_MISS + r
            q_types[qs[i]:qe[i]] = [t] * (qe[i] - qs[i])

        d_types = [D_NONE] * len(d_ids)
        d_types[near[0]:near[1]] = [D_NEAR] * (near[1] - near[0])
        for j, f in enumerate(df):
            if f >= 0 and f in q_firsts:
                d_types[ds[j]:de[j]] = [D_PART] * (de[j] - ds[j])
        for j, k in enumerate(dk):
            if k in related:
                strength, q = related[k]
                d_types[ds[j]:de[j]] = [D_RELATED + 4 * strength + min(3, weight[q] >> 5)] * (de[j] - ds[j])
        for j in hits:
            inside = 2 if near[0] <= ds[j] < near[1] else 0
            t = D_HIT + 4 * ((1 if j in phrase else 0) + inside) + min(3, weight[dk[j]] >> 5)
            d_types[ds[j]:de[j]] = [t] * (de[j] - ds[j])
        return cls, q_types, sep1, d_types, sep2


def pack(matcher, q_ids, d_ids, max_length, max_query=64):
    """One pair as the model takes it: ids and types, the document cut to what is left of max_length."""
    cls, qt, sep1, dt, sep2 = matcher.types(q_ids, d_ids)
    q = q_ids[:max_query]
    room = max(0, max_length - len(q) - 3)
    d = d_ids[:room]
    return [2, *q, 3, *d, 3], [cls, *qt[:len(q)], sep1, *dt[:len(d)], sep2]
