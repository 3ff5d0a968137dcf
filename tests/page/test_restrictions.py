"""What may be sent where: sources to read on, what may go instead, and remarks on cards."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import ask

pytestmark = pytest.mark.browser


def test_what_may_go_instead_stands_above_the_sources(tab, stand):
    ask(tab, stand, "restriction-ar")
    panel = tab.locator(".restriction")
    expect(panel).to_have_attribute("data-verdict", "prohibited")
    expect(panel.locator(".card h2")).to_have_text("طائرة ورقية")
    panel.locator("summary").click()
    expect(panel.locator("li a[href]").last).to_have_attribute("href", "https://dailynewsegypt.com/drones")
    expect(panel.locator("details li")).to_have_attribute("data-rule", "eg-drone")


def test_a_card_has_its_remarks(tab, stand):
    ask(tab, stand, "restriction-ar")
    expect(tab.locator(".card .aside[data-verdict=restricted]")).to_have_text("يُفحص عند الوصول")


def test_where_nothing_is_known_there_is_the_text_alone(tab, stand):
    ask(tab, stand, "restriction-unknown")
    expect(tab.locator(".turn.bot .bubble")).to_have_text("I know of no rule.")
    expect(tab.locator(".restriction")).to_have_count(0)
