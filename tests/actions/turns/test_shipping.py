"""Turns about sending, at 10:00 UTC on Sunday, 22 November 2026, where a test says nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from actions.shop import Shop
from actions.wording import values
from retrieval.catalogue import Catalogue
from retrieval.pricing.retail import RetailRounding
from retrieval.product import EXPRESS, Dispatch, Merchant, RemoteTerms, ShippingZone, WeightBand
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import MERCHANTS, build_shop

SHOWN = ["h01", "h07", "h09", "h11", "s06"]
"""Nord of Germany, Hana of Japan, Prairie of the United States, Lune of France and Tian of China."""

EXPRESS_HOME = ShippingZone(
    ("domestic",),
    Decimal(0),
    Decimal(0),
    (1, 2),
    EXPRESS,
    "courier",
    "Flink",
    bands=(WeightBand(Decimal(2), Decimal(9)),),
)
BERLIN = Dispatch("Europe/Berlin", time(14, 0))


def sold_by(shop: Shop, *merchants: Merchant) -> Shop:
    """Return the shop with these merchants in place of those of the same id."""
    known = MERCHANTS | {one.merchant_id: one for one in merchants}
    catalogue = Catalogue.from_products(list(shop.catalogue), known.values(), "small shop")
    return replace(shop, catalogue=catalogue, prices=replace(shop.prices, merchants=known))


def nord(*further: ShippingZone, dispatch: Dispatch | None = BERLIN, **changes: object) -> Merchant:
    base = MERCHANTS["nord"]
    zones = tuple(replace(zone, **changes) for zone in base.shipping)  # type: ignore[arg-type] # fields of a zone
    return replace(base, shipping=(*zones, *further), dispatch=dispatch)


def at(shop: Shop, day: date, hour: int, minute: int = 0) -> Shop:
    return replace(shop, today=lambda: day, clock=lambda: datetime(2000, 1, 1, hour, minute, tzinfo=UTC))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The small shop; these turns keep nothing in it."""
    built = build_shop(tmp_path_factory.mktemp("shipping"))
    yield built
    built.store.close()


@pytest.fixture
def talk(shop: Shop) -> Callable[..., Chat]:
    """A function that begins a conversation with a shop on Monday, 23 November 2026, 10:00 UTC."""

    def begin(*merchants: Merchant, day: int = 23, hour: int = 10, minute: int = 0, language: str = "en") -> Chat:
        there = at(sold_by(shop, *merchants), date(2026, 11, day), hour, minute)
        return Chat(there, language, slots={"shown": SHOWN})

    return begin


def ask(chat: Chat, text: str = "shipping?", number: int = 1, **entities: object) -> Reply:
    return chat.say("action_shipping", text, "ask_shipping", ordinal=[number], **entities)


# --- dates


def test_answer_has_price_days_and_a_range_of_dates(talk: Callable[..., Chat]) -> None:
    """Asked before 14:00 in Berlin, it leaves on Monday and takes one to three working days."""
    reply = ask(talk(nord()))
    assert reply.keys == ["shipping_quote", "shipping_arrival", "shipping_leaves_today"]
    assert "€4.90" in reply.text
    assert "Tue, Nov 24 – Thu, Nov 26" in reply.text.replace("\N{THIN SPACE}", " ")
    service = reply.payload["services"][0]
    assert service["delivery_days"] == [1, 3]
    assert service["delivery_dates"] == ["2026-11-24", "2026-11-26"]
    assert reply.payload["asked_at"] == "2026-11-23T10:00:00+00:00"


@pytest.mark.parametrize(
    ("hour", "minute", "key", "n"),
    [
        (10, 0, "shipping_leaves_today", 3),
        (11, 59, "shipping_leaves_today", 1),
        (12, 18, "shipping_leaves_today_minutes", 42),
    ],
)
def test_time_left_for_todays_dispatch_is_said(
    talk: Callable[..., Chat], hour: int, minute: int, key: str, n: int
) -> None:
    assert ask(talk(nord(), hour=hour, minute=minute)).values(key) == {"n": values.number(n)}


def test_after_the_cut_off_the_day_is_said_on_which_it_leaves(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord(), hour=13))
    assert reply.values("shipping_leaves_on") == {"date": values.day(date(2026, 11, 24))}
    assert reply.payload["services"][0]["cut_off"] is None


