"""The chat page against the whole stack: questions in three languages, and a look at the cards."""

import re
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

CHROMIUM = shutil.which("chromium")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
ANSWER_MS = 30_000
IMAGE = "<img src=x onerror=\"document.title='hacked'\">"

pytestmark = [pytest.mark.browser, pytest.mark.stack]


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium. One to a module: while Playwright runs, no other test can run an event loop."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def tab(browser):
    """A tab of a new shopper's; the test fails where anything went wrong on its page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def say(tab, text):
    """Say something and wait until the bot's turn is over."""
    n_said = tab.locator(".turn.shopper").count()
    tab.locator("#message").fill(text)
    tab.locator("#message").press("Enter")
    wait_for_answer(tab, n_said + 1)


def wait_for_answer(tab, n_said):
    expect(tab.locator(".turn.shopper")).to_have_count(n_said)
    expect(tab.locator(".turn.shopper ~ .turn.bot").last).to_be_visible(timeout=ANSWER_MS)
    expect(tab.locator("#typing")).to_be_hidden(timeout=ANSWER_MS)
    expect(tab.locator(".turn").last).to_have_class(re.compile("bot"), timeout=ANSWER_MS)
    expect(tab.locator(".state button")).to_have_count(0)


def look_at_cards(tab, category, currency):
    """Check what every card must show; return how many there are."""
    cards = tab.locator(".payload").last.locator(".card")
    expect(cards.first).to_be_visible(timeout=ANSWER_MS)
    n_cards = cards.count()
    assert 1 <= n_cards <= 5
    expect(cards.first).to_have_attribute("data-category", category)
    for place in range(n_cards):
        card = cards.nth(place)
        card.scroll_into_view_if_needed()
        expect(card.locator(".title")).not_to_be_empty()
        assert re.search(r"\d", card.locator(".amount").text_content())
        assert re.search(currency, card.locator(".amount").text_content())
        expect(card.locator(".category")).not_to_be_empty()
        picture = card.locator("img").element_handle()
        tab.wait_for_function("one => one.complete && one.naturalWidth > 0", arg=picture)
    return n_cards


@pytest.mark.parametrize(
    ("address", "question", "category", "currency", "language", "direction"),
    [
        ("?lang=zh-Hans&country=CN&currency=CNY", "我想买红色的跑鞋", "running shoes", "¥", "zh-Hans", "ltr"),
        ("?lang=ar&country=AE&currency=USD", "أريد سماعات رأس بأقل من 100 دولار", "headphones", r"US\$", "ar", "rtl"),
        ("?lang=de&country=DE&currency=EUR", "Ich suche eine blaue Teekanne", "teapot", "€", "de", "ltr"),
    ],
)
def test_a_question_is_answered_with_cards(tab, stack, address, question, category, currency, language, direction):
    tab.goto(f"{stack.page_url}/{address}")
    say(tab, question)
    look_at_cards(tab, category, currency)
    expect(tab.locator("html")).to_have_attribute("lang", language)
    assert tab.evaluate("getComputedStyle(document.body).direction") == direction
    assert tab.locator(".payload").last.evaluate("one => getComputedStyle(one).direction") == direction


def test_the_page_follows_a_shopper_who_writes_arabic_on_an_english_page(tab, stack):
    tab.goto(f"{stack.page_url}/?lang=en")
    expect(tab.locator("html")).to_have_attribute("dir", "ltr")
    say(tab, "أريد سماعات رأس بأقل من 100 دولار")
    look_at_cards(tab, "headphones", r"US\$")
    expect(tab.locator("html")).to_have_attribute("dir", "rtl")
    first, second = (tab.locator(".card").nth(place).bounding_box() for place in (0, 1))
    assert first["x"] > second["x"]


def test_the_page_says_that_it_is_an_ai_before_and_while_it_talks(tab, stack):
    tab.goto(f"{stack.page_url}/?lang=de")
    expect(tab.locator(".badge")).to_have_text("KI-Assistent")
    expect(tab.locator("#disclosure")).to_contain_text("mit einer KI, nicht mit einem Menschen")
    say(tab, "Hallo")
    expect(tab.locator("#disclosure")).to_be_in_viewport()
    expect(tab.locator(".turn.bot").first).to_contain_text("KI")


