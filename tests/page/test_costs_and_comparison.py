"""Costs to the door line by line, and products side by side."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import STRINGS, ask, bare

pytestmark = pytest.mark.browser


def test_landed_cost_is_shown_line_by_line_with_its_sources(tab, stand):
    ask(tab, stand, "landed-cost-de")
    panel = tab.locator(".landed-cost")
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in panel.locator("tr").all_text_contents()] == [
        "Preis58,21 €",
        "Versand18,40 €",
        "Zoll (16,9 %)5,45 €",
        "Mehrwertsteuer (20 %)16,41 €",
        "Gesamt98,47 €",
    ]
    expect(panel.locator("h2")).to_have_text("Preis bis zur Haustür: Österreich")
    expect(panel.locator(".aside span")).to_have_text(
        ["Lieferung: 6–10 Werktage", "Versandt aus: Japan", "Stand: 22.11.2026", "Wechselkurse vom 20.11.2026"]
    )
    expect(panel.locator(".not-included")).to_have_count(0)
    panel.locator("summary").click()
    expect(panel.locator("details li").first).to_have_text(
        "TARIC: customs tariff of the European Union geprüft am 20.11.2026"
    )
    links = panel.locator("a").evaluate_all("links => links.map((link) => link.protocol)")
    assert links == ["https:", "https:"]


def test_an_unknown_line_is_never_a_nought(tab, stand):
    ask(tab, stand, "landed-cost-ar")
    panel = tab.locator(".landed-cost")
    for kind in ("duty", "fee"):
        expect(panel.locator(f'tr[data-kind="{kind}"] td')).to_have_text(STRINGS["ar"]["unknown"])
    expect(panel.locator("tfoot th").first).to_have_text(STRINGS["ar"]["total_at_least"])
    expect(panel.locator(".not-included")).to_contain_text(STRINGS["ar"]["unknown_duty"])


def test_what_is_estimated_and_what_is_due_at_the_door_is_marked(tab, stand):
    ask(tab, stand, "landed-cost-door")
    panel = tab.locator(".landed-cost")
    duty, vat = panel.locator('tr[data-kind="duty"] th'), panel.locator('tr[data-kind="vat"] th')
    assert bare(duty.text_content()) == "Customs duty (estimated) · 12% on delivery"
    assert bare(vat.text_content()) == "VAT (7%) estimated"
    expect(panel.locator("tfoot tr")).to_have_text(
        ["Total, at least€36.86", "To pay with the order€29.86", "To pay on deliveryat least €7.00"]
    )
    assert bare(panel.locator('[data-fact="arrives"]').text_content()) == (
        "If you order now: Tue, Dec 8, 2026 – Tue, Jan 5, 2027"
    )
    expect(panel.locator('[data-fact="rates_of"]')).to_have_text("Exchange rates of Oct 30, 2026")


def test_a_cheaper_offer_is_shown_beneath_the_cost(tab, stand):
    ask(tab, stand, "landed-cost-door")
    cheaper = tab.locator(".alternatives li")
    expect(cheaper.locator("b")).to_have_text("Sencha")
    expect(cheaper.locator(".seller")).to_have_text("Casa Olivar · Spain")
    expect(cheaper).to_contain_text("€20.00 to your door")
    expect(cheaper.locator(".tag")).to_have_text("€16.86 less")


def test_sources_are_folded_away_until_asked_for(tab, stand):
    ask(tab, stand, "landed-cost-door")
    source = tab.get_by_role("link", name="Council Regulation (EU) 2026/382")
    expect(source).to_be_hidden()
    tab.locator("summary").press("Enter")
    expect(source).to_be_visible()


def test_comparison_marks_the_best_of_each_row(tab, stand):
    ask(tab, stand, "comparison-de")
    table = tab.get_by_role("table", name="Vergleich")
    expect(table.locator("thead th")).to_have_count(3)
    expect(table.locator('tr[data-attribute="price"] .best')).to_contain_text("21,40 €")
    expect(table.locator('tr[data-attribute="rating"] .best')).to_contain_text("4,8")
    expect(table.locator('tr[data-attribute="brand"] .best')).to_have_count(0)
    expect(table.locator('tr[data-attribute="landed_cost"] .unknown')).to_contain_text("unbekannt")


def test_comparison_names_no_best_value_where_one_is_cheapest_and_another_rated_best(tab, stand):
    ask(tab, stand, "comparison-de")
    expect(tab.locator(".comparison .pick")).to_have_count(0)


def test_comparison_marks_the_best_value(tab, stand):
    ask(tab, stand, "comparison-pick")
    pick = tab.locator(".comparison .pick")
    expect(pick).to_have_count(1)
    expect(pick.locator(".winner")).to_have_text(STRINGS["de"]["best_value"])
    expect(pick).to_have_attribute(
        "data-product-id", tab.locator(".comparison thead th").nth(1).get_attribute("data-product-id")
    )


def test_a_handover_has_a_number(tab, stand):
    ask(tab, stand, "handoff-en")
    expect(tab.locator(".handoff b")).to_have_text("Passed on to a person")
    expect(tab.locator(".handoff p")).to_have_text(["x", "Request number 1042"])
