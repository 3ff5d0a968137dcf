from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval import catalogue_file, catalogue_writer
from retrieval.catalogue import FILE_NAME, Catalogue
from retrieval.catalogue_file import source_in
from retrieval.catalogue_writer import CatalogueWriter
from retrieval.errors import ArtifactError, CatalogError, UnknownProduct
from tests.fakes import HERE, THERE, product

FULL = product(
    "full",
    descriptions={"de": "Ein Ding", "ar": "شيء"},
    brand="Oku",
    colors=("red",),
    materials=("wood",),
    sizes=("EU 38",),
    audience="women",
    weight_kg=0.4,
    hs_code="6109.10",
    origin="PT",
    attributes={"capacity_l": 24, "waterproof": True, "plug": "F"},
    image="https://example.org/a.png",
    stock=0,
    rating=4.5,
    n_ratings=12,
    added=date(2026, 1, 2),
)


def catalogue() -> Catalogue:
    return Catalogue.from_products([FULL, product("bare")], [HERE, THERE], "test")


def test_saved_and_loaded_catalogue_is_equal(tmp_path: Path) -> None:
    made = catalogue()
    made.save(tmp_path)
    loaded = Catalogue.load(tmp_path)
    assert loaded == made
    assert tuple(loaded) == made.products
    assert (loaded.merchants, loaded.source) == (made.merchants, "test")
    assert loaded.categories() == {"thing": "things"}
    assert loaded.brands() == ["Oku"]
    assert [loaded.n_sold_by(merchant) for merchant in ("here", "there", "nobody")] == [2, 0, 0]


def test_fingerprint_follows_the_content() -> None:
    dearer = Catalogue.from_products([replace(FULL, price=Decimal("21")), product("bare")], [HERE, THERE], "test")
    assert catalogue().fingerprint == catalogue().fingerprint != dearer.fingerprint


def test_product_is_found_by_id_and_an_unknown_one_named() -> None:
    made = catalogue()
    assert made.get("bare").product_id == "bare"
    assert made.merchant_of(made.get("full")) == HERE
    with pytest.raises(UnknownProduct, match="'nope'"):
        made.get("nope")


def test_two_products_of_one_id_are_refused() -> None:
    with pytest.raises(CatalogError, match="share the id 'a'"):
        Catalogue.from_products([product("a"), product("a")], [HERE], "test")


def test_product_of_an_unknown_merchant_is_refused() -> None:
    with pytest.raises(CatalogError, match="sold by 'there'"):
        Catalogue.from_products([product("a", merchant_id="there")], [HERE], "test")


def test_missing_catalogue_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="crossaisle import demo"):
        Catalogue.load(tmp_path)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_truncated_catalogue_is_never_half_read(tmp_path: Path, kept: float) -> None:
    path = catalogue().save(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(ArtifactError):
        Catalogue.load(tmp_path)


def test_catalogue_that_lost_a_whole_line_is_named(tmp_path: Path) -> None:
    path = catalogue().save(tmp_path)
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    with pytest.raises(ArtifactError, match="truncated or was edited"):
        Catalogue.load(tmp_path)


def test_other_format_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('{"format": 99}\n')
    with pytest.raises(ArtifactError, match="format 99"):
        Catalogue.load(tmp_path)


ODD_IDS = [
    "plain",
    '12" vinyl',
    '12" single',
    '"',
    '""',
    "back\\slash",
    "ends with \\",
    "two\nlines",
    "杯子-1",
    "كوب-٢",
    "แก้ว",
    "çığ-İ",
    "👟",
    "👟👟",
    " ",
    'a", "merchant_id": "there',
]


@pytest.mark.parametrize("block_bytes", [7, 64, 1000, 4 << 20])
@pytest.mark.parametrize("n_cached", [2, 100])
def test_every_product_is_found_by_id_and_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block_bytes: int, n_cached: int
) -> None:
    """Whatever is in an id, wherever the blocks end that the file is read in, and whether or not all are kept."""
    products = [product(product_id, titles={"de": f"Ding {product_id}"}) for product_id in ODD_IDS]
    Catalogue.from_products(products, [HERE], "test").save(tmp_path)
    monkeypatch.setattr(catalogue_file, "N_CACHED", n_cached)
    monkeypatch.setattr(catalogue_file, "_BLOCK_BYTES", max(block_bytes, 1000))
    loaded = Catalogue.load(tmp_path)
    monkeypatch.setattr(catalogue_file, "_BLOCK_BYTES", block_bytes)
    assert list(loaded) == products
    assert [loaded.get(product_id) for product_id in ODD_IDS] == products
    assert [loaded.rows[product_id] for product_id in ODD_IDS] == list(range(len(products)))
    assert list(loaded.rows) == ODD_IDS
    assert [loaded.products[row] for row in (-1, 0)] == [products[-1], products[0]]
    assert list(loaded.products[3:1:-1]) == products[3:1:-1]
    assert "12" not in loaded
    assert 12 not in loaded
    assert "half \ud800" not in loaded
    with pytest.raises(IndexError):
        loaded.products[len(products)]


