from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.catalogue import FILE_NAME, Catalogue
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
    assert Catalogue.load(tmp_path) == made


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
