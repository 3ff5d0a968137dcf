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
    expect(panel.locator("tfoot th").first).to_have_text(STRINGS["de"]["total_at_least"])
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
    expect(panel.locator('tr[data-kind="fee"] td').first).to_have_text(STRINGS["ar"]["unknown"])
    expect(panel.locator(".not-included").first).to_contain_text(STRINGS["ar"]["unknown_fee"])


def test_arabic_cart_begins_on_the_right(tab, stand):
    ask(tab, stand, "cart-ar")
    row = tab.locator(".cart tr").first
    picture, amount = row.locator(".thumbnail").bounding_box(), row.locator("td").bounding_box()
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


@pytest.mark.parametrize("name", ["cart-de", "cart-ar", "cart-parcels", "order-de", "order-ar"])
def test_nothing_sticks_out_on_a_phone(context, stand, name):
    tab = context.new_page()
    tab.set_viewport_size(PHONE)
    ask(tab, stand, name)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = tab.locator(".cart, .order").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"] + 1


def test_cart_tells_what_is_paid_when_and_shows_its_parcels(tab, stand):
    ask(tab, stand, "cart-parcels")
    panel = tab.locator(".cart")
    totals = panel.locator("> table tfoot tr")
    expect(totals).to_have_text(
        ["Total, at least€186.01", "To pay with the order€183.01", "To pay on deliveryat least €3.00"]
    )
    expect(panel.locator('> table tr[data-kind="duty"] td')).to_have_text("at least €3.00")
    expect(panel.locator('> table tr[data-product-id="t1"] .fact')).to_have_text("The seller's price: CN¥128.00")
    expect(panel.locator('> table tr[data-product-id="s1"] .fact')).to_have_count(0)
    expect(panel.locator(".parcel").first).to_be_hidden()
    panel.get_by_text("Parcels: 2").click()
    expect(panel.locator(".parcel h3")).to_have_text(["云溪小店 · China", "Maison Lavande · France"])
    expect(panel.locator(".parcel .inside")).to_have_text(["Jasmine tea", "Road shoes"])
    expect(panel.locator(".parcel").first.locator(".not-included")).to_have_text(
        f"Incomplete: {STRINGS['en']['unknown_fee']} not included"
    )
    expect(panel.locator(".parcels > .sources li")).to_have_count(1)


def test_cart_gives_advice_with_its_source_the_code_it_uses_and_the_law(tab, stand):
    ask(tab, stand, "cart-parcels")
    tip = tab.get_by_role("note")
    expect(tip.locator(".says")).to_have_text("From December 1 on, it will cost €3.00 less.\nAsk first.")
    tip.locator("summary").click()
    expect(tip.get_by_role("link", name="Official Journal")).to_be_visible()
    expect(tab.locator(".cart .used")).to_contain_text("Coupon code WELCOME10")
    expect(tab.locator(".cart .used")).to_contain_text("Held for you until Nov 29, 2026")
    expect(tab.locator(".cart .right")).to_have_text("Right to withdraw: 14 days · Germany")
    expect(tab.locator(".cart .law li")).to_have_count(2)


def test_the_long_address_of_the_checkout_is_a_link_with_a_name(tab, stand):
    ask(tab, stand, "cart-parcels")
    bubble = tab.locator(".turn.bot .bubble")
    expect(bubble).to_have_text("Order here: To the checkout. The link works for 30 minutes.")
    link = bubble.get_by_role("link", name="To the checkout")
    expect(link).to_have_attribute("href", "https://shop.example/checkout/eyJ.long-token.x")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(tab.locator(".to-checkout")).to_contain_text("The link works until")


def test_an_order_shows_how_far_it_has_come(tab, stand):
    ask(tab, stand, "order-delivered")
    first, second = tab.locator(".order").nth(0), tab.locator(".order").nth(1)
    expect(first.locator(".steps .day")).to_have_text(["Nov 14, 2026", "Nov 17, 2026", "Nov 20, 2026"])
    expect(first.locator("[aria-current=step]")).to_have_attribute("data-step", "delivered")
    expect(first.locator(".aside")).to_contain_text("Can be returned until Dec 4, 2026")
    expect(first.locator(".aside")).not_to_contain_text("still be cancelled")
    expect(second.locator(".steps li")).to_have_count(2)
    expect(second.locator(".steps .done")).to_have_count(2)
    expect(tab.locator(".orders > .sources li a")).to_have_text("Directive 2011/83/EU")


def test_empty_cart_shows_no_panel(tab, stand):
    ask(tab, stand, "cart-empty")
    expect(tab.locator(".turn.bot .bubble")).to_be_visible()
    expect(tab.locator(".cart")).to_have_count(0)
