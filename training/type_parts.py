"""What a token type is the sum of: types of [CLS] and [SEP] say several things at once (match.py).

A type's vector is the sum of its parts' vectors, so that rare combinations are learned too. A runtime sees only sums.
"""

import numpy as np
from numpy.typing import NDArray

from type_layout import (
    CLS_BASE,
    COVER_BUCKETS,
    GAIN_CLASSES,
    LENGTH_CLASSES,
    NEAR_BUCKETS,
    OTHER_BUCKETS,
    PHRASE_BUCKETS,
    SEP1_BASE,
    SEP2_BASE,
    TYPES,
    WHOLE_BUCKETS,
    WINDOW_BUCKETS,
)

COVER = CLS_BASE  # a part below is the type of the same number
WHOLE = COVER + COVER_BUCKETS
WINDOW = WHOLE + WHOLE_BUCKETS  # best window, for each class of related words
OTHER = WINDOW + WINDOW_BUCKETS * GAIN_CLASSES
END = OTHER + OTHER_BUCKETS  # phrases and length
NEAR = END + PHRASE_BUCKETS * LENGTH_CLASSES
PARTS = NEAR + NEAR_BUCKETS
SCALES = [  # parts in order, from little to much
    range(COVER, WHOLE),
    range(WHOLE, WINDOW),
    range(WINDOW, WINDOW + WINDOW_BUCKETS),
    range(OTHER, END),
    range(END, NEAR - LENGTH_CLASSES, LENGTH_CLASSES),
    range(NEAR, PARTS),
]


def parts_of_types() -> NDArray[np.int64]:
    """The two parts of each type (TYPES, 2); PARTS stands for none."""
    t = np.arange(TYPES)
    first, second = t.copy(), np.full(TYPES, PARTS)
    for base, end, buckets, one, two in (
        (CLS_BASE, SEP1_BASE, WHOLE_BUCKETS, COVER, WHOLE),
        (SEP1_BASE, SEP2_BASE, OTHER_BUCKETS, WINDOW, OTHER),
        (SEP2_BASE, TYPES, NEAR_BUCKETS, END, NEAR),
    ):
        first[base:end] = one + (t[base:end] - base) // buckets
        second[base:end] = two + (t[base:end] - base) % buckets
    return np.stack([first, second], 1)