def test_a_quick_reply_is_answered(tab, stack):
    tab.goto(f"{stack.page_url}/?lang=de&country=DE&currency=EUR")
    say(tab, "Ich suche eine Teekanne")
    n_bot = tab.locator(".turn.bot").count()
    tab.locator("#quick-replies button").first.click()
    wait_for_answer(tab, 2)
    assert tab.locator(".turn.bot").count() > n_bot


def test_the_cost_to_the_door_is_shown_line_by_line(tab, stack):
    tab.goto(f"{stack.page_url}/?lang=de&country=DE&currency=EUR")
    say(tab, "Ich suche eine Teekanne")
    say(tab, "Was kostet Nummer 1 bis zu mir?")
    panel = tab.locator(".landed-cost")
    expect(panel).to_be_visible()
    expect(panel.locator("tbody tr").first).to_have_attribute("data-kind", "item")
    expect(panel.locator("tfoot td").first).to_contain_text("€")


def test_the_cost_to_the_door_says_what_is_paid_when_and_where_its_rules_are_written(tab, stack):
    tab.goto(f"{stack.page_url}/?lang=de&country=DE&currency=EUR")
    say(tab, "Ich suche eine Teekanne")
    say(tab, "Was kostet Nummer 1 bis zu mir?")
    panel = tab.locator(".landed-cost")
    expect(panel.locator('tfoot tr[data-kind="pay_now"] td')).to_contain_text("€")
    expect(panel.locator('tfoot tr[data-kind="pay_at_door"] th')).to_have_text("Bei der Lieferung zu zahlen")
    expect(panel.locator('[data-fact="arrives"]')).to_contain_text(re.compile(r"\d{1,2}\. \w{3}"))
    source = panel.locator(".sources li").first
    expect(source).to_be_hidden()
    panel.locator("summary").click()
    expect(source).to_contain_text("geprüft am")


def test_a_forbidden_thing_is_shown_as_such_with_its_source(tab, stack):
    tab.goto(f"{stack.page_url}/?lang=th&country=TH&currency=THB")
    say(tab, "ส่งโดรนไปอียิปต์ได้ไหม")
    panel = tab.locator(".verdicts")
    expect(panel.locator("h2")).to_contain_text("ห้ามส่งไปที่นั่น")
    expect(panel.locator("h2")).to_contain_text("อียิปต์")
    panel.locator("summary").click()
    expect(panel.locator(".sources a").first).to_have_attribute("href", re.compile("^https://"))


def test_sizes_elsewhere_are_shown_as_a_table(tab, stack):
    tab.goto(f"{stack.page_url}/?lang=tr&country=TR&currency=TRY")
    say(tab, "EU 38 kadın ayakkabısı US kaç?")
    panel = tab.locator(".sizing")
    expect(panel.locator("caption")).to_contain_text("kadın ayakkabısı")
    expect(panel.locator('tr[data-system="US"] td')).to_contain_text("7")


def test_a_cart_fits_the_narrowest_window_and_shows_its_parcels(tab, stack):
    tab.set_viewport_size({"width": 320, "height": 700})
    tab.goto(f"{stack.page_url}/?lang=ar&country=DE&currency=EUR")
    say(tab, "سماعات رأس لاسلكية")
    say(tab, "ضع الرقم 1 في السلة")
    panel = tab.locator(".cart").last
    expect(panel.locator("> table .item")).to_have_count(1)
    panel.locator(".parcels summary").first.click()
    expect(panel.locator(".parcel table").first).to_be_visible()
    assert tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_reload_keeps_the_conversation_on_both_sides(tab, stack):
    tab.goto(f"{stack.page_url}/?lang=de&country=DE&currency=EUR")
    say(tab, "Ich suche eine blaue Teekanne")
    n_cards = look_at_cards(tab, "teapot", "€")
    before = tab.locator(".turn.bot .bubble").all_inner_texts()
    tab.reload()
    expect(tab.locator(".card")).to_have_count(n_cards)
    expect(tab.locator(".turn.bot .bubble")).to_have_text(before)
    say(tab, "Zeig mir Nummer 1")
    expect(tab.locator(".payload").last.locator(".card")).to_have_count(1)


def test_what_looks_like_html_stays_text(tab, stack):
    tab.goto(f"{stack.page_url}/?lang=en")
    say(tab, f"running shoes {IMAGE}")
    expect(tab.locator(".turn.shopper .bubble")).to_have_text(f"running shoes {IMAGE}")
    assert tab.locator("#messages [onerror]").count() == 0
    expect(tab).not_to_have_title("hacked")
