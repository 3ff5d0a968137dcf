"""By which services something is sent, which size fits, and whether it works on the mains."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import STRINGS, ask, bare

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 700}


def test_a_service_shows_price_days_and_what_may_delay_it(tab, stand):
    ask(tab, stand, "shipping-en")
    row = tab.locator('.shipping tr[data-service="standard"]')
    expect(row.locator("b")).to_have_text("Standard")
    expect(row.locator(".carrier")).to_have_text("Envíos Olmo")
    assert bare(row.locator("td").text_content()) == "€12.90"
    facts = [bare(text).replace("\N{THIN SPACE}", " ") for text in row.locator(".fact").all_text_contents()]
    assert facts[:5] == [
        "If you order now: Thu, Dec 3 – Thu, Dec 10",
        "Perhaps not there by Dec 5, 2026",
        "Delivery: 4–8 working days",
        "Of these at customs: 1–3",
        "Leaves the seller: Fri, Nov 27",
    ]
    assert facts[5].startswith("To leave today, order by: ")
    assert facts[6:] == ["Public holidays not known: Thailand", STRINGS["en"]["remote_unknown"]]
    expect(tab.locator(".shipping .aside span")).to_have_text(["Remote area", "Exchange rates of Oct 30, 2026"])


def test_a_service_without_a_price_says_so_and_one_that_does_not_fit_has_none(tab, stand):
    ask(tab, stand, "shipping-en")
    express = tab.locator('.shipping tr[data-service="express"]')
    expect(express.locator("td")).to_have_text("unknown")
    expect(express.locator('[data-fact="by_yes"]')).to_have_text("There by Dec 5, 2026")
    freight = tab.locator('.shipping tr[data-service="freight"]')
    expect(freight.locator(".tag")).to_have_text("too heavy or too big")
    expect(freight.locator("td")).to_have_text("–")


def test_arabic_dates_and_prices_of_a_service_read_from_the_right(tab, stand):
    ask(tab, stand, "shipping-ar")
    row = tab.locator('.shipping tr[data-service="standard"]')
    expect(row.locator("b")).to_have_text(STRINGS["ar"]["service_standard"])
    assert "ديسمبر" in row.locator('[data-fact="arrives"]').text_content()
    assert bare(row.locator("td").text_content()) == "12.90 US$"
    name, price = row.locator("th").bounding_box(), row.locator("td").bounding_box()
    assert name["x"] > price["x"]


def test_sizes_are_a_table_and_the_one_that_fits_is_marked(tab, stand):
    ask(tab, stand, "size-tr")
    panel = tab.locator(".sizing")
    expect(panel.locator(".sizes li")).to_have_count(2)
    expect(panel.locator(".sizes .fits")).to_have_text(f"EU 38 {STRINGS['tr']['fits']}")
    expect(panel.locator("caption")).to_have_text("kadın ayakkabısı · EU 38 · 24 cm")
    expect(panel.locator('tr[data-system="US"] td')).to_have_text("7 / 7.5")
    expect(panel.locator(".not-included")).to_have_text("XX: bilinmiyor")
    panel.locator("summary").click()
    expect(panel.locator("[data-confidence]")).to_have_count(1)


def test_mains_says_for_each_product_what_it_needs_there(tab, stand):
    ask(tab, stand, "mains-th")
    panel = tab.locator(".mains")
    expect(panel.locator("h2")).to_contain_text("ญี่ปุ่น")
    expect(panel.locator(".supply")).to_have_text(f"{STRINGS['th']['sockets']} A, B · 100 V · 50 / 60 Hz")
    notes = [STRINGS["th"][f"mains_note_{verdict}"] for verdict in ("fits", "will_not_work", "no_plug")]
    expect(panel.locator("td .tag")).to_have_text(notes)
    expect(panel.locator(".fact").nth(1)).to_have_text("E, F · 220–240 V · 1,800 W")


@pytest.mark.parametrize(
    "name", ["shipping-en", "shipping-ar", "size-tr", "mains-th", "landed-cost-door", "cart-parcels", "restriction-ar"]
)
def test_nothing_sticks_out_where_the_window_is_narrowest(context, stand, name):
    tab = context.new_page()
    tab.set_viewport_size(NARROW)
    ask(tab, stand, name)
    for fold in tab.locator("summary").all():
        fold.click()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sticking = tab.locator(".panel").first.evaluate(
        """panel => {
            const edge = panel.getBoundingClientRect();
            return [...panel.querySelectorAll('th, td, p, li, a')]
                .filter((one) => one.offsetWidth > 0)
                .filter((one) => one.getBoundingClientRect().right > edge.right + 1
                    || one.getBoundingClientRect().left < edge.left - 1)
                .map((one) => one.textContent);
        }"""
    )
    assert sticking == []
