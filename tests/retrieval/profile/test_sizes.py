"""Which sizes are a shopper's own."""

import pytest

from retrieval.profile.sizes import own_sizes, system_of
from tests.fakes import product


def shoe(*sizes: str, category: str = "running shoes"):
    return product("-".join(sizes) or "none", category=category, sizes=sizes)


def found(*products) -> list[tuple[str, str]]:
    return [(one.category, one.text) for one in own_sizes(products)]


def test_size_most_bought_counts_by_system_and_category() -> None:
    bought = [shoe("EU 38"), shoe("EU 38"), shoe("EU 39"), shoe("JP 24"), shoe("M", category="shirt")]
    assert found(*bought) == [("running shoes", "EU 38"), ("running shoes", "JP 24"), ("shirt", "M")]


def test_product_sold_in_many_sizes_does_not_say_which_was_taken() -> None:
    assert found(shoe("EU 38", "EU 39", "EU 40")) == []
    assert found(shoe("S", "M"), shoe("M", "L")) == [("running shoes", "M")]


@pytest.mark.parametrize("sizes", [(), ("one size",), ("One Size",)])
def test_what_has_no_size_says_nothing(sizes: tuple[str, ...]) -> None:
    assert found(shoe(*sizes)) == []


@pytest.mark.parametrize(
    ("size", "read"),
    [
        ("EU 38", ("EU", "38")),
        ("us-9", ("US", "9")),
        ("JP 25.5", ("JP", "25.5")),
        ("均码", ("", "均码")),
        ("XL", ("", "XL")),
    ],
)
def test_system_is_read_off_the_size(size: str, read: tuple[str, str]) -> None:
    assert system_of(size) == read
