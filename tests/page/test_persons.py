"""A person who takes the conversation over: whose words are whose, and who has it now."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import STRINGS, ask, say

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar", "hi"])
def test_page_says_that_a_person_has_the_conversation_until_the_assistant_speaks(tab, stand, language):
    ask(tab, stand, f"handoff-live-{language}")
    expect(tab.locator("#with-person")).to_have_text(STRINGS[language]["with_person"])
    expect(tab.locator("#disclosure")).to_be_hidden()
    tab.reload()
    expect(tab.locator("#with-person")).to_have_text(STRINGS[language]["with_person"])
    say(tab, "products-en")
    expect(tab.locator(".card").first).to_be_visible()
    expect(tab.locator("#with-person")).to_be_empty()
    expect(tab.locator("#disclosure")).to_be_visible()


def test_question_that_was_only_noted_leaves_the_conversation_to_the_assistant(tab, stand):
    ask(tab, stand, "handoff-en")
    expect(tab.locator("#with-person")).to_be_empty()


def test_persons_words_are_marked_as_theirs(tab, stand):
    ask(tab, stand, "handoff-live-en")
    say(tab, "agent-en")
    turns = tab.locator(".turn.bot.person")
    expect(turns).to_have_count(2)
    expect(tab.locator(".speaker")).to_have_text(["A person: "])
    expect(turns.first.locator(".speaker .icon use")).to_have_attribute("href", "#icon-person")
    expect(tab.locator("#with-person")).not_to_be_empty()


def test_what_a_person_writes_runs_its_own_way(tab, stand):
    ask(tab, stand, "agent-ar")
    words = tab.locator(".turn.bot.person .bubble p")
    assert words.evaluate("one => getComputedStyle(one).direction") == "rtl"
    person, words = tab.locator(".speaker .icon").bounding_box(), words.bounding_box()
    assert person["x"] > words["x"]


def test_message_that_a_person_reads_later_has_not_failed(tab, stand):
    ask(tab, stand, "handoff-live-en")
    say(tab, "silence")
    expect(tab.locator(".turn.shopper")).to_have_count(2)
    tab.wait_for_timeout(500)
    expect(tab.locator(".turn.shopper .state").last).to_be_empty()
    expect(tab.locator("#typing")).to_be_hidden()


def test_person_who_leaves_says_the_last_words(tab, stand):
    ask(tab, stand, "agent-en")
    say(tab, "agent-leaves-en")
    expect(tab.locator(".turn.bot.person").last).to_contain_text("Goodbye!")
    expect(tab.locator("#with-person")).to_be_empty()


def test_new_conversation_is_the_assistants(tab, stand):
    ask(tab, stand, "handoff-live-en")
    tab.locator("#new-conversation").click()
    expect(tab.locator("#with-person")).to_be_empty()
    expect(tab.locator("#disclosure")).to_be_visible()
