"""The probability of a purchase: by the stage, moved by what is foretold; the stages alone where nothing serves."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.advice.purchase_chances import METHOD, STAGES_ALONE, Examples, PurchaseChances, ServedChances
from retrieval.advice.purchase_stages import Stage, StageRates
from retrieval.errors import ArtifactError
from retrieval.quality.purchase_training import SETTINGS
from retrieval.quality.serving import Served
from retrieval.recommenders.purchase_probability import PurchaseProbability
from tests.retrieval.advice.haggling_shoppers import N_ITEMS, OTHER, OWN, as_interactions, haggling
from tests.retrieval.advice.shoppers import Events, did

COLUMNS = {f"i{item}": item for item in range(N_ITEMS)}
CARTED = list(Stage).index(Stage.CARTED)


@pytest.fixture(scope="module")
def foretelling() -> PurchaseProbability:
    return PurchaseProbability.fit(*as_interactions(haggling(200, seed=1)), SETTINGS)


@pytest.fixture(scope="module")
def chances(foretelling: PurchaseProbability) -> PurchaseChances:
    return PurchaseChances.fit(foretelling, haggling(200, seed=1), haggling(80, seed=2))


def buyer_of_even(*carted: str) -> Events:
    even = [did("ann", "purchase", f"i{item}", item) for item in (0, 2, 4, 6)]
    return Events([*even, *(did("ann", "cart", product_id, 60) for product_id in carted)])


def test_in_the_cart_of_who_buys_such_things_is_likelier_than_what_they_never_buy(chances: PurchaseChances) -> None:
    events = buyer_of_even("i10", "i11").events_of("ann")
    own, other = (chances.probability(events, COLUMNS, product_id) for product_id in ("i10", "i11"))
    rate = float(chances.rates[CARTED])
    assert other < rate < own
    assert own - other > (OWN - OTHER) / 4


def test_as_many_are_bought_as_foretold(chances: PurchaseChances, foretelling: PurchaseProbability) -> None:
    examples = Examples.of(haggling(80, seed=3), foretelling)
    carted = examples.stages == CARTED
    foretold = chances.of_touched(examples.stages, examples.odds)[carted]
    bought = examples.is_bought[carted]
    is_high = foretold > np.median(foretold)
    assert bought.mean() == pytest.approx(foretold.mean(), abs=0.05)
    for group in (is_high, ~is_high):
        assert bought[group].mean() == pytest.approx(foretold[group].mean(), abs=0.1)


def test_what_was_never_touched_is_as_foretold(chances: PurchaseChances) -> None:
    events = buyer_of_even().events_of("ann")
    own, other = (chances.probability(events, COLUMNS, product_id) for product_id in ("i10", "i11"))
    assert other < own < 0.5


def test_without_examples_the_stages_speak_alone(foretelling: PurchaseProbability) -> None:
    found = PurchaseChances.fit(foretelling, haggling(100, seed=1), [])
    events = buyer_of_even("i10", "i11").events_of("ann")
    assert (found.slope, found.offset) == (0.0, 0.0)
    for product_id in ("i10", "i11"):
        assert found.probability(events, COLUMNS, product_id) == pytest.approx(found.rates[CARTED])


def test_loaded_is_as_it_was_saved(chances: PurchaseChances, tmp_path: Path) -> None:
    chances.save(tmp_path)
    events = buyer_of_even("i10").events_of("ann")
    for product_id in ("i10", "i12"):
        loaded = PurchaseChances.load(tmp_path).probability(events, COLUMNS, product_id)
        assert loaded == pytest.approx(chances.probability(events, COLUMNS, product_id))
    with pytest.raises(ArtifactError, match="no model"):
        PurchaseChances.load(tmp_path / "nowhere")


def test_version_that_serves_is_asked_and_it_is_told_what_answered(chances: PurchaseChances) -> None:
    source, told = buyer_of_even("i10", "new"), list[str]()
    stages, serving = StageRates.from_store(source), list[Served[PurchaseChances]]()
    served = ServedChances(lambda: serving[0] if serving else None, stages, source, told.append)
    assert served.probability("ann", "i10") == stages.probability("ann", "i10")
    serving.append(Served(1, METHOD, chances))
    assert served.probability("ann", "i10") == chances.probability(source.events_of("ann"), COLUMNS, "i10")
    assert served.probability("ann", "new") == stages.probability("ann", "new")
    assert told == [STAGES_ALONE, METHOD, STAGES_ALONE]


def test_an_event_counts_at_once_and_nobody_needs_to_be_known(chances: PurchaseChances) -> None:
    source = Events()
    served = ServedChances(lambda: Served(1, METHOD, chances), StageRates.from_store(source), source, lambda _: None)
    before = served.probability("คนใหม่", "i10")
    source.add([did("คนใหม่", "cart", "i10")])
    assert served.probability("คนใหม่", "i10") > before
