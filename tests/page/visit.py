"""What a visitor of the page does and reads in these tests."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

HERE = Path(__file__).resolve().parent
PAYLOADS = HERE / "payloads"
STRINGS = json.loads((HERE.parents[1] / "actions" / "page" / "static" / "strings.json").read_text(encoding="utf-8"))
PHONE = {"width": 360, "height": 740}


def say(tab, text):
    tab.locator("#message").fill(text)
    tab.locator("#message").press("Enter")


def ask(tab, stand, name, query=""):
    """Open the page, say `name`, and wait until the bot has said all it knows by that name."""
    tab.goto(f"{stand.url}/{query}")
    say(tab, name)
    expect(tab.locator(".turn.shopper")).to_have_count(1)
    expect(tab.locator(".turn.bot").first).to_be_visible()
    expect(tab.locator("#typing")).to_be_hidden()
    tab.wait_for_timeout(150)


def heard(stand, text):
    """Return the latest thing the bot heard that reads `text`."""
    return next(one for one in reversed(stand.bot.heard) if one["message"] == text)


def bare(text):
    """Return text without the marks that keep figures in their own direction, spaces being plain."""
    return re.sub(r"[\u2066\u2069\u200e\u200f]", "", text).replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