@pytest.mark.parametrize("block_bytes", [1, 2, 50, 333])
def test_file_is_checked_the_same_whatever_it_is_read_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block_bytes: int
) -> None:
    path = catalogue().save(tmp_path)
    begin = path.read_bytes()[:-1].rfind(b"\n") + 1
    with path.open("rb") as file:
        whole = catalogue_file._scan(file.fileno(), begin)
        monkeypatch.setattr(catalogue_file, "_BLOCK_BYTES", block_bytes)
        parts = catalogue_file._scan(file.fileno(), begin)
    assert [part.tolist() for part in parts[:2]] == [part.tolist() for part in whole[:2]]
    assert parts[2].hexdigest() == whole[2].hexdigest()


def test_ids_of_equal_hash_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_file, "id_hash", lambda _: 7)
    monkeypatch.setattr(catalogue_writer, "id_hash", lambda _: 7)
    products = [product(product_id) for product_id in "abc"]
    Catalogue.from_products(products, [HERE], "test").save(tmp_path)
    loaded = Catalogue.load(tmp_path)
    assert [loaded.get(product_id) for product_id in "cba"] == products[::-1]
    assert "d" not in loaded


def test_any_damaged_byte_is_noticed(tmp_path: Path) -> None:
    path = catalogue().save(tmp_path)
    content = path.read_bytes()
    for place in range(0, len(content), 13):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(ArtifactError):
            Catalogue.load(tmp_path)


def test_open_catalogue_keeps_its_products_when_another_takes_its_place(tmp_path: Path) -> None:
    catalogue().save(tmp_path)
    opened = Catalogue.load(tmp_path)
    Catalogue.from_products([product("other")], [HERE], "test").save(tmp_path)
    assert list(opened) == list(catalogue())
    assert [one.product_id for one in Catalogue.load(tmp_path)] == ["other"]


def test_file_that_is_cut_while_in_use_is_named(tmp_path: Path) -> None:
    path = catalogue().save(tmp_path)
    opened = Catalogue.load(tmp_path)
    with path.open("r+b") as file:
        file.truncate(100)
    with pytest.raises(ArtifactError, match="while it was in use"):
        opened.get("bare")


def test_catalogue_without_products_is_one_too(tmp_path: Path) -> None:
    Catalogue.from_products([], [HERE], "test").save(tmp_path)
    loaded = Catalogue.load(tmp_path)
    assert (len(loaded), list(loaded), "a" in loaded) == (0, [], False)


def test_what_is_not_finished_leaves_the_former_catalogue_and_no_file(tmp_path: Path) -> None:
    catalogue().save(tmp_path)
    with CatalogueWriter(tmp_path, "new") as writer:
        writer.add(product("new"))
    assert Catalogue.load(tmp_path) == catalogue()
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_writer_refuses_two_products_of_one_id(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path, "new") as writer:
        for product_id in ("a", '12", "b', "c", '12", "b'):
            writer.add(product(product_id))
        with pytest.raises(CatalogError, match="share the id"):
            writer.finish([HERE])
    assert list(tmp_path.iterdir()) == []


def test_writer_refuses_a_product_of_an_unknown_merchant(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path, "new") as writer:
        writer.add(product("a", merchant_id="there"))
        with pytest.raises(CatalogError, match="sold by 'there'"):
            writer.finish([HERE])


def test_half_of_a_surrogate_pair_is_named(tmp_path: Path) -> None:
    with CatalogueWriter(tmp_path, "new") as writer, pytest.raises(CatalogError, match=r"'a'.*surrogate"):
        writer.add(product("a", brand="\ud83d"))


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArtifactError, match="cannot be written"):
        CatalogueWriter(tmp_path / "file", "new")


def test_source_is_told_without_reading_the_rest(tmp_path: Path) -> None:
    path = catalogue().save(tmp_path)
    assert source_in(path) == "test"
    path.write_text('{"format": 1, "source": "older"}\n')
    assert source_in(path) == "older"
    path.write_bytes(b"\xff\xfe")
    assert source_in(path) is None
    assert source_in(tmp_path / "missing") is None
