import gzip
import json
import zipfile
from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.feeds import FeedMapping, read_feed
from retrieval.feeds.packed import RATIO_FROM
from retrieval.lexicon import Lexicon
from tests.fakes import HERE
from tests.retrieval.feeds.conftest import Read

FIELDS = {"product_id": "id", "merchant_id": {"constant": "here"}, "titles": {"de": "name"}, "price": "price"}
LINES = FeedMapping("test", "jsonl", FIELDS, {"here": HERE})
BOMB_SIZE = 3 * RATIO_FROM


def lines(*ids: str) -> bytes:
    return "".join(json.dumps({"id": name, "name": f"Tüte {name}", "price": "3"}) + "\n" for name in ids).encode()


def test_gzip_is_read_as_a_stream(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "feed.jsonl.gz"
    path.write_bytes(gzip.compress(lines("1", "2")))
    assert read(path, LINES).ids() == ["1", "2"]
    assert read(tmp_path, LINES).ids() == ["1", "2"], "in a folder too"


def test_members_of_an_archive_are_read_in_order_of_name(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("feeds/b.jsonl", lines("1", "3"))
        archive.writestr("feeds/a.jsonl", lines("1", "2"))
        archive.writestr("feeds/.hidden.jsonl", lines("9"))
        archive.writestr("readme.md", "no feed")
    given = read(path, LINES)
    assert given.ids() == ["1", "2", "3"]
    assert [(reject.file, reject.line) for reject in given.rejects] == [("feed.zip/feeds/b.jsonl", 1)]
    assert read(tmp_path, LINES).ids() == ["1", "2", "3"]


def test_archive_without_a_feed_is_refused(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.md", "no feed")
    with pytest.raises(CatalogError, match=r"holds no file that ends in \.jsonl"):
        read_feed(path, LINES, lexicon)


def test_bomb_in_gzip_is_refused(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "feed.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        file.write(lines("1"))
        for _ in range(BOMB_SIZE // 2**20):
            file.write(b" " * 2**20)
    with pytest.raises(CatalogError, match="is a bomb or damaged"):
        read(path, LINES)


def test_bomb_in_an_archive_is_refused(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("feed.jsonl", "w") as file:
        file.write(lines("1"))
        for _ in range(BOMB_SIZE // 2**20):
            file.write(b" " * 2**20)
    with pytest.raises(CatalogError, match="is a bomb or damaged"):
        read(path, LINES)


def test_size_is_bounded_whatever_the_ratio(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.feeds.packed.MAX_EXPANDED", 100)
    path = tmp_path / "feed.jsonl.gz"
    path.write_bytes(gzip.compress(lines("1", "2", "3", "4")))
    with pytest.raises(CatalogError, match="allowed are 200 for one and 100 in all"):
        read(path, LINES)


def test_gzip_that_is_cut_off_gives_what_it_can_and_says_so(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "feed.jsonl.gz"
    ids = [f"{place * 7919:x}" for place in range(3_000)]
    path.write_bytes(gzip.compress(lines(*ids))[:-500])
    given = read(path, LINES)
    assert given.ids() == ids[: len(given.products)]
    assert given.products
    (reject,) = given.rejects
    assert reject.is_rest_lost
    assert "damaged or cut off" in reject.reason


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_rare_packing_is_refused(tmp_path: Path, read: Read, packing: int) -> None:
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("feed.jsonl", lines("1"))
    with pytest.raises(CatalogError, match="packed in a rare way"):
        read(path, LINES)
