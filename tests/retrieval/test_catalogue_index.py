"""Indexes of a catalogue: kept while they fit, and made of what a former catalogue's hold."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval import catalogue_index
from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import (
    CatalogueIndexes,
    index_folder,
    load_or_build_indexes,
    remove_other_indexes,
    remove_unfinished_indexes,
)
from retrieval.lexicon import Lexicon
from tests.conftest import PROJECT
from tests.fakes import HERE, FakeEncoder, product

TITLES = ["roter Schuh", "杯子", "كوب أحمر", "แก้วน้ำ", "kırmızı ışık", "roter Schuh", "杯子"]
LEXICON = Lexicon.load(PROJECT / "data")


class CountingEncoder(FakeEncoder):
    """Remembers what it was given to embed."""

    def __init__(self, name: str = "fake") -> None:
        super().__init__(name)
        self.texts: list[str] = []

    def encode_documents(self, texts: Sequence[str], progress: Any = None) -> NDArray[np.float32]:
        self.texts += texts
        return super().encode_documents(texts, progress)


def catalogue(titles: Sequence[str]) -> Catalogue:
    products = [product(f"p{place}", titles={"de": title}) for place, title in enumerate(titles)]
    return Catalogue.from_products(products, [HERE], "test")


class Builder:
    """Builds indexes in a folder, with a new encoder each time, and keeps what was told and embedded."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache

    def __call__(self, titles: Sequence[str], encoder_name: str = "fake", **options: Any) -> CatalogueIndexes:
        encoder = CountingEncoder(encoder_name)
        self.told: list[str] = []
        self.progress: list[tuple[str, int, int]] = []
        found = load_or_build_indexes(
            catalogue(titles),
            {encoder_name: encoder},
            LEXICON,
            self.cache,
            lambda *step: self.progress.append(step),
            tell=self.told.append,
            **options,
        )
        self.embedded = encoder.texts
        index = found.vectors[encoder_name]
        expected = FakeEncoder().encode_documents(list(titles)) if titles else np.empty((0, 64), dtype=np.float32)
        assert np.array_equal(index.vectors(np.arange(len(titles))), expected)
        assert len(found.words) == len(titles)
        return found


@pytest.fixture
def build(tmp_path: Path) -> Builder:
    return Builder(tmp_path)


def test_each_different_text_is_embedded_once(build: Builder) -> None:
    build(TITLES)
    assert build.embedded == TITLES[:5]
    assert build.told[-1] == "fake: 2 of 7 texts reused, 5 embedded"
    assert build.progress == [("fake vectors", 5, 5), ("fake index", 7, 7)]


def test_index_that_fits_is_loaded(build: Builder) -> None:
    build(TITLES)
    build(TITLES)
    assert (build.embedded, build.told) == ([], [])


def test_damaged_index_is_named_and_built_anew(build: Builder) -> None:
    build(TITLES)
    assert build.told == ["fake: 2 of 7 texts reused, 5 embedded"]
    (path,) = (build.cache / "index").glob("*/fake/index-*")
    path.write_bytes(path.read_bytes()[:-1])
    build(TITLES)
    assert "truncated" in build.told[0]
    assert build.embedded == TITLES[:5]


def test_only_changed_texts_are_embedded(build: Builder) -> None:
    build(TITLES)
    build([*TITLES[3:], "neue Tasche", TITLES[0], "neue Tasche"])
    assert build.embedded == ["neue Tasche"]
    assert build.told[-1] == "fake: 6 of 7 texts reused, 1 embedded"


def test_former_index_that_has_most_of_the_texts_is_used(build: Builder) -> None:
    build(TITLES)
    build(TITLES[:3])
    build(["something else"])
    build([*TITLES[1:5], "neu"])
    assert build.embedded == ["neu"]


def test_vectors_of_another_model_are_not_reused(build: Builder) -> None:
    build(TITLES)
    shutil.copytree(
        index_folder(build.cache, catalogue(TITLES), FakeEncoder("fake")),
        index_folder(build.cache, catalogue(TITLES), FakeEncoder("other")),
    )
    build(TITLES[:2], "other")
    assert build.embedded == TITLES[:2]


def test_force_embeds_everything_anew(build: Builder) -> None:
    build(TITLES)
    build(TITLES, is_forced=True)
    assert build.embedded == TITLES[:5]


@pytest.mark.parametrize("damaged", ["fake/index-*", "fake/manifest.json", "texts.npz"])
@pytest.mark.parametrize("kept", [0.0, 0.5])
def test_damaged_former_index_is_not_reused(build: Builder, damaged: str, kept: float) -> None:
    build(TITLES)
    (path,) = (build.cache / "index").glob(f"*/{damaged}")
    path.write_bytes(path.read_bytes()[: int(kept * path.stat().st_size)])
    build(TITLES[:3])
    assert build.embedded == TITLES[:3]


def test_batches_give_what_one_gives(build: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_index, "_TEXTS_AT_ONCE", 2)
    build(TITLES)
    build([*TITLES, "neu", "neu", "neu", TITLES[0]])
    assert build.embedded == ["neu"]


def test_catalogue_without_products_has_indexes(build: Builder) -> None:
    build([])
    assert build.embedded == []


def test_nothing_is_left_beside_the_indexes(build: Builder) -> None:
    build(TITLES)
    names = {path.name.split("-")[0] for path in (build.cache / "index").rglob("*") if path.is_file()}
    assert names == {"texts.npz", "manifest.json", "index", ".lock"}


def test_indexes_of_other_catalogues_and_unfinished_ones_are_removed(build: Builder) -> None:
    build(TITLES)
    build(TITLES[:2])
    (build.cache / "index" / "unfinished" / "use").mkdir(parents=True)
    remove_unfinished_indexes(build.cache)
    assert len(list((build.cache / "index").iterdir())) == 2
    remove_other_indexes(build.cache, catalogue(TITLES), catalogue(TITLES[:2]).fingerprint)
    assert len(list((build.cache / "index").iterdir())) == 2
    remove_other_indexes(build.cache, catalogue(TITLES))
    build(TITLES)
    assert (build.embedded, build.told) == ([], [])
    assert len(list((build.cache / "index").iterdir())) == 1
