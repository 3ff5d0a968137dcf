"""The shop's documents as quotations, and receipts for watched prices."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import PHONE, STRINGS, ask, bare

pytestmark = pytest.mark.browser


def test_documents_are_quoted_once_with_source_and_link(tab, stand):
    ask(tab, stand, "policy-en")
    quotes = tab.locator(".quote")
    expect(quotes).to_have_count(2)
    first = quotes.first
    expect(first.locator("blockquote b")).to_have_text("How long can I return something?")
    expect(first.locator("blockquote")).to_have_attribute("cite", "https://shop.example/returns")
    expect(first.locator("cite")).to_have_text("Returns and refunds")
    expect(first.get_by_role("link", name="Read on")).to_have_attribute("href", "https://shop.example/returns")
    expect(quotes.last.locator("cite")).to_have_text("Warranty")
    expect(quotes.last.get_by_role("link")).to_have_count(0)
    said = tab.locator(".turn.bot").inner_text()
    for once in ("within 30 days", "two years", "Returns and refunds", "Warranty", "its box"):
        assert said.count(once) == 1


def test_words_round_a_quotation_stay_where_they_were_said(tab, stand):
    ask(tab, stand, "policy-en")
    bubbles = tab.locator(".turn.bot .bubble")
    expect(bubbles).to_have_count(2)
    expect(bubbles.first).to_have_text("I am an AI assistant.")
    expect(bubbles.last).to_contain_text("By law you have 14 days")
    quotes = tab.locator(".policy").bounding_box()
    assert bubbles.first.bounding_box()["y"] < quotes["y"] < bubbles.last.bounding_box()["y"]


def test_law_names_where_it_is_written(tab, stand):
    ask(tab, stand, "policy-en")
    tab.locator(".policy summary").click()
    expect(tab.locator(".policy li")).to_have_text(
        "Directive 2011/83/EU, article 9 checked on Nov 20, 2026",
    )
    expect(tab.locator(".policy li a")).to_have_attribute("href", "https://eur-lex.europa.eu/eli/dir/2011/83/oj")


def test_each_quotation_runs_the_way_of_its_own_language(tab, stand):
    ask(tab, stand, "policy-ar")
    quotes = tab.locator(".quote blockquote")
    expect(tab.locator(".turn.bot .bubble")).to_have_count(0)
    for place, (language, way) in enumerate([("ar", "rtl"), ("en", "ltr")]):
        expect(quotes.nth(place)).to_have_attribute("lang", language)
        assert quotes.nth(place).evaluate("one => getComputedStyle(one).direction") == way
    expect(tab.locator(".quote .language")).to_have_text(["الإنجليزية"])
    expect(tab.get_by_role("link", name=STRINGS["ar"]["read_on"])).to_have_count(1)


def test_text_without_a_quotation_is_said_whole(tab, stand):
    ask(tab, stand, "policy-unquoted")
    expect(tab.locator(".turn.bot .bubble")).to_have_text("By card.")
    expect(tab.locator(".policy")).to_have_count(0)


def test_quotation_that_the_text_does_not_hold_takes_nothing_from_it(tab, stand):
    tab.goto(stand.url)
    payload = {"type": "policy", "quotes": [{"text": "By card.", "title": "Payment", "language": "en"}]}
    said = "From “Payment”:\nBy bank."
    assert tab.evaluate(
        "async ([payload, text]) => (await import('./policy.js')).besideQuotes(payload, text)", [payload, said]
    ) == [said, ""]


@pytest.mark.parametrize(("language", "price"), [("th", "เมื่อราคาไม่เกิน ฿500.00"), ("ar", "عند 20.00 US$ أو أقل")])
def test_price_alert_says_from_which_price_on(tab, stand, language, price):
    ask(tab, stand, f"price-alert-{language}")
    receipt = tab.locator(".price-alert")
    expect(receipt.locator("b")).to_have_text(STRINGS[language]["alert"])
    assert bare(receipt.locator("p").text_content()).replace("THB ", "฿") == price
    expect(receipt).to_have_attribute("data-product-id", "home-004")


@pytest.mark.parametrize("name", ["policy-en", "policy-ar", "policy-th", "price-alert-th"])
def test_quotations_and_receipts_fit_a_phone(tab, stand, name):
    tab.set_viewport_size(PHONE)
    ask(tab, stand, name)
    box = tab.locator(".panel").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
