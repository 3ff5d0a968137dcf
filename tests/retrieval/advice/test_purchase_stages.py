import numpy as np
import pytest

from retrieval.advice.purchase_stages import Stage, StageRates
from retrieval.events import Event
from tests.retrieval.advice.shoppers import Events, did


def shoppers(n: int, share: float, *types: str, seed: int = 0) -> list[Event]:
    """Return `n` shoppers who do `types` with a product and buy it in a `share` of cases."""
    buys = np.random.default_rng(seed).random(n) < share
    events = []
    for number in range(n):
        user_id = f"{'-'.join(types)}-{number}"
        for minute, type_ in enumerate((*types, *(["purchase"] if buys[number] else []))):
            events.append(did(user_id, type_, "tea", minute))
    return events


def test_rates_are_calibrated() -> None:
    events = [*shoppers(2_000, 0.5, "view", "cart"), *shoppers(2_000, 0.02, "view")]
    rates = StageRates.from_store(Events(events))
    assert rates.rate(Stage.CARTED) == pytest.approx(0.5, abs=0.03)
    assert rates.rate(Stage.SEEN) == pytest.approx((0.5 + 0.02) / 2, abs=0.03)  # half of them went on to the cart


@pytest.mark.parametrize(
    ("types", "stage"),
    [
        ([], Stage.UNSEEN),
        (["view"], Stage.SEEN),
        (["view", "view"], Stage.LOOKED_AT),
        (["view", "cart"], Stage.CARTED),
        (["cart", "view"], Stage.CARTED),
        (["cart", "remove"], Stage.TAKEN_OUT),
        (["cart", "purchase"], Stage.BOUGHT),
        (["cart", "purchase", "view"], Stage.SEEN),
    ],
)
def test_shopper_has_the_rate_of_the_stage_they_are_at(types: list[str], stage: Stage) -> None:
    source = Events([did("ann", type_, "tea", minute) for minute, type_ in enumerate(types)])
    rates = StageRates.from_store(source)
    assert rates.probability("ann", "tea") == rates.rate(stage)
    assert rates.probability("ann", "mug") == rates.rate(Stage.UNSEEN)


def test_without_events_the_prior_speaks_and_few_change_it_little() -> None:
    empty = StageRates.from_store(Events())
    one = StageRates.from_store(Events([did("ann", "cart", "tea"), did("ann", "purchase", "tea", 1)]))
    assert empty.rate(Stage.SEEN) < empty.rate(Stage.LOOKED_AT) < empty.rate(Stage.CARTED)
    assert empty.rate(Stage.CARTED) < one.rate(Stage.CARTED) < empty.rate(Stage.CARTED) + 0.05


def test_rates_follow_what_is_added_and_erased() -> None:
    source = Events(shoppers(50, 0.5, "cart"))
    rates = StageRates.from_store(source)
    source.add(shoppers(50, 1.0, "view", "view"))
    source.erase("cart-3")
    anew = StageRates.from_store(source)
    assert [rates.rate(stage) for stage in Stage] == [anew.rate(stage) for stage in Stage]


def test_rates_are_those_of_who_consented_from_their_consent_on() -> None:
    events = shoppers(50, 0.5, "cart")
    source = Events([*events, did("安", "cart", "茶"), did("安", "purchase", "茶", 1)], silent=("安",))
    rates, without = StageRates.from_store(source), StageRates.from_store(Events(events))
    assert [rates.rate(stage) for stage in Stage] == [without.rate(stage) for stage in Stage]
    assert rates.probability("安", "茶") == rates.rate(Stage.BOUGHT), "their own events still tell how far they are"
    source.consent("安")
    everybody = StageRates.from_store(source)
    assert [rates.rate(stage) for stage in Stage] == [everybody.rate(stage) for stage in Stage]
    assert rates.rate(Stage.CARTED) > without.rate(Stage.CARTED)
