"""What the page does not know, what would harm it, and what is too wide for it."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import PAYLOADS, PHONE, ask, say

pytestmark = pytest.mark.browser


def test_what_the_page_does_not_know_is_left_out(tab, stand):
    ask(tab, stand, "unknown")
    expect(tab.locator(".turn.bot")).to_have_text(["AI assistant: There is a size table.", "The end."])


def test_hostile_data_is_only_text(tab, stand, complaints):
    ask(tab, stand, "hostile")
    expect(tab.locator(".bubble").nth(1)).to_contain_text('<img src=x onerror="window.hacked=1"><script>')
    expect(tab.locator(".card .title").first).to_have_text('<img src=x onerror="window.hacked=1">')
    assert tab.evaluate("window.hacked") is None
    assert tab.locator("#messages img, #messages script, [onerror]").count() == 0
    assert tab.locator('a[href^="javascript"]').count() == 0
    tab.locator("#quick-replies button").click()
    expect(tab.locator(".turn.shopper").nth(1)).to_contain_text("<img src=x")
    tab.reload()
    expect(tab.locator(".card")).to_have_count(2)
    assert tab.evaluate("window.hacked") is None
    assert complaints
    assert all("payload is not as agreed" in complaint for complaint in complaints)
    complaints.clear()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_sticks_out_of_a_phones_screen(tab, stand, complaints, language):
    tab.set_viewport_size(PHONE)
    tab.goto(f"{stand.url}/?lang={language}")
    for number, name in enumerate(sorted(path.stem for path in PAYLOADS.glob("*.json")), start=1):
        say(tab, name)
        expect(tab.locator(".turn.shopper")).to_have_count(number)
        expect(tab.locator("#typing")).to_be_hidden()
        tab.wait_for_timeout(100)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert tab.locator("#scroller").evaluate("one => one.scrollWidth <= one.clientWidth"), name
    complaints.clear()