def test_merchant_without_a_cut_off_says_nothing_of_when_it_leaves(talk: Callable[..., Chat]) -> None:
    assert ask(talk(nord(dispatch=None))).keys == ["shipping_quote", "shipping_arrival"]


def test_customs_days_are_named(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord(customs=(1, 4))), country="JP")
    assert reply.values("shipping_customs") == {"days": values.span(1, 4)}
    assert reply.payload["services"][0]["delivery_days"] == [9, 18]
    assert "shipping_customs" not in ask(talk(nord(customs=(1, 4))), country="FR").keys


# --- services


def test_express_has_its_price_dates_and_carrier(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord(EXPRESS_HOME)))
    assert "Express shipping costs €9.00" in reply.text
    assert [one["service"] for one in reply.payload["services"]] == ["standard", "express"]
    assert reply.payload["services"][1]["carrier_name"] == "Flink"
    assert reply.payload["services"][1]["delivery_dates"] == ["2026-11-24", "2026-11-25"]


def test_lack_of_express_is_said_only_where_it_was_asked_for(talk: Callable[..., Chat]) -> None:
    assert "shipping_no_express" in ask(talk(nord()), "do you have express?").keys
    assert "shipping_no_express" not in ask(talk(nord())).keys
    assert "shipping_no_express" not in ask(talk(nord(EXPRESS_HOME)), "express?").keys


def test_what_express_does_not_take_is_not_offered(talk: Callable[..., Chat]) -> None:
    light = replace(EXPRESS_HOME, bands=(WeightBand(Decimal("0.1"), Decimal(9)),))
    reply = ask(talk(nord(light)), "by express?")
    assert "shipping_no_express" in reply.keys
    assert reply.payload["services"][1]["fits"] is False


def test_too_heavy_a_parcel_is_said_to_be_so(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord(bands=(WeightBand(Decimal("0.1"), Decimal(3)),))))
    assert reply.keys[0] == "shipping_too_heavy"
    assert reply.payload["services"][0]["price"] is None


# --- by a day


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("will it be here by Thursday?", "shipping_by_yes"),
        ("by Friday?", "shipping_by_yes"),
        ("by Wednesday?", "shipping_by_unsure"),
        ("by Tuesday?", "shipping_by_unsure"),
        ("today?", "shipping_by_no"),
    ],
)
def test_by_a_day_is_yes_only_where_the_whole_range_lies_before(talk: Callable[..., Chat], text: str, key: str) -> None:
    assert key in ask(talk(nord()), text).keys


def test_express_is_named_where_only_it_comes_in_time(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord(EXPRESS_HOME)), "by Wednesday?")
    assert "shipping_by_express" in reply.keys
    assert [one["in_time"] for one in reply.payload["services"]] == [None, True]
    assert reply.payload["by"] == "2026-11-25"


def test_occasion_is_kept_by_the_day_before(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord()), "will it come before Christmas?", occasion="christmas")
    assert reply.values("shipping_by_yes") == {"date": values.day(date(2026, 12, 24))}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "周五之前能到吗"),
        ("ar", "هل يصل قبل يوم الجمعة؟"),
        ("th", "ถึงก่อนวันศุกร์ไหม"),
        ("tr", "Cumaya kadar gelir mi?"),
        ("ja", "金曜日までに届きますか"),
    ],
)
def test_by_friday_is_understood_in_other_languages(talk: Callable[..., Chat], language: str, text: str) -> None:
    reply = ask(talk(nord(), language=language), text)
    assert reply.values("shipping_by_yes") == {"date": values.day(date(2026, 11, 27))}


# --- places


def test_remote_place_has_its_cost_and_days_where_the_seller_says_them(talk: Callable[..., Chat]) -> None:
    told = nord(remote=RemoteTerms(Decimal("7.10"), (2, 5)))
    reply = ask(talk(told), "shipping to IV51 9XB?", country="GB")
    assert reply.values("shipping_quote")["price"] == values.money(Decimal("32.10"), "EUR")
    assert reply.values("shipping_remote") == {"postcode": values.plain("IV519XB")}
    assert reply.payload["remote"] == "gb-scottish-highlands-islands"
    assert reply.payload["services"][0]["delivery_days"] == [10, 19]


def test_remote_place_is_unknown_where_the_seller_is_silent_and_never_promised(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord()), "to IV51 9XB by 31 December?", country="GB")
    assert reply.keys[0] == "shipping_remote_cost_unknown"
    assert {"shipping_by_unsure", "shipping_remote_unknown"} <= set(reply.keys)
    assert reply.payload["services"][0]["price"] is None


