"""Carts and orders on the page, from left to right and from right to left, wide and narrow."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import PHONE, STRINGS, ask

pytestmark = pytest.mark.browser


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_cart_shows_its_lines_costs_and_the_way_to_the_checkout(tab, stand):
    ask(tab, stand, "cart-de")
    panel = tab.locator(".cart")
    expect(panel.locator("tbody").first.locator("tr")).to_have_count(3)
    first = panel.locator("tr").first
    expect(first.locator(".place")).to_have_text("1")
    expect(first.locator(".pieces")).to_have_text("× 2")
    expect(panel.locator("tr").nth(1).locator(".pieces")).to_have_text("EU 42 · × 1")
    assert plain(first.locator("td").last.text_content()) == "25,80 €"
    expect(panel.locator("tfoot th")).to_have_text(STRINGS["de"]["total_at_least"])
    link = panel.locator("a.view")
    expect(link).to_have_attribute("href", "https://shop.example/checkout/abc")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_what_cannot_be_had_is_struck_out_and_unknown_costs_are_no_nought(tab, stand):
    ask(tab, stand, "cart-ar")
    panel = tab.locator(".cart")
    gone = panel.locator("tr.left-out")
    expect(gone).to_have_count(1)
    expect(gone.locator(".problem")).not_to_be_empty()
    expect(gone.locator("td").last).to_have_text("–")
    expect(panel.locator('tr[data-kind="fee"] td')).to_have_text(STRINGS["ar"]["unknown"])
    expect(panel.locator(".not-included")).to_contain_text(STRINGS["ar"]["unknown_fee"])


def test_arabic_cart_begins_on_the_right(tab, stand):
    ask(tab, stand, "cart-ar")
    row = tab.locator(".cart tr").first
    picture, amount = (row.locator("td").nth(place).bounding_box() for place in (0, 1))
    assert picture["x"] > amount["x"]
    assert row.locator("th").evaluate("one => getComputedStyle(one).direction") == "rtl"


@pytest.mark.parametrize("language", ["de", "ar"])
def test_orders_stand_one_below_the_other_with_state_and_total(tab, stand, language):
    ask(tab, stand, f"order-{language}")
    panels = tab.locator(".order")
    expect(panels).to_have_count(2)
    expect(panels.first).to_have_attribute("data-state", "shipped")
    expect(panels.first.locator("h2 bdi")).to_have_text("CA-0000001")
    expect(panels.first.locator(".state")).not_to_be_empty()
    expect(panels.first.locator("a.view")).to_have_attribute("href", "https://parcels.example/1")
    assert "36" in panels.first.locator("tfoot td").text_content()


@pytest.mark.parametrize("name", ["cart-de", "cart-ar", "order-de", "order-ar"])
def test_nothing_sticks_out_on_a_phone(context, stand, name):
    tab = context.new_page()
    tab.set_viewport_size(PHONE)
    ask(tab, stand, name)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = tab.locator(".cart, .order").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"] + 1


def test_empty_cart_shows_no_panel(tab, stand):
    ask(tab, stand, "cart-empty")
    expect(tab.locator(".turn.bot .bubble")).to_be_visible()
    expect(tab.locator(".cart")).to_have_count(0)
