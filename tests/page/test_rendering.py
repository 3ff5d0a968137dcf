"""The page in a browser, against a bot that answers by rote: every payload, both directions, and a line that breaks."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

HERE = Path(__file__).resolve().parent
STATIC = HERE.parents[1] / "actions" / "page" / "static"
STRINGS = json.loads((STATIC / "strings.json").read_text(encoding="utf-8"))
PHONE = {"width": 360, "height": 740}
REFUSED = "ERR_CONNECTION_REFUSED"

pytestmark = pytest.mark.browser


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


# --- the first screen


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


# --- products


def test_cards_show_what_a_shopper_needs_to_choose(tab, stand):
    ask(tab, stand, "products-en")
    cards = tab.locator(".card")
    expect(cards).to_have_count(5)
    expect(tab.locator(".card .position > [aria-hidden]")).to_have_text(["1", "2", "3", "4", "5"])
    first = cards.first
    expect(first).to_have_attribute("data-category", "running shoes")
    expect(first.locator(".category")).to_have_text("running shoes")
    expect(first.locator(".title")).to_have_text("Max-cushion red running shoes")
    expect(first.locator(".original")).to_contain_text("Spanish")
    expect(first.locator(".original bdi")).to_have_attribute("lang", "es")
    expect(first.locator(".amount")).to_have_text("$126.34")
    expect(first.locator(".original-price")).to_have_text("€109.90")
    expect(first.locator(".door")).to_have_text("$159.80 to your door")
    expect(first.locator(".not-included")).to_have_count(0)
    expect(first.locator(".rating")).to_have_attribute("aria-label", "Rating: 4.2 of 5; ratings: 199")
    expect(first.locator(".reasons li")).to_have_text(
        ["Matches: running shoes and red", "Rated 4.6 of 5 by 214 buyers"]
    )
    expect(first.get_by_role("link", name="View in the shop")).to_have_attribute("rel", "noopener noreferrer")
    expect(cards.nth(4).locator(".original")).to_have_count(0)
    expect(cards.nth(4).locator(".original-price")).to_have_count(0)


def test_cards_show_their_pictures(tab, stand):
    ask(tab, stand, "products-en")
    picture = tab.locator(".card img").first
    expect(picture).to_have_attribute("alt", "Max-cushion red running shoes")
    expect(picture).to_have_attribute("loading", "lazy")
    tab.wait_for_function("document.querySelector('.card img').naturalWidth > 0")


def test_an_incomplete_price_to_the_door_says_what_is_missing(tab, stand):
    ask(tab, stand, "products-en")
    card = tab.locator(".card").nth(1)
    expect(card.locator(".door")).to_have_text("at least $83.05 to your door")
    expect(card.locator(".not-included")).to_have_text("Incomplete: customs duty and carrier's fees not included")


def test_a_price_to_the_door_that_is_not_known_is_not_shown(tab, stand):
    ask(tab, stand, "products-en")
    card = tab.locator(".card").nth(3)
    expect(card.locator(".door")).to_have_count(0)
    expect(card.locator(".sold-out")).to_have_text("Out of stock")


@pytest.mark.parametrize(
    ("name", "language", "price", "door"),
    [
        ("products-zh", "zh-Hans", "¥239.00", "到手价 ¥251.00"),
        ("products-de", "de", "64,90\N{NO-BREAK SPACE}€", "84,08\N{NO-BREAK SPACE}€ bis zur Haustür"),
        ("products-ar", "ar", "97.90\N{NO-BREAK SPACE}US$", "121.35\N{NO-BREAK SPACE}US$ حتى باب منزلك"),
    ],
)
def test_cards_and_page_speak_the_conversations_language(tab, stand, name, language, price, door):
    ask(tab, stand, name)
    expect(tab.locator("html")).to_have_attribute("lang", language)
    expect(tab.locator(".badge")).to_have_text(STRINGS[language]["badge"])
    expect(tab.locator(".card")).to_have_count(3)

    def shown(place):
        return re.sub(r"[\u2066\u2069]", "", tab.locator(f".card {place}").first.text_content())

    assert shown(".amount") == price
    assert shown(".door") == door


def test_a_product_alone_is_shown_at_length(tab, stand):
    ask(tab, stand, "product-en")
    card = tab.locator(".card")
    expect(card).to_have_count(1)
    expect(card.locator(".position")).to_have_count(0)
    expect(card.locator(".description")).to_contain_text("For long runs on asphalt")
    expect(card.locator(".sizes li").first).to_have_text("EU 39")


# --- right to left


def test_arabic_mirrors_the_whole_page(tab, stand):
    ask(tab, stand, "products-ar")
    assert tab.evaluate("getComputedStyle(document.body).direction") == "rtl"
    first, second = (tab.locator(".card").nth(place).bounding_box() for place in (0, 1))
    assert first["x"] > second["x"]
    mine = tab.locator(".turn.shopper .bubble").bounding_box()
    its = tab.locator(".turn.bot .bubble").bounding_box()
    assert mine["x"] < its["x"]
    assert tab.locator("#composer button").bounding_box()["x"] < tab.locator("#message").bounding_box()["x"]


def test_an_arabic_sentence_that_begins_with_a_latin_title_runs_from_right_to_left(tab, stand):
    ask(tab, stand, "landed-cost-ar")
    sentence = tab.locator(".turn.bot .bubble p")
    assert sentence.text_content().startswith("«Maré")
    assert sentence.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_the_page_turns_back_when_the_conversation_does(tab, stand):
    ask(tab, stand, "products-ar")
    say(tab, "And in English?")
    expect(tab.locator("html")).to_have_attribute("dir", "ltr")
    expect(tab.locator(".badge")).to_have_text("AI assistant")
    assert tab.locator(".payload").evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_what_a_shopper_writes_runs_its_own_way(tab, stand):
    tab.goto(f"{stand.url}/?lang=en")
    say(tab, "أريد حذاء أحمر")
    written = tab.locator(".turn.shopper .bubble p").first
    expect(written).to_have_attribute("dir", "auto")
    expect(written).to_have_attribute("lang", "ar")
    assert written.evaluate("one => getComputedStyle(one).direction") == "rtl"


# --- tables, handovers, what is not known


def test_landed_cost_is_shown_line_by_line_with_its_sources(tab, stand):
    ask(tab, stand, "landed-cost-de")
    panel = tab.locator(".landed-cost")
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in panel.locator("tr").all_text_contents()] == [
        "Preis58,21 €",
        "Versand18,40 €",
        "Zoll (16,9 %)5,45 €",
        "Mehrwertsteuer (20 %)16,41 €",
        "Gesamt98,47 €",
    ]
    expect(panel.locator("h2")).to_have_text("Preis bis zur Haustür: Österreich")
    expect(panel.locator(".aside")).to_have_text("Lieferung: 6–10 WerktageStand: 22.11.2026")
    expect(panel.locator(".not-included")).to_have_count(0)
    panel.locator("summary").click()
    expect(panel.locator("details li").first).to_have_text(
        "TARIC: customs tariff of the European Union geprüft am 20.11.2026"
    )
    links = panel.locator("a").evaluate_all("links => links.map((link) => link.protocol)")
    assert links == ["https:", "https:"]


def test_an_unknown_line_is_never_a_nought(tab, stand):
    ask(tab, stand, "landed-cost-ar")
    panel = tab.locator(".landed-cost")
    for kind in ("duty", "fee"):
        expect(panel.locator(f'tr[data-kind="{kind}"] td')).to_have_text(STRINGS["ar"]["unknown"])
    expect(panel.locator("tfoot th")).to_have_text(STRINGS["ar"]["total_at_least"])
    expect(panel.locator(".not-included")).to_contain_text(STRINGS["ar"]["unknown_duty"])


def test_comparison_marks_the_best_of_each_row(tab, stand):
    ask(tab, stand, "comparison-de")
    table = tab.get_by_role("table", name="Vergleich")
    expect(table.locator("thead th")).to_have_count(3)
    expect(table.locator('tr[data-attribute="price"] .best')).to_contain_text("21,40 €")
    expect(table.locator('tr[data-attribute="rating"] .best')).to_contain_text("4,8")
    expect(table.locator('tr[data-attribute="brand"] .best')).to_have_count(0)
    expect(table.locator('tr[data-attribute="landed_cost"] .unknown')).to_contain_text("unbekannt")


def test_a_handover_has_a_number(tab, stand):
    ask(tab, stand, "handoff-en")
    expect(tab.locator(".handoff")).to_have_text("Passed on to a personRequest number 1042")


# --- coupons, bundles


def bare(text):
    """Return text without the marks that keep figures in their own direction, spaces being plain."""
    return re.sub(r"[\u2066\u2069\u200e\u200f]", "", text).replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")


def test_coupons_show_code_conditions_and_validity_and_that_they_were_chosen_automatically(tab, stand):
    ask(tab, stand, "offer-en")
    coupons = tab.locator(".coupon")
    expect(coupons).to_have_count(3)
    expect(coupons.locator(".code")).to_have_text(["TEA20", "WELCOME5", "FREESHIP"])
    assert [bare(one) for one in coupons.locator(".saved").all_text_contents()] == ["\u221220%", "\u2212€5.00"]
    first = coupons.first
    expect(first.locator(".condition")).to_have_text(["It takes off €5.00 at most.", "It applies to: tea."])
    expect(first.locator(".aside span")).to_have_text(["Valid until Dec 31, 2027", "Held for you until Nov 25, 2026"])
    expect(coupons.nth(1).locator(".aside span")).to_have_text(["Valid until Dec 24, 2026"])
    expect(tab.locator(".automated")).to_have_text("Chosen automatically for each shopper")


def test_an_offer_without_a_figure_is_said_in_full(tab, stand):
    ask(tab, stand, "offer-en")
    last = tab.locator(".coupon").last
    expect(last.locator(".saved")).to_have_count(0)
    expect(last.locator(".condition").first).to_have_text("With the code FREESHIP shipping is free.")


def test_coupons_in_arabic_start_at_the_right_and_keep_code_and_figure_in_order(tab, stand):
    ask(tab, stand, "offer-ar")
    coupon = tab.locator(".coupon").nth(1)
    saved, code = (coupon.locator(place) for place in (".saved", ".code"))
    assert saved.bounding_box()["x"] > code.bounding_box()["x"]
    assert bare(saved.text_content()) == "\u22125.00 US$"
    expect(code).to_have_attribute("dir", "ltr")
    expect(coupon.locator(".aside")).to_contain_text("صالح حتى")
    assert coupon.locator(".condition").evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_a_bundle_shows_its_products_and_what_they_cost_together_and_to_the_door(tab, stand):
    ask(tab, stand, "bundle-fr")
    cards = tab.locator(".bundle .card")
    expect(cards.locator(".title")).to_have_text(["Green tea", "Blue mug", "Bouilloire en fonte"])
    expect(cards.first.locator(".position")).to_have_count(0)
    expect(tab.locator(".card .position > [aria-hidden]")).to_have_text(["1", "2"])
    expect(cards.nth(1).locator(".reasons li")).to_have_attribute("data-kind", "bought_together")
    total = tab.locator(".bundle-sum")
    assert bare(total.locator(".price").text_content()) == "Ensemble61,36 €"
    assert bare(total.locator(".door").text_content()) == "au moins 83,36 € livré chez vous"
    expect(total.locator(".not-included")).to_contain_text("TVA")
    assert bare(total.locator(".aside").text_content()) == "Livraison : 6–10 jours ouvrésColis : 1"


def test_a_bundle_for_no_product_in_arabic_runs_from_right_to_left(tab, stand):
    ask(tab, stand, "bundle-ar")
    cards = tab.locator(".bundle .card")
    expect(cards).to_have_count(2)
    first, second = (cards.nth(place).bounding_box() for place in (0, 1))
    assert first["x"] > second["x"]
    total = tab.locator(".bundle-sum")
    assert bare(total.locator(".door").text_content()) == "27.75 US$ حتى باب منزلك"
    expect(total.locator(".not-included")).to_have_count(0)
    assert total.bounding_box()["x"] > tab.locator(".payload").bounding_box()["x"]


@pytest.mark.parametrize("name", ["offer-en", "offer-ar", "bundle-fr", "bundle-ar"])
def test_coupons_and_bundles_fit_a_phone(tab, stand, name):
    tab.set_viewport_size(PHONE)
    ask(tab, stand, name)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", ["offer", "bundle"])
def test_what_the_shop_answers_is_what_the_page_can_show(tab, stand, name):
    """The payload is the one that the shop's server made for the tests of the wire."""
    answer = json.loads((HERE.parent / "contract" / "payloads" / f"{name}.json").read_text(encoding="utf-8"))
    tab.goto(stand.url)
    shown = tab.evaluate(
        """async (payload) => {
            await (await import('./strings.js')).loadStrings();
            return (await import('./messages.js')).payloadOf(payload, payload.language)?.textContent;
        }""",
        answer["nlg_request"]["arguments"]["custom"],
    )
    expected = {"offer": ("TEA20", "适用于", "由系统为每位顾客自动选择"), "bundle": ("Green tea", "Ensemble", "25,36")}
    assert all(part in shown for part in expected[name])


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
    for number, name in enumerate(sorted(path.stem for path in (HERE / "payloads").glob("*.json")), start=1):
        say(tab, name)
        expect(tab.locator(".turn.shopper")).to_have_count(number)
        expect(tab.locator("#typing")).to_be_hidden()
        tab.wait_for_timeout(100)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert tab.locator("#scroller").evaluate("one => one.scrollWidth <= one.clientWidth"), name
    complaints.clear()


# --- talking


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
    button = tab.get_by_role("button", name="Crossaisle – AI assistant")
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
