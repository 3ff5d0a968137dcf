"""Thumbs under a list of products."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import STRINGS, ask, heard, say

pytestmark = pytest.mark.browser


def thumb(tab, name, language="en"):
    return tab.get_by_role("button", name=STRINGS[language][name], exact=True)


@pytest.mark.parametrize(("name", "said"), [("helpful", "👍"), ("not_helpful", "👎")])
def test_thumb_is_said_and_shown_as_pressed_in_place_of_a_bubble(tab, stand, name, said):
    ask(tab, stand, "products-en")
    thumb(tab, name).click()
    expect(tab.locator(".turn.bot").last).to_contain_text(f"You said: {said}")
    assert heard(stand, said)["message"] == said
    pressed = thumb(tab, name)
    for _ in range(2):
        expect(pressed).to_have_attribute("aria-pressed", "true")
        expect(pressed).to_be_disabled()
        expect(tab.locator(".thumbs button")).to_have_count(1)
        expect(tab.locator(".turn.shopper .bubble")).to_have_count(1)
        tab.reload()


@pytest.mark.parametrize("language", ["de", "ar", "zh"])
def test_thumbs_have_names_in_the_conversations_language(tab, stand, language):
    ask(tab, stand, f"products-{language}")
    words = STRINGS["zh-Hans" if language == "zh" else language]
    group = tab.get_by_role("group", name=words["opinion"])
    names = group.get_by_role("button").evaluate_all("all => all.map((one) => one.getAttribute('aria-label'))")
    assert names == [words["helpful"], words["not_helpful"]]


def test_only_the_latest_list_has_thumbs_to_press(tab, stand):
    ask(tab, stand, "products-en")
    say(tab, "products-de")
    expect(tab.locator(".thumbs")).to_have_count(1)
    expect(tab.locator(".turn.bot").last.locator(".thumbs button")).to_have_count(2)


def test_opinion_of_an_earlier_list_stays_on_it(tab, stand):
    ask(tab, stand, "products-en")
    thumb(tab, "helpful").click()
    expect(tab.locator(".turn.bot").last).to_contain_text("You said: 👍")
    say(tab, "products-en")
    expect(tab.locator(".thumbs")).to_have_count(2)
    expect(tab.locator(".thumbs").first.locator("button")).to_be_disabled()


def test_thumb_written_by_hand_counts_as_pressed_where_there_is_one(tab, stand):
    tab.goto(stand.url)
    say(tab, "👍")
    expect(tab.locator(".turn.shopper .bubble")).to_have_text("👍")
    say(tab, "products-en")
    expect(tab.locator(".thumbs button")).to_have_count(2)
    say(tab, "👎")
    expect(tab.locator(".thumbs button")).to_have_attribute("data-said", "👎")
    expect(tab.locator(".turn.shopper .bubble")).to_have_text(["👍", "products-en"])


def test_answers_without_products_have_no_thumbs(tab, stand):
    ask(tab, stand, "comparison-de")
    expect(tab.locator(".thumbs")).to_have_count(0)


def test_thumb_that_could_not_be_sent_says_so(tab, stand, complaints):
    ask(tab, stand, "products-en")
    stand.bot.stop()
    expect(tab.locator("#lost")).not_to_be_empty()
    thumb(tab, "helpful").click()
    expect(tab.locator(".turn.shopper.opinion .state")).to_have_text("Not sent yet")
    stand.bot.start()
    expect(tab.locator(".turn.bot").last).to_contain_text("You said: 👍", timeout=20_000)
    complaints.clear()
