"""Who pays duty and tax, and what is to pay when it arrives, of what Nord of Germany sends."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from actions.shop import Shop
from retrieval.catalogue import Catalogue
from retrieval.product import Merchant
from tests.actions.chat import Chat, Reply
from tests.actions.small_shop import MERCHANTS, build_shop


def on_terms(merchant_id: str, incoterm: str) -> Merchant:
    base = MERCHANTS[merchant_id]
    return replace(base, shipping=tuple(replace(zone, incoterm=incoterm) for zone in base.shipping))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The small shop; these turns keep nothing in it."""
    shop = build_shop(tmp_path_factory.mktemp("due"))
    yield shop
    shop.store.close()


def talk(built: Shop, incoterm: str = "", country: str = "DE", language: str = "en", product: str = "h01") -> Chat:
    """Return a conversation in which a product of Nord was shown, which sends on these terms."""
    merchants = MERCHANTS | {"nord": on_terms("nord", incoterm)}
    catalogue = Catalogue.from_products(list(built.catalogue), merchants.values(), "small shop")
    shop = replace(built, catalogue=catalogue, prices=replace(built.prices, merchants=merchants))
    return Chat(shop, language, {"country": country, "currency": "EUR"}, slots={"shown": [product]})


def cost(chat: Chat) -> Reply:
    return chat.say("action_landed_cost", "do I have to pay customs when it arrives?", ordinal=[1])


def due(reply: Reply) -> list[str]:
    return [key for key in reply.keys if key.startswith("due_")]


def test_at_home_nothing_is_to_pay_for_no_border_lies_on_the_way(built: Shop) -> None:
    assert due(cost(talk(built))) == ["due_no_border"]
    assert due(cost(talk(built, country="FR"))) == ["due_no_border"]


def test_seller_who_pays_duty_and_tax_is_said_to(built: Shop) -> None:
    reply = cost(talk(built, "DDP", "CA"))
    assert due(reply) == ["due_seller"]
    assert reply.payload["incoterm"] == "DDP"
    assert reply.payload["incoterm_stated"] is True
    assert not [line for line in reply.payload["lines"] if line["due"] == "door"]
    assert "the seller pays them" in reply.text


def test_shopper_who_pays_the_carrier_is_told_how_much(built: Shop) -> None:
    """By hand, to Switzerland: 8.1 % VAT on 149.00 and 25.00 for carriage."""
    reply = cost(talk(built, "DAP", "CH", product="h05"))
    assert due(reply) == ["due_carrier"]
    assert reply.payload["due_at_door"] == "14.09"
    assert "you pay €14.09 to the carrier when it arrives" in reply.text


def test_terms_that_the_seller_does_not_say_are_not_claimed(built: Shop) -> None:
    reply = cost(talk(built, "", "CH", product="h05"))
    assert due(reply) == ["due_carrier_usual"]
    assert reply.payload["incoterm_stated"] is False
    assert "does not say who pays" in reply.text


def test_what_is_to_pay_is_at_least_so_much_where_a_part_is_not_known(built: Shop) -> None:
    """To Thailand, 10 % duty on 19.90 and 25.00 for carriage; the tax is not known."""
    reply = cost(talk(built, "DAP", "TH"))
    assert due(reply) == ["due_at_least"]
    assert "at least €4.49" in reply.text


def test_tax_that_is_paid_with_the_order_leaves_nothing_to_pay(built: Shop) -> None:
    assert due(cost(talk(built, "DAP", "GB"))) == ["due_nothing"]


def test_where_no_part_is_known_no_amount_is_said(built: Shop) -> None:
    assert due(cost(talk(built, "DAP", "CA"))) == ["due_unknown"]


def test_terms_change_who_pays_and_never_what_it_costs(built: Shop) -> None:
    totals = {cost(talk(built, terms, "CA")).payload["total"] for terms in ("", "DAP", "DDP")}
    assert len(totals) == 1


def test_question_about_sending_that_names_customs_is_answered(built: Shop) -> None:
    chat = talk(built, "DDP", "CH")
    asked = chat.say("action_shipping", "how do you ship it, and is there customs to pay?", ordinal=[1])
    assert due(asked) == ["due_seller"]
    assert due(chat.say("action_shipping", "how long does it take?", ordinal=[1])) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wird es verschickt und muss ich Zoll zahlen?"),
        ("zh-Hans", "寄过来收货时要交关税吗"),
        ("ar", "هل يصل مع دفع الجمارك؟"),
        ("th", "ส่งมาแล้วต้องจ่ายภาษีไหม"),
        ("tr", "Gönderimde gümrük vergisi öder miyim?"),
        ("ja", "発送で関税はかかりますか"),
        ("hi", "भेजने पर कस्टम ड्यूटी लगेगी?"),
        ("ru", "При доставке нужно платить пошлину?"),
        ("ko", "배송 받을 때 관세 내나요?"),
    ],
)
def test_customs_are_heard_in_every_script(built: Shop, language: str, text: str) -> None:
    reply = talk(built, "DDP", "CH", language).say("action_shipping", text, ordinal=[1])
    assert due(reply) == ["due_seller"]
    assert str(built.texts.entry(language, "due_seller")) in reply.text


def test_customs_of_no_product_in_particular_ask_which(built: Shop) -> None:
    chat = Chat(built)
    assert chat.say("action_shipping", "do I pay customs?").keys == ["shipping_general", "landed_cost_of_what"]
