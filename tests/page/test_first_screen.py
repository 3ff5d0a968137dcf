"""The page before anything is said, and the choices that a shopper makes on it."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import STRINGS, heard, say

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", STRINGS)
def test_page_says_that_it_is_an_ai_before_anything_is_said(tab, stand, language):
    tab.goto(f"{stand.url}/?lang={language}")
    words = STRINGS[language]
    expect(tab.locator(".badge")).to_have_text(words["badge"])
    expect(tab.locator("#disclosure")).to_have_text(words["disclosure"])
    expect(tab.locator("#disclosure")).to_be_in_viewport()
    expect(tab.locator("#welcome")).to_contain_text(words["welcome_more"])
    expect(tab.locator("html")).to_have_attribute("lang", language)
    expect(tab.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de-AT", "de"), ("zh-TW", "zh-Hant"), ("zh-CN", "zh-Hans"), ("pt-BR", "pt"), ("el-GR", "en"), ("ar-EG", "ar")],
)
def test_page_speaks_the_browsers_language(browser, stand, locale, language):
    context = browser.new_context(locale=locale)
    tab = context.new_page()
    tab.goto(stand.url)
    expect(tab.locator("html")).to_have_attribute("lang", language)
    context.close()


def test_a_first_suggestion_is_said_by_pressing_it(tab, stand):
    tab.goto(f"{stand.url}/?lang=fr")
    tab.get_by_role("button", name=STRINGS["fr"]["examples"][0]).click()
    expect(tab.locator(".turn.shopper")).to_contain_text(STRINGS["fr"]["examples"][0])
    expect(tab.locator(".turn.bot")).to_contain_text("You said:")
    expect(tab.locator("#welcome")).to_be_hidden()


def test_everything_has_a_name_for_those_who_do_not_see_it(tab, stand):
    tab.goto(f"{stand.url}/?lang=en")
    expect(tab.get_by_role("textbox", name="What are you looking for?")).to_be_focused()
    for name in ("Send", "Language, country and currency", "New conversation"):
        expect(tab.get_by_role("button", name=name)).to_be_visible()
    expect(tab.get_by_role("log")).to_have_attribute("aria-live", "polite")


# --- who and where the shopper is


def test_the_address_says_language_country_and_currency(tab, stand):
    tab.goto(f"{stand.url}/?lang=ar&country=ae&currency=usd")
    say(tab, "from the address")
    expect(tab.locator(".turn.bot").first).to_be_visible()
    assert heard(stand, "from the address")["metadata"] == {"locale": "ar", "country": "AE", "currency": "USD"}


def test_without_a_choice_the_browser_says_where_the_shopper_is(tab, stand):
    tab.goto(stand.url)
    say(tab, "from the browser")
    expect(tab.locator(".turn.bot").first).to_be_visible()
    assert heard(stand, "from the browser")["metadata"] == {"locale": "en-US", "country": "US"}


def test_a_shopper_chooses_language_country_and_currency(tab, stand):
    tab.goto(stand.url)
    tab.locator("#open-choices").click()
    tab.get_by_label("Language", exact=True).select_option("ja")
    expect(tab.locator("#choices-title")).to_have_text(STRINGS["ja"]["settings"])
    tab.get_by_label(STRINGS["ja"]["country"], exact=True).select_option(label="オーストリア")
    tab.get_by_label(STRINGS["ja"]["currency"], exact=True).select_option("JPY")
    tab.get_by_role("button", name=STRINGS["ja"]["done"]).click()
    expect(tab.locator("#choices-summary")).to_have_text("オーストリア · JPY")
    tab.reload()
    expect(tab.locator("html")).to_have_attribute("lang", "ja")
    say(tab, "chosen")
    expect(tab.locator(".turn.bot").first).to_be_visible()
    assert heard(stand, "chosen")["metadata"] == {"locale": "ja", "country": "AT", "currency": "JPY"}
