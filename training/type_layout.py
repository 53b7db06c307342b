"""Where each kind of match type begins, and the constants that decide between them (README.md, "Types")."""

SKIP, CONTINUES = 1, 2  # flags of a vocabulary entry

# layout of the types
Q_NONE, Q_MISS, Q_PART, Q_HIT, Q_MANY, Q_PHRASE = 0, 1, 5, 6, 10, 14
D_NONE, D_NEAR, D_PART, D_HIT = 18, 19, 20, 21
STRENGTHS = 3  # of a relation between two words: 0 the closest
D_RELATED = 37  # four types (rarity) a strength
Q_RELATED = D_RELATED + 4 * STRENGTHS
# [CLS]: coverage, then similarity of the whole. First [SEP]: best window, related words, then similarity of what the
# query does not say itself. Last [SEP]: phrases, length, then similarity of the most similar window.
CLS_BASE, COVER_BUCKETS, WHOLE_BUCKETS = 64, 32, 16
SEP1_BASE, WINDOW_BUCKETS, GAIN_CLASSES, OTHER_BUCKETS = CLS_BASE + COVER_BUCKETS * WHOLE_BUCKETS, 8, 4, 16
SEP2_BASE = SEP1_BASE + WINDOW_BUCKETS * GAIN_CLASSES * OTHER_BUCKETS
PHRASE_BUCKETS, LENGTH_CLASSES, NEAR_BUCKETS = 9, 4, 8
TYPES = SEP2_BASE + PHRASE_BUCKETS * LENGTH_CLASSES * NEAR_BUCKETS  # 1376
SIMILAR = 0.8  # similarities from here on share the last bucket
RELATED_SHARE = (8, 5, 3)  # eighths of a query word's weight that a related word covers, by strength
LENGTH_LIMITS = (64, 192, 640)
MODULUS = 2147483647
