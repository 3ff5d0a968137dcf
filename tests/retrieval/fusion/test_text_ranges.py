import numpy as np

from retrieval.fusion.text_ranges import TextRanges

OFFSETS = np.array([0, 2, 3, 6])


def test_best_text_of_each_product_counts_in_the_order_asked():
    ranges = TextRanges.of(np.array([2, 0]), OFFSETS)
    scores = np.array([0.1, 0.9, 0.3, 0.4, 0.8, 0.2], dtype=np.float32)[ranges.text_rows]
    assert ranges.best(scores).tolist() == [np.float32(0.8), np.float32(0.9)]


def test_no_product_has_no_text():
    ranges = TextRanges.of(np.array([], dtype=np.int64), OFFSETS)
    assert (ranges.text_rows.size, ranges.best(np.empty(0, dtype=np.float32)).size) == (0, 0)
