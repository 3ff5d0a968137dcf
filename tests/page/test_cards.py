"""Products as cards, and pages that run from right to left."""

import re

import pytest
from playwright.sync_api import expect

from tests.page.visit import STRINGS, ask, say

pytestmark = pytest.mark.browser


def test_cards_show_what_a_shopper_needs_to_choose(tab, stand):
    ask(tab, stand, "products-en")
    cards = tab.locator(".card")
    expect(cards).to_have_count(5)
    expect(tab.locator(".card .position > [aria-hidden]")).to_have_text(["1", "2", "3", "4", "5"])
    first = cards.first
    expect(first).to_have_attribute("data-category", "running shoes")
    expect(first.locator(".category")).to_have_text("running shoes")
    expect(first.locator(".title")).to_have_text("Max-cushion red running shoes")
    expect(first.locator(".original")).to_contain_text("Spanish")
    expect(first.locator(".original bdi")).to_have_attribute("lang", "es")
    expect(first.locator(".amount")).to_have_text("$126.34")
    expect(first.locator(".original-price")).to_have_text("€109.90")
    expect(first.locator(".door")).to_have_text("$159.80 to your door")
    expect(first.locator(".not-included")).to_have_count(0)
    expect(first.locator(".rating")).to_have_attribute("aria-label", "Rating: 4.2 of 5; ratings: 199")
    expect(first.locator(".reasons li")).to_have_text(
        ["Matches: running shoes and red", "Rated 4.6 of 5 by 214 buyers"]
    )
    expect(first.get_by_role("link", name="View in the shop")).to_have_attribute("rel", "noopener noreferrer")
    expect(cards.nth(4).locator(".original")).to_have_count(0)
    expect(cards.nth(4).locator(".original-price")).to_have_count(0)


def test_cards_show_their_pictures(tab, stand):
    ask(tab, stand, "products-en")
    picture = tab.locator(".card img").first
    expect(picture).to_have_attribute("alt", "Max-cushion red running shoes")
    expect(picture).to_have_attribute("loading", "lazy")
    tab.wait_for_function("document.querySelector('.card img').naturalWidth > 0")


def test_an_incomplete_price_to_the_door_says_what_is_missing(tab, stand):
    ask(tab, stand, "products-en")
    card = tab.locator(".card").nth(1)
    expect(card.locator(".door")).to_have_text("at least $83.05 to your door")
    expect(card.locator(".not-included")).to_have_text("Incomplete: customs duty and fees of the carrier not included")


def test_a_price_to_the_door_that_is_not_known_is_not_shown(tab, stand):
    ask(tab, stand, "products-en")
    card = tab.locator(".card").nth(3)
    expect(card.locator(".door")).to_have_count(0)
    expect(card.locator(".sold-out")).to_have_text("Out of stock")


@pytest.mark.parametrize(
    ("name", "language", "price", "door"),
    [
        ("products-zh", "zh-Hans", "¥239.00", "到手价 ¥251.00"),
        ("products-de", "de", "64,90\N{NO-BREAK SPACE}€", "84,08\N{NO-BREAK SPACE}€ bis zur Haustür"),
        ("products-ar", "ar", "97.90\N{NO-BREAK SPACE}US$", "121.35\N{NO-BREAK SPACE}US$ حتى باب منزلك"),
    ],
)
def test_cards_and_page_speak_the_conversations_language(tab, stand, name, language, price, door):
    ask(tab, stand, name)
    expect(tab.locator("html")).to_have_attribute("lang", language)
    expect(tab.locator(".badge")).to_have_text(STRINGS[language]["badge"])
    expect(tab.locator(".card")).to_have_count(3)

    def shown(place):
        return re.sub(r"[\u2066\u2069]", "", tab.locator(f".card {place}").first.text_content())

    assert shown(".amount") == price
    assert shown(".door") == door


def test_a_product_alone_is_shown_at_length(tab, stand):
    ask(tab, stand, "product-en")
    card = tab.locator(".card")
    expect(card).to_have_count(1)
    expect(card.locator(".position")).to_have_count(0)
    expect(card.locator(".description")).to_contain_text("For long runs on asphalt")
    expect(card.locator(".sizes li").first).to_have_text("EU 39")


# --- right to left


def test_arabic_mirrors_the_whole_page(tab, stand):
    ask(tab, stand, "products-ar")
    assert tab.evaluate("getComputedStyle(document.body).direction") == "rtl"
    first, second = (tab.locator(".card").nth(place).bounding_box() for place in (0, 1))
    assert first["x"] > second["x"]
    mine = tab.locator(".turn.shopper .bubble").bounding_box()
    its = tab.locator(".turn.bot .bubble").bounding_box()
    assert mine["x"] < its["x"]
    assert tab.locator("#composer button").bounding_box()["x"] < tab.locator("#message").bounding_box()["x"]


def test_an_arabic_sentence_that_begins_with_a_latin_title_runs_from_right_to_left(tab, stand):
    ask(tab, stand, "landed-cost-ar")
    sentence = tab.locator(".turn.bot .bubble p")
    assert sentence.text_content().startswith("«Maré")
    assert sentence.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_the_page_turns_back_when_the_conversation_does(tab, stand):
    ask(tab, stand, "products-ar")
    say(tab, "And in English?")
    expect(tab.locator("html")).to_have_attribute("dir", "ltr")
    expect(tab.locator(".badge")).to_have_text("AI assistant")
    assert tab.locator(".payload").evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_what_a_shopper_writes_runs_its_own_way(tab, stand):
    tab.goto(f"{stand.url}/?lang=en")
    say(tab, "أريد حذاء أحمر")
    written = tab.locator(".turn.shopper .bubble p").first
    expect(written).to_have_attribute("dir", "auto")
    expect(written).to_have_attribute("lang", "ar")
    assert written.evaluate("one => getComputedStyle(one).direction") == "rtl"
