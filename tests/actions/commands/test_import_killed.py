"""`kill -9` at any moment of an import leaves the former catalogue serving, or has the new one served, each whole."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from actions.settings import process_environment
from retrieval.bundled_encoders import UseEncoder
from retrieval.catalogue import FILE_NAME, Catalogue
from retrieval.catalogue_index import load_or_build_indexes
from retrieval.lexicon import Lexicon
from tests.conftest import PROJECT

N_KILLS = 10
N_PRODUCTS = 210
PATIENCE = 60.0
WORDS = ["杯子 蓝色", "كوب أحمر", "แก้วน้ำ", "kırmızı ışık", "roter Schuh", "tasse verte", "green lamp"]
MAPPING = """
source: test
format: jsonl
merchants: [{id: m, name: M, country: DE, language: de, currency: EUR}]
fields: {product_id: id, merchant_id: {constant: m}, titles: {de: name}, price: price}
"""


class NothingToEmbed:
    """An encoder for queries alone: an index that would have to be built is a failure."""

    def __init__(self) -> None:
        self._encoder = UseEncoder.load()
        self.name, self.dim, self.languages = "use", self._encoder.dim, self._encoder.languages

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encoder.encode_queries(texts)

    def encode_documents(self, texts: Sequence[str], progress: Any = None) -> NDArray[np.float32]:
        raise AssertionError(f"{len(texts)} texts have no vectors: the index in force is not whole")


class Shop:
    """A cache folder into which two feeds are imported in turn by the real command."""

    def __init__(self, folder: Path) -> None:
        self.cache = folder / "cache"
        self._folder = folder
        self._encoder = NothingToEmbed()
        self._lexicon = Lexicon.load(PROJECT / "data")
        self._environment = process_environment(CROSSAISLE_CACHE=str(self.cache), CROSSAISLE_ENCODERS="use")
        (folder / "mapping.yml").write_text(MAPPING)
        for name in ("old", "new"):
            rows = [
                {"id": f"{row}", "name": f"{WORDS[row % len(WORDS)]} {name} {row}", "price": "3"}
                for row in range(N_PRODUCTS)
            ]
            lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
            (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")

    def start(self, name: str, *options: str) -> subprocess.Popen[str]:
        """Start an import, and return once it holds the lock."""
        feed, mapping = self._folder / f"{name}.jsonl", self._folder / "mapping.yml"
        shutil.rmtree(self.cache / "rejects", ignore_errors=True)
        importing = subprocess.Popen(
            [sys.executable, "-m", "actions.cli", "import", str(feed), "--mapping", str(mapping), *options],
            cwd=PROJECT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + PATIENCE
        while not (self.cache / "rejects").exists() and importing.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        return importing

    def run(self, name: str) -> float:
        """Import to the end and return how many seconds that took."""
        importing = self.start(name)
        started = time.monotonic()
        _, told = importing.communicate(timeout=PATIENCE)
        assert importing.returncode == 0, told
        return time.monotonic() - started

    def serving(self) -> str:
        """Return which feed is served; fails where it is not served whole, or needs work before it can be."""
        catalogue = Catalogue.load(self.cache)
        told: list[str] = []
        indexes = load_or_build_indexes(catalogue, {"use": self._encoder}, self._lexicon, self.cache, tell=told.append)
        assert told == []
        titles = [product.titles["de"] for product in catalogue]
        assert len(titles) == N_PRODUCTS
        rows = [3, 100, N_PRODUCTS - 1]
        hits = indexes.vectors["use"].search(self._encoder.encode_queries([titles[row] for row in rows]), 1)
        assert hits.rows[:, 0].tolist() == rows
        assert indexes.words.scores("roter Schuh", "de").argmax() % len(WORDS) == WORDS.index("roter Schuh")
        (name,) = {title.split()[-2] for title in titles}
        return name


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop(tmp_path_factory.mktemp("killed"))


@pytest.mark.model
def test_import_killed_at_any_moment_leaves_a_whole_catalogue_serving(shop: Shop) -> None:
    seconds = shop.run("old")
    assert shop.serving() == "old"
    chance = random.Random(20)
    for place in range(N_KILLS):
        before = shop.serving()
        importing = shop.start("new" if before == "old" else "old")
        time.sleep(seconds * (place + chance.random()) / N_KILLS)
        importing.kill()
        importing.communicate(timeout=PATIENCE)
        assert shop.serving() in {"old", "new"}
    last = "old" if shop.serving() == "new" else "new"
    shop.run(last)
    assert shop.serving() == last
    assert sorted(path.name for path in shop.cache.iterdir()) == [
        ".import.lock",
        FILE_NAME,
        "index",
        "lexicon.json",
        "rejects",
    ]
    assert len(list((shop.cache / "index").iterdir())) <= 2, "the catalogue's, and the one's before it"


def test_two_imports_at_once_are_done_one_after_the_other(shop: Shop) -> None:
    first, second = shop.start("old", "--no-index"), shop.start("new", "--no-index")
    for importing in (first, second):
        _, told = importing.communicate(timeout=PATIENCE)
        assert importing.returncode == 0, told
    assert {product.titles["de"].split()[-2] for product in Catalogue.load(shop.cache)} == {"new"}
