"""What may be sent where: sources to read on, what may go instead, and remarks on cards."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import STRINGS, ask

pytestmark = pytest.mark.browser


def test_verdict_reason_and_source_stand_above_what_may_go_instead(tab, stand):
    ask(tab, stand, "restriction-ar")
    panel = tab.locator(".restriction")
    expect(panel).to_have_attribute("data-verdict", "prohibited")
    expect(panel.locator(".card h2")).to_have_text("طائرة ورقية")
    expect(panel.locator(".verdicts h2")).to_have_text(f"{STRINGS['ar']['verdict_prohibited']}مصر")
    expect(panel.locator(".verdicts li b")).to_have_text("طائرات مسيّرة")
    expect(panel.locator(".verdicts li p")).to_have_text("يمنع قانون ذلك البلد إدخاله")
    assert panel.locator(".verdicts").bounding_box()["y"] < panel.locator(".card").bounding_box()["y"]
    panel.locator("summary").click()
    expect(panel.locator(".sources .tag")).to_have_text(STRINGS["ar"]["confidence_secondary"])
    expect(panel.locator(".sources a")).to_have_attribute("href", "https://dailynewsegypt.com/drones")
    expect(panel.locator("details li")).to_have_attribute("data-rule", "eg-drone")


def test_a_card_has_its_remarks(tab, stand):
    ask(tab, stand, "restriction-ar")
    expect(tab.locator(".card .aside[data-verdict=restricted]")).to_have_text("يُفحص عند الوصول")


def test_where_nothing_is_known_there_is_the_text_alone(tab, stand):
    ask(tab, stand, "restriction-unknown")
    expect(tab.locator(".turn.bot .bubble")).to_have_text("I know of no rule.")
    expect(tab.locator(".restriction")).to_have_count(0)
