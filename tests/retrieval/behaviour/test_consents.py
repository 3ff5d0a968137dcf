from datetime import UTC, date, datetime, timedelta

import pytest

from retrieval.behaviour.consents import consenting, shopper_facts
from retrieval.database import create_engine_for
from retrieval.shopper_store import PERSONALISATION, ShopperStore

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def engine():
    return create_engine_for("sqlite://")


def test_nobody_is_nobody(engine):
    found = consenting(engine, TODAY)
    assert (dict(found.facts), found.n_refused, found.n_silent) == ({}, 0, 0)


def test_only_who_said_yes_last_consents_and_only_their_facts_are_read(engine):
    store = ShopperStore(engine)
    for user_id in ("yes", "no", "silent", "back"):
        store.set_shopper(user_id, country="JP", attributes={"age": 34, "gender": "女性", "occupation": "看護師"})
    store.record_consent("yes", PERSONALISATION, True, NOW)
    store.record_consent("no", PERSONALISATION, True, NOW)
    store.record_consent("no", PERSONALISATION, False, NOW + timedelta(days=1))
    store.record_consent("back", PERSONALISATION, False, NOW)
    store.record_consent("back", PERSONALISATION, True, NOW + timedelta(days=1))
    found = consenting(engine, TODAY)
    assert found.facts.keys() == {"yes", "back"}
    assert found.facts["yes"] == {"age_band": "25-34", "gender": "女性", "region": "jp", "occupation": "看護師"}
    assert (found.n_refused, found.n_silent) == (1, 1)
    assert "yes" in found
    assert "no" not in found


def test_yes_to_another_purpose_is_none_to_this(engine):
    ShopperStore(engine).record_consent("ann", "birthday", True, NOW)
    assert "ann" not in consenting(engine, TODAY)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"age": 17}, "under-18"), ({"age": "65"}, "65-plus"), ({"age_band": "25-34", "age": 70}, "25-34"),
        ({"birth_date": "1991-11-27"}, "25-34"), ({"birth_date": "1991-11-26"}, "35-44"),
        ({"birth_year": "2000"}, "25-34"),
        ({"age": 300}, ""), ({"age": "old"}, ""), ({"birth_date": "soon"}, ""), ({"birth_year": None}, ""),
        ({"birth_date": "2030-01-01"}, ""), ({"age_band": ["x"]}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_age_band_is_read_in_any_form_or_not_at_all(attributes, expected):
    assert shopper_facts(attributes, None, TODAY).get("age_band", "") == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("  Öğretmen  Hanım ", "öğretmen-hanım"), ("مهندس", "مهندس"), ("ครู", "ครู"), ("x" * 61, None), (7, None)],
)
def test_texts_are_folded_in_any_script(given, expected):
    assert shopper_facts({"occupation": given}, None, TODAY).get("occupation") == expected


def test_region_is_told_or_else_the_country():
    assert shopper_facts({"region": "Bavaria"}, "DE", TODAY)["region"] == "bavaria"
    assert shopper_facts({}, "DE", TODAY)["region"] == "de"
