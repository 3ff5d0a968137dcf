"""Costs to the door line by line, and products side by side."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import STRINGS, ask

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
    expect(panel.locator(".aside")).to_have_text("Lieferung: 6–10 WerktageStand: 22.11.2026")
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
    expect(panel.locator("tfoot th")).to_have_text(STRINGS["ar"]["total_at_least"])
    expect(panel.locator(".not-included")).to_contain_text(STRINGS["ar"]["unknown_duty"])


def test_comparison_marks_the_best_of_each_row(tab, stand):
    ask(tab, stand, "comparison-de")
    table = tab.get_by_role("table", name="Vergleich")
    expect(table.locator("thead th")).to_have_count(3)
    expect(table.locator('tr[data-attribute="price"] .best')).to_contain_text("21,40 €")
    expect(table.locator('tr[data-attribute="rating"] .best')).to_contain_text("4,8")
    expect(table.locator('tr[data-attribute="brand"] .best')).to_have_count(0)
    expect(table.locator('tr[data-attribute="landed_cost"] .unknown')).to_contain_text("unbekannt")


def test_a_handover_has_a_number(tab, stand):
    ask(tab, stand, "handoff-en")
    expect(tab.locator(".handoff")).to_have_text("Passed on to a personRequest number 1042")