def test_territory_of_the_postcode_is_the_destination(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord()), "a 35001 Las Palmas", country="ES")
    assert (reply.payload["destination"], reply.payload["postcode"]) == ("IC", "35001")
    assert "Canary Islands" in reply.text


def test_place_that_is_not_served_is_said(talk: Callable[..., Chat]) -> None:
    picky = replace(nord(), excludes=frozenset({"GB:BT"}))
    assert ask(talk(picky), "to BT1 1AA", country="GB").keys == ["landed_cost_unserved"]
    assert ask(talk(picky), "to EC1A 1BB", country="GB").keys[0] == "shipping_quote"


def test_country_without_postcodes_needs_none(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord()), "to Hong Kong 123456", country="HK")
    assert reply.payload["postcode"] is None
    assert reply.keys[0] == "shipping_quote"


def test_year_of_a_date_is_no_postcode(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(nord()), "by 24 December 2026?", country="AT")
    assert (reply.payload["postcode"], reply.payload["by"]) == (None, "2026-12-24")


# --- rates


def test_day_of_the_rates_is_said_where_the_price_is_converted(talk: Callable[..., Chat]) -> None:
    reply = ask(talk(), number=2)
    assert "rates_of" in reply.keys
    assert reply.payload["rate_date"] == "2026-10-30"
    assert reply.payload["services"][0]["price_original"] == {"amount": "2800", "currency": "JPY"}
    assert ask(talk()).payload["rate_date"] is None


# --- cards, costs and words


def test_card_and_cost_to_the_door_carry_the_dates(shop: Shop) -> None:
    chat = Chat(at(shop, date(2026, 11, 23), 10))
    for card in chat.say("action_search", "", category="headphones").payload["products"]:
        first, last = card["landed_cost"]["delivery_dates"]
        assert "2026-11-23" < first < last
        assert card["rate_date"] == (None if card["price_original"]["currency"] == "EUR" else "2026-10-30")
    chat.slots["shown"] = SHOWN
    cost = chat.say("action_landed_cost", "what does 1 cost to my door", ordinal=[1])
    assert cost.payload["delivery_dates"] == ["2026-11-24", "2026-11-27"]
    assert cost.values("shipping_arrival") == {"dates": values.dates(date(2026, 11, 24), date(2026, 11, 27))}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Tue, Dec 8 – Fri, Dec 11"),
        ("zh-Hans", "12月8日周二至11日周五"),
        ("zh-Hant", "12月8日週二至11日週五"),
        ("ar", "الثلاثاء، 8 – الجمعة، 11 ديسمبر"),
        ("th", "อ. 8 – ศ. 11 ธ.ค."),
        ("tr", "8 Ara Sal – 11 Ara Cum"),
        ("ja", "12月8日(火)～11日(金)"),
        ("de", "Di., 8. – Fr., 11. Dez."),
        ("ru", "вт, 8 дек. – пт, 11 дек."),
        ("hi", "मंगल, 8 दिस॰ – शुक्र, 11 दिस॰"),
        ("vi", "Th 3, 8 thg 12 – Th 6, 11 thg 12"),
    ],
)
def test_range_of_dates_is_written_as_in_the_language(shop: Shop, language: str, said: str) -> None:
    worded = shop.texts.word(language, values.dates(date(2026, 12, 8), date(2026, 12, 11)))
    assert worded.replace("\N{THIN SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "th", "tr", "de"])
def test_range_over_new_year_names_both_years(shop: Shop, language: str) -> None:
    worded = shop.texts.word(language, values.dates(date(2026, 12, 29), date(2027, 1, 4)))
    assert "2026" in worded
    assert "2027" in worded


@pytest.mark.parametrize(("endings", "shown"), [("exact", "67.17"), ("tidy", "67.50"), ("charm", "67.95")])
def test_converted_prices_end_as_the_shop_likes_and_charges_stay_exact(shop: Shop, endings: str, shown: str) -> None:
    prices = replace(shop.prices, retail=RetailRounding.load(endings))
    dear = shop.catalogue.get("h07")
    assert prices.shown(dear, "EUR").text() == shown
    assert prices.shown(dear, "JPY").text() == "11800"
    assert prices.price(dear, "EUR").text() == "67.17"
