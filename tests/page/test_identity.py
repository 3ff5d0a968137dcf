"""The token of a signed-in shopper: from the shop's page through the widget into what is sent to the bot."""

import base64
import json

import pytest
from playwright.sync_api import expect

from tests.page.visit import heard

pytestmark = pytest.mark.browser


def token_of(subject):
    """Return a token of the form that shops sign; the page does not check the signature."""
    claims = base64.urlsafe_b64encode(json.dumps({"sub": subject}).encode()).rstrip(b"=").decode()
    return f"eyJhbGciOiJIUzI1NiJ9.{claims}.c2ln"


def open_chat(tab, stand, attributes=""):
    tab.goto(f"{stand.bot.url}/shop{attributes}")
    tab.get_by_role("button", name="Crossaisle – KI-Assistent").click()
    chat = tab.frame_locator("iframe")
    expect(chat.locator("#message")).to_be_enabled()
    return chat


def say(chat, text):
    chat.locator("#message").fill(text)
    chat.locator("#message").press("Enter")
    expect(chat.locator(".turn.bot").last).to_contain_text(f"You said: {text}")


def test_the_token_of_the_script_tag_goes_with_every_message(tab, stand):
    chat = open_chat(tab, stand, f"?token={token_of('ann')}")
    say(chat, "from ann")
    assert heard(stand, "from ann")["metadata"]["identity_token"] == token_of("ann")
    assert token_of("ann") not in tab.locator("iframe").get_attribute("src")
    kept = chat.locator("body").evaluate("() => JSON.stringify(localStorage)")
    assert token_of("ann") not in kept


def test_without_a_token_none_is_sent(tab, stand):
    say(open_chat(tab, stand), "from nobody")
    assert "identity_token" not in heard(stand, "from nobody")["metadata"]


def test_a_shop_signs_in_renews_and_signs_out_by_a_call(tab, stand):
    chat = open_chat(tab, stand)
    say(chat, "before")
    tab.evaluate("token => crossaisle.push(['identify', token])", token_of("bea"))
    say(chat, "as bea")
    assert heard(stand, "as bea")["metadata"]["identity_token"] == token_of("bea")
    expect(chat.locator(".turn.shopper")).to_have_count(2)
    tab.evaluate("() => crossaisle.push(['identify', null])")
    expect(chat.locator(".turn.shopper")).to_have_count(0)
    say(chat, "after")
    assert "identity_token" not in heard(stand, "after")["metadata"]


def test_another_shopper_on_the_same_device_begins_anew(tab, stand, complaints):
    chat = open_chat(tab, stand, f"?token={token_of('cem')}")
    say(chat, "secret of cem")
    chat = open_chat(tab, stand, f"?token={token_of('dao')}")
    expect(chat.locator(".turn.shopper")).to_have_count(0)
    complaints.clear()  # the line for the former conversation was being opened


def test_what_is_no_token_is_not_sent(tab, stand):
    chat = open_chat(tab, stand)
    tab.evaluate("() => crossaisle.push(['identify', 'not a token'])")
    say(chat, "unsigned")
    assert "identity_token" not in heard(stand, "unsigned")["metadata"]


def test_escape_in_the_chat_closes_it_and_gives_the_focus_back(tab, stand):
    chat = open_chat(tab, stand)
    chat.locator("#message").press("Escape")
    expect(tab.locator("iframe")).to_be_hidden()
    expect(tab.get_by_role("button", name="Crossaisle – KI-Assistent")).to_be_focused()
