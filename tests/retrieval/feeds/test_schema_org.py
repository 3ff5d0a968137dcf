import json
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.product import Product
from tests.retrieval.feeds.conftest import Given, Read, merchant

SHOP = merchant("DE", "de", "EUR", "json-ld")


@pytest.fixture
def give(tmp_path: Path, read: Read):
    def call(*records: object) -> Given:
        path = tmp_path / "products.jsonld"
        path.write_text("\n".join(json.dumps(record) for record in records))
        return read(path, SHOP)

    return call


def one(give, **fields: object) -> Product:
    record = {"@type": "Product", "sku": "1", "name": "Ding", "offers": {"price": "5", "priceCurrency": "EUR"}}
    (product,) = give({**record, **fields}).products
    return product


@pytest.mark.parametrize(
    ("offers", "price", "currency", "stock"),
    [
        ({"price": "5.00", "priceCurrency": "EUR"}, "5.00", "EUR", None),
        ([{"price": 7, "priceCurrency": "EUR"}, {"price": 5, "priceCurrency": "EUR"}], "5", "EUR", None),
        ([{"price": 3, "priceCurrency": "USD"}, {"price": 5, "priceCurrency": "EUR"}], "5", "EUR", None),
        ([{"price": 3, "priceCurrency": "USD"}], "3", "USD", None),
        (
            {"@type": "AggregateOffer", "lowPrice": "4,50", "highPrice": "9", "priceCurrency": "EUR"},
            "4.50",
            "EUR",
            None,
        ),
        (
            {
                "@type": "AggregateOffer",
                "lowPrice": 1,
                "priceCurrency": "EUR",
                "offers": [
                    {"price": 2, "priceCurrency": "EUR", "availability": "SoldOut"},
                    {"price": 3, "priceCurrency": "EUR", "availability": "InStock"},
                ],
            },
            "3",
            "EUR",
            None,
        ),
        ({"price": 5, "availability": "https://schema.org/Discontinued"}, "5", "EUR", 0),
    ],
)
def test_cheapest_offer_on_sale_counts(give, offers: object, price: str, currency: str, stock: int | None) -> None:
    product = one(give, offers=offers)
    assert (product.price, product.currency, product.stock) == (Decimal(price), currency, stock)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda node: node,
        lambda node: [node],
        lambda node: {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, node]},
        lambda node: {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": node}]},
        lambda node: {"@type": "WebPage", "mainEntity": node},
        lambda node: {"@type": "Offer", "itemOffered": node},
        lambda node: {f"schema:{key}" if key[0] != "@" else key: value for key, value in node.items()},
        lambda node: {**node, "@type": ["https://schema.org/Product", "Thing"]},
        lambda node: {**node, "isSimilarTo": {"@type": "Product", "sku": "2", "name": "Anderes"}},
    ],
)
def test_product_is_found_wherever_a_document_keeps_its_own(give, wrap) -> None:
    node = {"@type": "Product", "sku": "1", "name": "Ding", "offers": {"price": "5", "priceCurrency": "EUR"}}
    assert give(wrap(node)).ids() == ["1"]


def test_documents_may_follow_each_other(give) -> None:
    nodes = [{"@type": "Product", "sku": str(n), "name": "Ding", "offers": {"price": 5}} for n in range(3)]
    assert give(*nodes).ids() == ["0", "1", "2"]


def test_texts_of_all_languages_are_kept(give) -> None:
    name = [{"@value": "茶杯", "@language": "zh-Hans"}, {"@value": "Tasse", "@language": "de"}]
    assert one(give, name=name).titles == {"zh-Hans": "茶杯", "de": "Tasse"}


def test_id_is_the_first_that_there_is(give) -> None:
    assert one(give, sku=None, gtin13="4012345678901", url="https://a.example").product_id == "4012345678901"
    assert one(give, sku="", **{"@id": "https://a.example/#p"}).product_id == "https://a.example/#p"


@pytest.mark.parametrize(
    ("fields", "audience"),
    [
        ({"suggestedGender": "Male"}, "men"),
        ({"suggestedGender": "female", "suggestedMaxAge": 12}, "girls"),
        ({"audienceType": "Damen"}, "women"),
        ({}, ""),
    ],
)
def test_audience_is_understood(give, fields: dict, audience: str) -> None:
    assert one(give, audience={"@type": "PeopleAudience", **fields}).audience == audience


def test_nodes_of_odd_kinds_do_no_harm(give) -> None:
    product = one(
        give, brand={"name": {"name": []}}, color=[None, {"x": 1}], size=[[]], weight={}, category=[{}], image=[]
    )
    assert (product.brand, product.colors, product.sizes, product.image) == ("", (), (), "")
