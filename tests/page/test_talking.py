"""A conversation: what is said, kept and shown in every tab, and a line that breaks."""

import pytest
from playwright.sync_api import expect

from tests.page.visit import ask, heard, say

REFUSED = "ERR_CONNECTION_REFUSED"

pytestmark = pytest.mark.browser


def test_a_quick_reply_says_its_words(tab, stand):
    ask(tab, stand, "products-en")
    tab.get_by_role("button", name="Cost to my door").click()
    expect(tab.locator(".turn.shopper").nth(1)).to_contain_text("What does number 1 cost to my door?")
    expect(tab.locator(".turn.bot").last).to_contain_text("You said: What does number 1 cost to my door?")
    expect(tab.locator("#quick-replies button")).to_have_count(0)


def test_enter_sends_and_shift_enter_begins_a_line(tab, stand):
    tab.goto(stand.url)
    box = tab.locator("#message")
    box.press_sequentially("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    expect(tab.locator(".turn")).to_have_count(0)
    box.press("Enter")
    expect(box).to_have_value("")
    expect(tab.locator(".turn.bot").first).to_contain_text("You said: one\ntwo")
    box.press("Enter")
    expect(tab.locator(".turn.shopper")).to_have_count(1)


def test_the_page_shows_that_the_bot_is_writing(tab, stand):
    tab.goto(stand.url)
    say(tab, "slow one")
    expect(tab.locator("#typing")).to_be_visible()
    expect(tab.locator(".turn.bot").first).to_contain_text("You said: slow one")
    expect(tab.locator("#typing")).to_be_hidden()


def test_a_reload_keeps_the_conversation(tab, stand):
    ask(tab, stand, "products-zh")
    before = tab.locator(".turn.bot").all_inner_texts()
    session = heard(stand, "products-zh")["session_id"]
    tab.reload()
    expect(tab.locator(".card")).to_have_count(3)
    assert tab.locator(".turn.bot").all_inner_texts() == before
    expect(tab.locator(".turn.shopper .bubble")).to_have_text("products-zh")
    expect(tab.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(tab.locator("#quick-replies button")).to_have_count(3)
    say(tab, "and again")
    expect(tab.locator(".turn.bot").last).to_contain_text("You said: and again")
    assert heard(stand, "and again")["session_id"] == session


def test_a_new_conversation_is_another_session(tab, stand):
    ask(tab, stand, "products-ar")
    tab.locator("#new-conversation").click()
    expect(tab.locator("#welcome")).to_be_visible()
    expect(tab.locator("#messages > *")).to_have_count(0)
    expect(tab.locator("html")).to_have_attribute("dir", "ltr")
    say(tab, "anew")
    expect(tab.locator(".turn.bot").first).to_contain_text("You said: anew")
    assert heard(stand, "anew")["session_id"] != heard(stand, "products-ar")["session_id"]
    tab.reload()
    expect(tab.locator(".turn.shopper")).to_have_count(1)


def test_the_page_takes_the_session_that_the_bot_hands_out(tab, stand):
    tab.goto(stand.url)
    tab.evaluate("localStorage.setItem('crossaisle.session', '\"taken\"')")
    tab.reload()
    say(tab, "whose session")
    expect(tab.locator(".turn.bot").first).to_contain_text("You said")
    assert heard(stand, "whose session")["session_id"] == "another-session"
    assert tab.evaluate("localStorage.getItem('crossaisle.session')") == '"another-session"'


def test_two_tabs_show_one_conversation_once(context, stand):
    first, second = context.new_page(), context.new_page()
    first.goto(stand.url)
    second.goto(stand.url)
    for number, tab in enumerate([first, second, first], start=1):
        say(tab, f"turn {number}")
        for other in (first, second):
            expect(other.locator(".turn.shopper")).to_have_count(number)
            expect(other.locator(".turn.bot")).to_have_count(number)
            expect(other.locator("#typing")).to_be_hidden()


def test_a_message_begun_survives_a_reload(tab, stand):
    tab.goto(stand.url)
    tab.locator("#message").fill("half a sen")
    tab.reload()
    expect(tab.locator("#message")).to_have_value("half a sen")


# --- a line that breaks


def test_a_message_said_without_a_bot_is_kept_and_sent_when_it_is_back(tab, stand, complaints):
    tab.goto(f"{stand.url}/?lang=en")
    say(tab, "before")
    expect(tab.locator(".turn.bot").first).to_contain_text("You said: before")
    stand.bot.stop()
    expect(tab.locator("#lost")).to_have_text("Connection lost, trying again …")
    say(tab, "meanwhile")
    expect(tab.locator(".turn.shopper .state").nth(1)).to_have_text("Not sent yet")
    tab.reload()
    expect(tab.locator(".turn.shopper .state").nth(1)).to_have_text("Not sent yet")
    stand.bot.start()
    expect(tab.locator(".turn.bot").last).to_contain_text("You said: meanwhile", timeout=20_000)
    expect(tab.locator("#lost")).to_be_empty()
    expect(tab.locator(".turn.shopper .state").nth(1)).to_be_empty()
    assert len([one for one in stand.bot.heard if one["message"] == "meanwhile"]) == 1
    assert all(REFUSED in complaint or "WebSocket" in complaint for complaint in complaints)
    complaints.clear()


def test_a_message_that_nothing_comes_back_to_can_be_sent_again(tab, stand):
    tab.goto(f"{stand.url}/?lang=en")
    say(tab, "silence")
    state = tab.locator(".turn.shopper .state")
    expect(state).to_contain_text("No answer came.")
    n_heard = len(stand.bot.heard)
    state.get_by_role("button", name="Send again").click()
    expect(state).to_contain_text("No answer came.")
    assert len(stand.bot.heard) == n_heard + 1


def test_the_page_comes_back_after_the_bot_has_closed_the_line(tab, stand):
    tab.goto(stand.url)
    say(tab, "leave")
    expect(tab.locator(".turn.shopper .state")).to_contain_text("No answer came.")
    say(tab, "there again")
    expect(tab.locator(".turn.bot").first).to_contain_text("You said: there again")


# --- the widget


def test_a_shop_puts_the_chat_on_its_own_page(tab, stand):
    tab.goto(f"{stand.bot.url}/shop")
    button = tab.get_by_role("button", name="Crossaisle – KI-Assistent")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    chat = tab.frame_locator("iframe")
    expect(chat.locator(".badge")).to_have_text("KI-Assistent")
    chat.locator("#message").fill("from the widget")
    chat.locator("#message").press("Enter")
    expect(chat.locator(".turn.bot").first).to_contain_text("You said: from the widget")
    assert heard(stand, "from the widget")["metadata"] == {"locale": "de", "country": "AT", "currency": "EUR"}
    button.click()
    expect(tab.locator("iframe")).to_be_hidden()
