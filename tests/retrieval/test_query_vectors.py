from concurrent.futures import ThreadPoolExecutor

import numpy as np

from retrieval.query_vectors import MAX_CHARACTERS, QueryVectors


class CountingEngine:
    """Encodes a text as its length and its first character, and keeps what it was asked."""

    def __init__(self):
        self.batches = []
        self.n_callers = 0

    def __call__(self, texts):
        self.n_callers += 1
        assert self.n_callers == 1, "two callers at once"
        self.batches.append(texts)
        vectors = np.array([[len(text), ord(text[:1] or "\0")] for text in texts], dtype=np.float32)
        self.n_callers -= 1
        return vectors


def test_question_asked_again_is_not_encoded_again():
    engine = CountingEngine()
    vectors = QueryVectors(engine, 2)
    assert vectors.of(["ab", "c"]).tolist() == [[2, 97], [1, 99]]
    assert vectors.of(["c", "d", "ab", "d"]).tolist() == [[1, 99], [1, 100], [2, 97], [1, 100]]
    assert engine.batches == [["ab", "c"], ["d"]]


def test_questions_that_differ_in_white_space_alone_are_one():
    engine = CountingEngine()
    QueryVectors(engine, 2).of(["a  b", " a b\n"])
    assert engine.batches == [["a b"]]


def test_question_asked_longest_ago_is_forgotten_first():
    engine = CountingEngine()
    vectors = QueryVectors(engine, 2, capacity=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        vectors.of([text])
    assert engine.batches == [["a"], ["b"], ["c"], ["b"]]


def test_more_questions_than_are_remembered_are_still_answered():
    vectors = QueryVectors(CountingEngine(), 2, capacity=2)
    assert vectors.of(["a", "bb", "ccc", "dddd"])[:, 0].tolist() == [1, 2, 3, 4]


def test_vectors_given_are_the_callers_own():
    vectors = QueryVectors(CountingEngine(), 2)
    vectors.of(["ab"])[:] = 0
    assert vectors.of(["ab"]).tolist() == [[2, 97]]


def test_no_question_asks_nothing():
    engine = CountingEngine()
    assert QueryVectors(engine, 2).of([]).shape == (0, 2)
    assert engine.batches == []


def test_endless_question_is_cut():
    assert QueryVectors(CountingEngine(), 2).of(["a" * 10**6])[0, 0] == MAX_CHARACTERS


def test_callers_at_the_same_time_take_turns():
    engine = CountingEngine()
    vectors = QueryVectors(engine, 2)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: vectors.of(["x" * (n % 7 + 1)])[0, 0], range(200)))
    assert found == [n % 7 + 1 for n in range(200)]
    assert sum(map(len, engine.batches)) == 7
