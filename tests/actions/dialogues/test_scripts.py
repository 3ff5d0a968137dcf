"""Scripts: reading them, and what is found where an answer is not as expected."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from actions.dialogues.expectations import failures
from actions.dialogues.reply import Reply
from actions.dialogues.script import Expectation, load_scripts
from actions.dialogues.shelf import Shelf
from retrieval.errors import EvaluationError
from tests.actions.dialogues.answers import SHELF, card, listed


def found(expected: Expectation, reply: Reply, *before: Reply, language: str = "en", shelf: Shelf = SHELF) -> str:
    return "; ".join(failures(expected, reply, before, language, shelf))


def test_answer_as_expected_fails_in_nothing() -> None:
    expected = Expectation(
        type="products",
        applied={"category": "mug", "max_price": 30, "color": None},
        every={"category": "mug", "max_price": 30, "currency": "EUR", "color": "red"},
        order="price",
    )
    assert not found(expected, listed(card("a", "10"), card("b", "12"), category="mug", max_price=30))


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"type": "cart"}, "no payload cart"),
        ({"type": "none"}, "where none is expected"),
        ({"applied": {"max_price": 50}}, "applied.max_price is 30, not 50"),
        ({"applied": {"max_price": None}}, "applied.max_price is 30"),
        ({"every": {"max_price": 11}}, "not of every product max_price is 11: ['b']"),
        ({"every": {"color": "blue"}}, "color"),
        ({"type": "products", "least": 3}, "the list has 2 products"),
        ({"type": "products", "most": 1}, "the list has 2 products"),
        ({"order": "price_down"}, "not sorted by price_down"),
        ({"buttons": True}, "no quick replies"),
        ({"cart": (1, 1)}, "there is no cart"),
        ({"door": "DE"}, "no cost to the door"),
        ({"type": "products", "holds": {"products.1.product_id": "a"}}, "products.1.product_id is 'b'"),
        ({"picks": {1: (2,)}}, "are not the products [2] of turn 1"),
        ({"same_as": 1}, "not the products of turn 1"),
        ({"other_than": 1}, "were in turn 1 already: ['b']"),
        ({"cheaper_than": 1}, "not every product costs less than 12"),
    ],
)
def test_what_is_not_as_expected_is_named_with_what_was_found(expected: Mapping[str, Any], said: str) -> None:
    before = listed(card("b", "12"), card("c", "9"))
    answer = listed(card("a", "10"), card("b", "12"), category="mug", max_price=30)
    assert said in found(Expectation(**expected), answer, before)


@pytest.mark.parametrize(
    ("text", "language"),
    [("I found two", "zh-Hans"), ("I found two", "ar"), ("I found two", "th"), ("找到两件", "ru"), ("", "tr")],
)
def test_answer_in_another_script_is_found(text: str, language: str) -> None:
    assert f"not written in {language}" in found(Expectation(), Reply(({"text": text},)), language=language)


def test_costs_that_do_not_add_up_are_found() -> None:
    cart = {
        "type": "cart",
        "lines": [{}],
        "n_pieces": 2,
        "costs": [{"amount": "10.00"}, {"amount": None}, {"amount": "5.00"}],
        "landed_cost": {"total": "15.01"},
        "total": {"amount": "15.01"},
    }
    reply = Reply(({"text": "Your cart", "custom": cart},))
    assert found(Expectation(cart=(1, 2)), reply) == "the cart's costs come to 15.00, its total is 15.01"


def write(folder: Path, turn: str) -> Path:
    (folder / "tr.yml").write_text(
        "client: {country: TR}\nscripts:\n- name: kupa\n  client: {currency: EUR}\n  turns:\n  - " + turn, "utf-8"
    )
    return folder


def test_script_is_read_with_its_language_and_client(tmp_path: Path) -> None:
    (script,) = load_scripts(write(tmp_path, "{say: kupa, expect: {cart: [1, 2], picks: {1: [2]}}}"))
    assert (script.language, script.client, script.is_known) == ("tr", {"country": "TR", "currency": "EUR"}, False)
    assert script.turns[0].expect == Expectation(cart=(1, 2), picks={1: (2,)})


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        ("{say: kupa, expects: {}}", "tr.yml, 'kupa', turn 1: 'expects' is not known"),
        ("{say: kupa, expect: {kart: 1}}", "'kart' is not known"),
        ("{say: kupa, press: 1}", "one of `say`, `press` and `pay`"),
        ("{expect: {}}", "one of `say`, `press` and `pay`"),
    ],
)
def test_script_that_is_wrong_names_file_script_turn_and_remedy(tmp_path: Path, turn: str, said: str) -> None:
    with pytest.raises(EvaluationError, match=said.replace("[", r"\[")):
        load_scripts(write(tmp_path, turn))


def test_folder_without_scripts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="holds no scripts"):
        load_scripts(tmp_path)
