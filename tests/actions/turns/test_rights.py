"""What the law says, in the talk: after the shop's own words, dated, as information, with what is not known."""

from dataclasses import replace
from datetime import date

import pytest

from actions.shop import Shop
from actions.turns.rights import law_lines, law_payload
from actions.wording import values
from retrieval.consumer_rights import RightKind
from retrieval.policies import Passage, PolicySearch
from tests.actions.chat import Chat
from tests.actions.small_shop import POLICIES
from tests.fakes import FakeEncoder

RETURN = "How long can I return something?"


def asked(shop: Shop, country: str, language: str = "en"):
    return Chat(shop, language, {"country": country}).say("action_policy", RETURN, "ask_return_policy")


def keys(shop: Shop, country: str) -> list[str]:
    return [line.key for line in law_lines(country, shop)]


def test_shops_own_words_come_first_then_the_law_with_its_source(shop: Shop) -> None:
    reply = asked(shop, "DE")
    assert reply.keys == [
        "policy_from", "policy_text", "policy_law", "rights_postage_buyer_if_told", "rights_exceptions",
        "rights_guarantee_least", "rights_import_any_return_within",
        "rights_source", "rights_source", "rights_source",
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
        ("CN", ["policy_law", "rights_postage_buyer", "rights_exceptions", "rights_unknown"]),
        ("TW", ["policy_law", "rights_postage_seller", "rights_exceptions", "rights_unknown"]),
        ("TR", ["policy_law", "rights_postage_buyer_if_told", "rights_exceptions", "rights_guarantee",
                "rights_unknown"]),
        ("CH", ["policy_no_law", "rights_guarantee", "rights_import_agreed_return"]),
        ("AU", ["policy_no_law", "rights_guarantee_reasonable", "rights_unknown"]),
        ("US", ["rights_by_state", "rights_unknown"]),
        ("JP", ["rights_unless_stated", "rights_postage_buyer", "rights_guarantee_found",
                "rights_import_any_return_within", "rights_unknown"]),
        ("TH", ["policy_law", "rights_guarantee_found", "rights_unknown"]),
        ("SA", ["policy_law", "rights_postage_buyer", "rights_exceptions", "rights_unknown"]),
        ("MX", ["rights_working_days", "rights_postage_buyer", "rights_guarantee_least", "rights_unknown"]),
        ("IN", ["rights_of", "rights_guarantee", "rights_import_faulty_return_within", "rights_unknown"]),
        ("AE", ["rights_of", "rights_guarantee", "rights_unknown"]),
    ],
)  # fmt: skip
def test_each_country_is_told_what_is_known_and_what_is_not(shop: Shop, country: str, expected: list[str]) -> None:
    found = keys(shop, country)
    n_sources = len(found) - len(expected)
    assert n_sources >= 1
    assert found == [*expected, *["rights_source"] * n_sources]
    assert law_payload(country, shop) is not None


@pytest.mark.parametrize("country", ["VN", "ID"])
def test_country_of_which_nothing_is_known_is_told_so(shop: Shop, country: str) -> None:
    reply = asked(shop, country)
    assert reply.keys == ["policy_from", "policy_text", "rights_none_known"]
    assert law_payload(country, shop) is None
    assert "law" not in reply.payload


def test_code_that_is_no_country_is_told_nothing(shop: Shop) -> None:
    assert keys(shop, "nowhere") == []


@pytest.mark.parametrize(
    ("country", "expected"),
    [("TH", "rights_guarantee_found"), ("DE", "rights_guarantee_least"), ("AU", "rights_guarantee_reasonable")],
)
def test_question_about_the_warranty_is_told_of_faults_alone(shop: Shop, country: str, expected: str) -> None:
    lines = law_lines(country, shop, {"warranty"})
    assert [line.key for line in lines] == ["rights_of", expected, "rights_source"]
    right = shop.commerce.rights.of(country).known[RightKind.GUARANTEE]
    assert lines[-1].values["title"] == values.plain(right.source.title), "the source is that of what is said"


def test_warranty_of_a_country_without_a_record_is_not_known(shop: Shop) -> None:
    assert [line.key for line in law_lines("VN", shop, {"warranty"})] == ["rights_none_known"]


def test_where_the_shop_has_documents_on_faults_returns_leave_them_to_those(shop: Shop) -> None:
    warranty = Passage("warranty", "en", "Warranty", "How long is the warranty?", "Two years.", "warranty.en.md")
    told = replace(shop, policies=PolicySearch.of((*POLICIES, warranty), {"fake": FakeEncoder()}))
    assert "rights_guarantee_least" in [line.key for line in law_lines("DE", shop, {"returns"})]
    assert "rights_guarantee_least" not in [line.key for line in law_lines("DE", told, {"returns"})]


def test_where_only_faults_are_known_of_a_country_they_are_told_all_the_same(shop: Shop) -> None:
    warranty = Passage("warranty", "en", "Warranty", "How long is the warranty?", "Two years.", "warranty.en.md")
    told = replace(shop, policies=PolicySearch.of((*POLICIES, warranty), {"fake": FakeEncoder()}))
    assert [line.key for line in law_lines("AE", told, {"returns"})][:2] == ["rights_of", "rights_guarantee"]


def test_what_no_intent_fits_is_told_of_the_law_too(shop: Shop) -> None:
    reply = Chat(shop, "en", {"country": "TH"}).say("action_out_of_scope", RETURN, "nlu_fallback")
    assert reply.keys[:3] == ["policy_from", "policy_text", "policy_law"]


def test_two_questions_in_one_message_are_both_answered(shop: Shop) -> None:
    reply = Chat(shop, "en", {"country": "DE"}).say(
        "action_policy", "How long can I return something, who pays the postage?", "ask_return_policy"
    )
    headings = [quote["heading"] for quote in reply.payload["quotes"]]
    assert headings == ["How long can I return something?", "Who pays the postage?"]
    assert reply.keys[:3] == ["policy_from", "policy_text", "policy_text"], "one document is named once"


def test_what_is_unknown_is_named(shop: Shop) -> None:
    assert law_payload("TH", shop)["unknown"] == ["postage", "exceptions", "import_charges"]  # type: ignore[index]
    assert "who pays for sending goods back, goods that are excepted" in asked(shop, "TH").text


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
