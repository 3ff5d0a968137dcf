from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from retrieval.pricing import splitting
from retrieval.pricing.consignment import Item
from retrieval.pricing.landed_cost import LandedCost, landed_cost
from retrieval.pricing.money import Money
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.pricing.splitting import MOST_PARCELS, Pieces, cheaper_split
from tests.retrieval.pricing.made_rules import SOURCE, records_of, rules_of

ON = date(2026, 11, 22)
LEAST = Decimal(3)
CostOf = Callable[[Pieces], LandedCost]
MADE = rules_of(*records_of("CL", "USD", relief="100", duty="0.10", vat="0.20"))
"""Up to 100 dollars no duty, above it 10 % of the goods; 20 % VAT on goods, carriage and duty."""


def goods(*lines: tuple[str, int]) -> list[Item]:
    return [Item(Money.parse(price, "USD"), quantity, hs_code="6912.00") for price, quantity in lines]


def priced(
    items: list[Item], rules: Rules, rates: ExchangeRates, carriage: str = "5", origin: str = "CN", to: str = "CL"
) -> CostOf:
    """Return what prices pieces sent as one parcel, each parcel at the same carriage."""

    def cost_of(pieces: Pieces) -> LandedCost:
        sent = [Item(item.price, number, item.hs_code) for item, number in zip(items, pieces, strict=True) if number]
        return landed_cost(sent, origin, to, ON, Money.parse(carriage, "USD"), rules, rates, "USD")

    return cost_of


def test_parcels_below_the_threshold_save_the_duty_less_their_carriage(rates: ExchangeRates) -> None:
    """By hand: one parcel 120 + 5 + 12 duty + 27.40 VAT = 164.40; two of 60 + 5 + 13 VAT = 78 are 156."""
    items = goods(("60", 2))
    split = cheaper_split(items, priced(items, MADE, rates), MADE, rates, LEAST)
    assert split is not None
    assert split.parcels == ((1,), (1,))
    assert split.saving == Money(Decimal("8.40"), "USD")
    assert split.rule.rule_id == "relief"


def test_carriage_of_another_parcel_can_eat_the_saving_up(rates: ExchangeRates) -> None:
    """The duty and the VAT on it are 14.40; another parcel costs 12 and 2.40 VAT, which is the same."""
    items = goods(("60", 2))
    assert cheaper_split(items, priced(items, MADE, rates, carriage="12"), MADE, rates, Decimal("0.01")) is None


@pytest.mark.parametrize(("least", "is_said"), [("8.40", True), ("8.41", False)])
def test_saving_below_the_least_is_none(rates: ExchangeRates, least: str, is_said: bool) -> None:
    items = goods(("60", 2))
    assert (cheaper_split(items, priced(items, MADE, rates), MADE, rates, Decimal(least)) is not None) is is_said


def test_what_stays_within_the_threshold_is_not_parted(rates: ExchangeRates) -> None:
    items = goods(("50", 2))
    assert cheaper_split(items, priced(items, MADE, rates, carriage="0"), MADE, rates, Decimal("0.01")) is None


def test_single_piece_cannot_be_parted(rates: ExchangeRates) -> None:
    items = goods(("300", 1))
    assert cheaper_split(items, priced(items, MADE, rates), MADE, rates, LEAST) is None


def test_piece_over_the_threshold_goes_alone(rates: ExchangeRates) -> None:
    items = goods(("300", 1), ("90", 1))
    split = cheaper_split(items, priced(items, MADE, rates, carriage="1"), MADE, rates, LEAST)
    assert split is not None
    assert set(split.parcels) == {(1, 0), (0, 1)}
    assert split.saving.amount == Decimal("9.60"), "the duty on 90 with its VAT is 10.80, carriage and VAT 1.20"


def test_nothing_is_said_where_the_cost_of_one_parcel_is_unknown(rules: Rules, rates: ExchangeRates) -> None:
    """Over 135 pounds British duty is not recorded for these goods, and unknown is not dear."""
    items = [Item(Money.parse("100", "USD"), 3, hs_code="2204.21")]
    cost_of = priced(items, rules, rates, to="GB")
    assert not cost_of((3,)).complete
    assert cheaper_split(items, cost_of, rules, rates, LEAST) is None


def test_nothing_is_said_where_a_parcels_cost_is_unknown(rates: ExchangeRates) -> None:
    fee = {"id": "fee", "market": "CL", "kind": "fee", "amount": "1", "currency": "USD", **SOURCE}
    small = {"measure": "goods", "up_to": "100", "currency": "USD"}
    unsure = {**fee, "threshold": small, "confidence": "unconfirmed"}
    known = rules_of(*records_of("CL", "USD", "100", "0.10", "0.20"), unsure)
    items = goods(("60", 2))
    assert cheaper_split(items, priced(items, known, rates), known, rates, LEAST) is None


