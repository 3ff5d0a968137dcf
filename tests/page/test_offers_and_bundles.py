"""Coupons, and products to buy together."""

import json

import pytest
from playwright.sync_api import expect

from tests.page.visit import PAYLOADS, PHONE, ask, bare

pytestmark = pytest.mark.browser


def test_coupons_show_code_conditions_and_validity_and_that_they_were_chosen_automatically(tab, stand):
    ask(tab, stand, "offer-en")
    coupons = tab.locator(".coupon")
    expect(coupons).to_have_count(3)
    expect(coupons.locator(".code")).to_have_text(["TEA20", "WELCOME5", "FREESHIP"])
    assert [bare(one) for one in coupons.locator(".saved").all_text_contents()] == ["\u221220%", "\u2212€5.00"]
    first = coupons.first
    expect(first.locator(".condition")).to_have_text(["It takes off €5.00 at most.", "It applies to: tea."])
    expect(first.locator(".aside span")).to_have_text(["Valid until Dec 31, 2027", "Held for you until Nov 25, 2026"])
    expect(coupons.nth(1).locator(".aside span")).to_have_text(["Valid until Dec 24, 2026"])
    expect(tab.locator(".automated")).to_have_text("Chosen automatically for each shopper")


def test_an_offer_without_a_figure_is_said_in_full(tab, stand):
    ask(tab, stand, "offer-en")
    last = tab.locator(".coupon").last
    expect(last.locator(".saved")).to_have_count(0)
    expect(last.locator(".condition").first).to_have_text("With the code FREESHIP shipping is free.")


def test_coupons_in_arabic_start_at_the_right_and_keep_code_and_figure_in_order(tab, stand):
    ask(tab, stand, "offer-ar")
    coupon = tab.locator(".coupon").nth(1)
    saved, code = (coupon.locator(place) for place in (".saved", ".code"))
    assert saved.bounding_box()["x"] > code.bounding_box()["x"]
    assert bare(saved.text_content()) == "\u22125.00 US$"
    expect(code).to_have_attribute("dir", "ltr")
    expect(coupon.locator(".aside")).to_contain_text("صالح حتى")
    assert coupon.locator(".condition").evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_a_bundle_shows_its_products_and_what_they_cost_together_and_to_the_door(tab, stand):
    ask(tab, stand, "bundle-fr")
    cards = tab.locator(".bundle .card")
    expect(cards.locator(".title")).to_have_text(["Green tea", "Blue mug", "Bouilloire en fonte"])
    expect(cards.first.locator(".position")).to_have_count(0)
    expect(tab.locator(".card .position > [aria-hidden]")).to_have_text(["1", "2"])
    expect(cards.nth(1).locator(".reasons li")).to_have_attribute("data-kind", "bought_together")
    total = tab.locator(".bundle-sum")
    assert bare(total.locator(".price").text_content()) == "Ensemble61,36 €"
    assert bare(total.locator(".door").text_content()) == "au moins 83,36 € livré chez vous"
    expect(total.locator(".not-included")).to_contain_text("TVA")
    assert bare(total.locator(".aside").text_content()) == "Livraison : 6–10 jours ouvrésColis : 1"


def test_a_bundle_for_no_product_in_arabic_runs_from_right_to_left(tab, stand):
    ask(tab, stand, "bundle-ar")
    cards = tab.locator(".bundle .card")
    expect(cards).to_have_count(2)
    first, second = (cards.nth(place).bounding_box() for place in (0, 1))
    assert first["x"] > second["x"]
    total = tab.locator(".bundle-sum")
    assert bare(total.locator(".door").text_content()) == "27.75 US$ حتى باب منزلك"
    expect(total.locator(".not-included")).to_have_count(0)
    assert total.bounding_box()["x"] > tab.locator(".payload").bounding_box()["x"]


@pytest.mark.parametrize("name", ["offer-en", "offer-ar", "bundle-fr", "bundle-ar"])
def test_coupons_and_bundles_fit_a_phone(tab, stand, name):
    tab.set_viewport_size(PHONE)
    ask(tab, stand, name)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", ["offer", "bundle"])
def test_what_the_shop_answers_is_what_the_page_can_show(tab, stand, name):
    """The payload is the one that the shop's server made for the tests of the wire."""
    answer = json.loads((PAYLOADS.parents[1] / "contract" / "payloads" / f"{name}.json").read_text(encoding="utf-8"))
    tab.goto(stand.url)
    shown = tab.evaluate(
        """async (payload) => {
            await (await import('./strings.js')).loadStrings();
            return (await import('./messages.js')).payloadOf(payload, payload.language)?.textContent;
        }""",
        answer["nlg_request"]["arguments"]["custom"],
    )
    expected = {"offer": ("TEA20", "适用于", "由系统为每位顾客自动选择"), "bundle": ("Thé", "Ensemble", "25,36")}
    assert all(part in shown for part in expected[name])
