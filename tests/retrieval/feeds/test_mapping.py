from pathlib import Path

import pytest

from retrieval.errors import CatalogError
from retrieval.feeds import FeedMapping
from tests.conftest import PROJECT

SOUND = "source: x\nformat: jsonl\nmerchants: [{id: m, name: M, country: DE, language: de, currency: EUR}]\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("source: x\nformat: json\nfields: {}\n", "merchants"),
        (SOUND, "lacks fields"),
        (SOUND + "fields: []\n", "lacks fields"),
        (SOUND.replace("jsonl", "xls") + "fields: {price: p}\n", "format 'xls'; known are"),
        (SOUND + "fields: {prise: p}\n", "places for \\['prise'\\]"),
        (SOUND + "fields: {price: p}\nfeilds: {}\n", "has \\['feilds'\\]"),
        (SOUND + "fields: {price: p}\nmerchant: other\n", "merchant 'other'; known are \\['m'\\]"),
        (SOUND.replace("country: DE, ", "") + "fields: {price: p}\n", "KeyError\\('country'\\)"),
        ("- a list\n", "no object"),
        ("a: [", "cannot be read"),
    ],
)
def test_mapping_that_is_not_usable_is_named_with_what_is_wrong(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text(text)
    with pytest.raises(CatalogError, match=reason):
        FeedMapping.load(path)


def test_known_format_needs_no_fields(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    path.write_text(SOUND.replace("jsonl", "google-xml") + "language: fr\nencoding: cp1252\n")
    mapping = FeedMapping.load(path)
    assert (mapping.format, mapping.language, mapping.encoding) == ("google-xml", "fr", "cp1252")
    assert mapping.only_merchant("google-xml").merchant_id == "m"


def test_one_merchant_of_several_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yml"
    merchants = PROJECT / "data" / "demo" / "merchants.yml"
    path.write_text(f"source: x\nformat: shopify-csv\nmerchants: {merchants}\nmerchant: lavande\n")
    assert FeedMapping.load(path).only_merchant("shopify-csv").country == "FR"
    path.write_text(f"source: x\nformat: shopify-csv\nmerchants: {merchants}\n")
    with pytest.raises(CatalogError, match="belongs to one merchant"):
        FeedMapping.load(path).only_merchant("shopify-csv")


def test_feed_of_a_known_format_needs_no_mapping_file() -> None:
    mapping = FeedMapping.for_merchant("shop", "TH", "th", "THB")
    assert mapping.only_merchant("google-xml").currency == "THB"
    with pytest.raises(CatalogError, match="needs a mapping file"):
        FeedMapping.for_merchant("shop", "TH", "th", "THB", "csv")


@pytest.mark.parametrize("name", ["bestbuy", "demo", "retail-demo-store"])
def test_shipped_mappings_are_usable(name: str) -> None:
    mapping = FeedMapping.load(PROJECT / "data" / "mappings" / f"{name}.yml")
    assert mapping.merchants
    assert {"product_id", "titles", "price"} <= set(mapping.fields)