def test_whole_amount_cliff_is_avoided(rates: ExchangeRates) -> None:
    """As in Korea: to 150 dollars no tax at all, above it tax on everything, carriage too."""
    cliff = {"measure": "goods", "up_to": "150", "currency": "USD"}
    free = {"id": "free", "market": "CL", "kind": "vat", "rate": "0", "threshold": cliff, **SOURCE}
    known = rules_of(*records_of("CL", "USD", "150", "0.08", "0.10"), free)
    items = goods(("80", 2))
    split = cheaper_split(items, priced(items, known, rates, carriage="10"), known, rates, LEAST)
    assert split is not None
    assert split.saving.amount == Decimal("21.08"), "12.80 duty and 18.28 VAT (10 % of 182.80) less 10.00 carriage"


def test_waiver_of_small_tax_is_reached_by_parting(rates: ExchangeRates) -> None:
    """As in Switzerland: tax up to 5 is not collected; 2 × (40 + 2) are 8.40 tax together and 4.20 each."""
    waived = {"measure": "tax", "up_to": "5", "currency": "USD"}
    waiver = {"id": "waiver", "market": "CL", "kind": "vat_waiver", "rate": "0", "threshold": waived, **SOURCE}
    known = rules_of(*records_of("CL", "USD", "1000", "0.10", "0.10"), waiver)
    items = goods(("40", 2))
    split = cheaper_split(items, priced(items, known, rates, carriage="2"), known, rates, LEAST)
    assert split is not None
    assert split.saving.amount == Decimal("6.20"), "8.20 tax less 2.00 carriage"
    assert split.rule.rule_id == "waiver"


# --- beside trying everything by plain means


def partitions(pieces: list[int], most: int) -> Iterator[list[list[int]]]:
    """Yield every way to part pieces, one after the other into a parcel that is there or a new one."""
    if not pieces:
        yield []
        return
    first, *others = pieces
    for parcels in partitions(others, most):
        for place in range(len(parcels)):
            yield [[*one, first] if at == place else one for at, one in enumerate(parcels)]
        if len(parcels) < most:
            yield [*parcels, [first]]


def cheapest_total(items: list[Item], cost_of: CostOf) -> Decimal:
    """Return the least that the pieces cost, each parting priced as it is."""
    pieces = [row for row, item in enumerate(items) for _ in range(item.quantity)]
    known = {}

    def total(parcel: list[int]) -> Decimal:
        counts = tuple(parcel.count(row) for row in range(len(items)))
        if counts not in known:
            known[counts] = cost_of(counts).total.amount
        return known[counts]

    return min(sum(map(total, parcels), Decimal(0)) for parcels in partitions(pieces, MOST_PARCELS))


@pytest.mark.parametrize("seed", range(6))
def test_small_purchase_is_parted_as_cheaply_as_can_be(rates: ExchangeRates, seed: int) -> None:
    random = Random(seed)
    items = goods(*((str(random.randint(10, 95)), random.randint(1, 2)) for _ in range(3)))
    cost_of = priced(items, MADE, rates, carriage="2")
    whole = cost_of(tuple(item.quantity for item in items)).total.amount
    split = cheaper_split(items, cost_of, MADE, rates, Decimal("0.01"))
    assert whole - (split.saving.amount if split else Decimal(0)) == cheapest_total(items, cost_of)


@pytest.mark.parametrize("seed", range(4))
def test_large_purchase_is_parted_within_reach_and_its_saving_is_exact(
    rates: ExchangeRates, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way that fills parcels never promises more than there is, and finds something where much is to save."""
    random = Random(seed)
    items = goods(*((str(random.randint(20, 60)), 1) for _ in range(6)))
    cost_of = priced(items, MADE, rates, carriage="1")
    best = cheapest_total(items, cost_of)
    monkeypatch.setattr(splitting, "MOST_TRIED", 1)
    split = cheaper_split(items, cost_of, MADE, rates, LEAST)
    assert split is not None
    whole = cost_of((1,) * 6).total.amount
    assert sum((cost_of(one).total.amount for one in split.parcels), Decimal(0)) == whole - split.saving.amount
    assert whole - split.saving.amount >= best
    assert [sum(column) for column in zip(*split.parcels, strict=True)] == [1] * 6


def test_five_hundred_lines_are_parted_with_few_prices(rates: ExchangeRates) -> None:
    items = goods(*(("1.90", 1) for _ in range(500)))
    n_priced = 0
    plain = priced(items, MADE, rates, carriage="1")

    def cost_of(pieces: Pieces) -> LandedCost:
        nonlocal n_priced
        n_priced += 1
        return plain(pieces)

    split = cheaper_split(items, cost_of, MADE, rates, LEAST)
    assert split is not None
    assert len(split.parcels) == MOST_PARCELS
    assert n_priced < 12


def test_same_pieces_in_any_currency_cross_the_threshold_of_the_rule(rates: ExchangeRates) -> None:
    items = [Item(Money.parse("60", "EUR"), 2, hs_code="6912.00")]
    split = cheaper_split(items, priced(items, MADE, rates), MADE, rates, LEAST)
    assert split is not None
    assert split.saving.currency == "USD"
