from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from retrieval.advice.offer_book import Offer, OfferBook, OfferKind
from retrieval.advice.offer_ledger import OfferLedger
from retrieval.advice.offers import HELD_FOR, Offers
from retrieval.advice.parcels import Parcels
from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.product import Product
from tests.fakes import HERE, THERE
from tests.retrieval.advice.shoppers import Events, bought
from tests.retrieval.advice.small_catalogue import thing

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEA = thing("green", "tea", "food", 40, weight_kg=0.4)
MUG = thing("white", "mug", "kitchen", 100, weight_kg=0.4)
PARCELS = Parcels(ExchangeRates.load(), Rules.load(), {one.merchant_id: one for one in (HERE, THERE)})


class Known:
    """Foretells what it is told to."""

    def __init__(self, **chances: float) -> None:
        self._chances = chances

    def probability(self, user_id: str, product_id: str) -> float:
        return self._chances.get(user_id, 0.1)


def offer(code: str, **fields: Any) -> Offer:
    made: dict[str, Any] = {
        "kind": OfferKind.PERCENT, "value": Decimal(10), "most": Decimal(20), "currency": "EUR",
        "budget": Decimal(100), "minimum": Decimal(0), "categories": (), "brands": (), "countries": frozenset(),
        "is_first_order": False, "first": date(2026, 1, 1), "last": date(2026, 12, 31), "per_shopper": 1,
        "floor": Decimal(0),
    }  # fmt: skip
    return Offer(code=code, **{**made, **fields})


def offers(tmp_path: Path, *made: Offer, chances: Known | None = None, events: Events | None = None) -> Offers:
    book = OfferBook({one.code: one for one in made}, {"default": Decimal("0.4"), "thin": Decimal("0.05")})
    ledger = OfferLedger(create_engine_for(f"sqlite:///{tmp_path}/shop.db"))
    return Offers(book, ledger, chances or Known(), events or Events(), PARCELS)


def codes(
    found: Offers, user_id: str = "ann", products: tuple[Product, ...] = (TEA,), country: str = "DE"
) -> list[str]:
    return [one.offer.code for one in found.proposals(user_id, products, country, NOW)]


def test_who_may_be_won_over_gets_it_and_who_buys_anyway_does_not(tmp_path: Path) -> None:
    found = offers(tmp_path, offer("TEN"), chances=Known(wavering=0.15, sure=0.95))
    assert codes(found, "wavering") == ["TEN"]
    assert codes(found, "sure") == []


def test_offer_that_adds_most_comes_first(tmp_path: Path) -> None:
    found = offers(tmp_path, offer("FIVE", value=Decimal(5)), offer("TEN"), chances=Known(ann=0.15))
    gains = [one.uplift.gain for one in found.proposals("ann", (TEA,), "DE", NOW)]
    assert gains == sorted(gains, reverse=True)
    assert min(gains) > 0


@pytest.mark.parametrize(
    ("fields", "country", "is_given"),
    [
        ({}, "DE", True),
        ({"categories": ("mug",)}, "DE", False),
        ({"brands": ("Klang",)}, "DE", False),
        ({"countries": frozenset({"FR"})}, "DE", False),
        ({"countries": frozenset({"DE"})}, "DE", True),
        ({"countries": frozenset({"DE"})}, "", False),
        ({"last": date(2026, 11, 21)}, "DE", False),
        ({"first": date(2026, 11, 23)}, "DE", False),
        ({"first": date(2026, 11, 22), "last": date(2026, 11, 22)}, "DE", True),
        ({"budget": Decimal("19.99")}, "DE", False),
        ({"floor": Decimal("0.31")}, "DE", False),
        ({"floor": Decimal("0.3")}, "DE", True),
        ({"minimum": Decimal(500), "kind": OfferKind.AMOUNT, "value": Decimal(5), "most": Decimal(5)}, "DE", True),
    ],
)
def test_conditions_floor_and_budget_are_kept(
    tmp_path: Path, fields: dict[str, Any], country: str, is_given: bool
) -> None:
    assert bool(codes(offers(tmp_path, offer("TEN", **fields)), country=country)) is is_given


def test_thin_margin_is_not_given_away(tmp_path: Path) -> None:
    assert codes(offers(tmp_path, offer("TEN")), products=(thing("x", "thin", "food", 100),)) == []


def test_first_order_is_for_who_has_not_ordered(tmp_path: Path) -> None:
    found = offers(tmp_path, offer("FIRST", is_first_order=True), events=Events(bought("bob", "mug")))
    assert codes(found, "ann") == ["FIRST"]
    assert codes(found, "bob") == []


def test_free_carriage_costs_what_the_merchant_asks(tmp_path: Path) -> None:
    shipping = offer("SHIP", kind=OfferKind.SHIPPING, value=Decimal(0), most=Decimal(15))
    found = offers(tmp_path, shipping, chances=Known(ann=0.15))
    assert codes(found, products=(MUG,)) == ["SHIP"]
    assert codes(found, products=(MUG,), country="") == []
    assert codes(found, products=(MUG,), country="RU") == []
    assert codes(found, products=(MUG,), country="Atlantis") == []


def test_without_products_there_is_nothing_to_weigh(tmp_path: Path) -> None:
    assert codes(offers(tmp_path, offer("TEN")), products=()) == []


def test_best_offer_is_held_and_the_next_where_its_budget_does_not_last(tmp_path: Path) -> None:
    scarce, plenty = offer("TEN", budget=Decimal(20)), offer("NINE", value=Decimal(9), budget=Decimal(200))
    found = offers(tmp_path, scarce, plenty, chances=Known(ann=0.15, bob=0.15))
    assert codes(found) == ["TEN", "NINE"]
    first, second = (found.grant(user_id, (TEA,), "DE", NOW) for user_id in ("ann", "bob"))
    assert first is not None
    assert (first.code, first.expires_at) == ("TEN", NOW + HELD_FOR)
    assert second is not None
    assert second.code == "NINE"


def test_budget_is_kept_over_many_shoppers(tmp_path: Path) -> None:
    found = offers(tmp_path, offer("TEN", budget=Decimal(100)))
    grants = [found.grant(f"u{number}", (TEA,), "DE", NOW) for number in range(9)]
    assert [grant is not None for grant in grants] == [True] * 5 + [False] * 4


def test_unknown_code_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="NOPE"):
        offers(tmp_path, offer("TEN")).offer("NOPE")
