"""What the law says, in the talk: after the shop's own words, dated, as information, with what is not known."""

from datetime import date

import pytest

from actions.shop import Shop
from actions.turns.rights import law_lines, law_payload
from tests.actions.chat import Chat

RETURN = "How long can I return something?"


def asked(shop: Shop, country: str, language: str = "en"):
    return Chat(shop, language, {"country": country}).say("action_policy", RETURN, "ask_return_policy")


def keys(shop: Shop, country: str) -> list[str]:
    return [line.key for line in law_lines(country, shop)]


def test_shops_own_words_come_first_then_the_law_with_its_source(shop: Shop) -> None:
    reply = asked(shop, "DE")
    assert reply.keys == [
        "policy_from", "policy_text", "policy_law", "rights_postage_buyer_if_told", "rights_exceptions",
        "rights_guarantee_least", "rights_import_any_return_within", "rights_source",
    ]  # fmt: skip
    assert reply.text.index("Within 30 days.") < reply.text.index("14 days") < reply.text.index("at least 2 years")
    assert "information, not legal advice" in reply.text
    assert "Directive 2011/83/EU" in reply.text
    assert "90 days from the import" in reply.text
    law = reply.payload["law"]
    assert (law["days"], law["scope"], law["unknown"]) == (14, "everywhere", [])
    assert all(right["source"]["checked_on"] == "2026-11-26" for right in law["rights"])


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("CN", ["policy_law", "rights_postage_buyer", "rights_exceptions", "rights_unknown", "rights_source"]),
        ("TW", ["policy_law", "rights_postage_seller", "rights_exceptions", "rights_unknown", "rights_source"]),
        ("TR", ["policy_law", "rights_unknown", "rights_source"]),
        ("CH", ["policy_no_law", "rights_guarantee", "rights_import_agreed_return", "rights_source"]),
        ("AU", ["policy_no_law", "rights_guarantee_reasonable", "rights_unknown", "rights_source"]),
        ("US", ["rights_by_state", "rights_unknown", "rights_source"]),
        ("JP", ["rights_unless_stated", "rights_postage_buyer", "rights_import_any_return_within", "rights_unknown",
                "rights_source"]),
        ("TH", []),
        ("IN", []),
        ("nowhere", []),
    ],
)  # fmt: skip
def test_each_country_is_told_what_is_known_and_what_is_not(shop: Shop, country: str, expected: list[str]) -> None:
    assert keys(shop, country) == expected
    assert (law_payload(country, shop) is None) == (not expected)


def test_what_is_unknown_is_named(shop: Shop) -> None:
    assert law_payload("TR", shop)["unknown"] == ["postage", "exceptions", "guarantee", "import_charges"]  # type: ignore[index]
    assert "who pays for sending goods back, goods that are excepted" in asked(shop, "TR").text


@pytest.mark.parametrize(
    ("language", "country", "name"),
    [("zh-Hans", "CN", "中国"), ("ar", "DE", "ألمانيا"), ("th", "TW", "ไต้หวัน"), ("tr", "TR", "Türkiye")],
)
def test_answer_names_the_country_in_the_shoppers_language(shop: Shop, language: str, country: str, name: str) -> None:
    reply = asked(shop, country, language)
    assert name in reply.text
    assert "{" not in reply.text


def test_day_before_the_first_rule_says_nothing_of_it(make_shop) -> None:
    early = make_shop(today=date(2014, 6, 12))
    assert law_payload("DE", early)["days"] is None  # type: ignore[index]
    assert keys(early, "DE")[0] == "rights_of"
