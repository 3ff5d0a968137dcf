"""A card goes with a gift and is none."""

import pytest

from retrieval.advice.gifts import _fit
from retrieval.advice.recipients import Recipient
from tests.fakes import product

MOTHER = Recipient("mother", "women", 50, False, ("scarf",), ())


@pytest.mark.parametrize("category", ["scarf", "lamp"])
def test_card_for_the_occasion_comes_after_gifts(category: str) -> None:
    card = product("card", category="greeting card", attributes={"occasion": "birthday"})
    assert _fit(card, MOTHER, None) < _fit(product("gift", category=category), MOTHER, None)
