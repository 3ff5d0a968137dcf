"""What is taken out of the cart, and how many of a thing lie in it."""

import pytest

from tests.actions.chat import Chat
from tests.actions.turns.cart.cart_turns import add, held, remove


@pytest.fixture
def with_three(at_mugs: Chat) -> Chat:
    """A cart of a white mug, a blue one, and two teas."""
    at_mugs.slots["shown"] = ["m01", "m02", "t02"]
    add(at_mugs, ordinal=[1, 2])
    add(at_mugs, ordinal=[3], quantity=2)
    at_mugs.slots["focus"] = None
    return at_mugs


# --- out of the cart


def test_place_in_the_cart_is_taken_out(with_three: Chat) -> None:
    reply = remove(with_three, "remove the second", ordinal=[2])
    assert reply.keys[0] == "cart_removed"
    assert "Blue mug" in reply.text
    assert held(with_three) == {("m01", ""): 1, ("t02", ""): 2}
    remove(with_three, "and the last", ordinal=[-1])
    assert held(with_three) == {("m01", ""): 1}


def test_kind_is_taken_out_and_less_of_it(with_three: Chat) -> None:
    assert remove(with_three, "one tea less", category="tea", quantity=1).keys[0] == "cart_quantity"
    assert held(with_three)["t02", ""] == 1
    remove(with_three, "no tea after all", category="tea")
    assert ("t02", "") not in held(with_three)
    assert remove(with_three, "the tea", category="tea").keys[0] == "cart_not_in"


def test_unclear_line_is_asked_for(with_three: Chat) -> None:
    assert remove(with_three).keys[0] == "cart_remove_what"
    assert remove(with_three, "the ninth", ordinal=[9]).keys[0] == "cart_not_in"
    assert len(held(with_three)) == 3


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "empty my cart"), ("de", "Warenkorb leeren"), ("zh-Hans", "清空购物车"), ("zh-Hant", "把購物車全部刪掉"),
     ("ja", "カートを空にして"), ("ko", "장바구니 비워줘"), ("fr", "vide mon panier"), ("es", "vaciar el carrito"),
     ("it", "svuota il carrello"), ("pt", "esvaziar o carrinho"), ("nl", "haal alles uit mijn winkelwagen"),
     ("pl", "opróżnij koszyk"), ("ru", "очисти корзину"), ("tr", "sepeti boşalt"), ("ar", "أفرغ السلة"),
     ("hi", "कार्ट खाली कर दो"), ("th", "ล้างตะกร้า"), ("vi", "xóa hết giỏ hàng"), ("id", "kosongkan keranjang"),
     ("sv", "töm varukorgen")],
)  # fmt: skip
def test_whole_cart_is_emptied_in_every_language(with_three: Chat, language: str, text: str) -> None:
    with_three.language = language
    reply = remove(with_three, text)
    assert reply.keys == ["cart_emptied"]
    assert held(with_three) == {}
    assert reply.payload["lines"] == []


# --- how many


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "make it 3"), ("de", "Ändere die erste auf 3"), ("zh-Hans", "第一个改成3个"), ("zh-Hant", "改成3個"),
     ("ja", "3個にして"), ("ko", "3개로 바꿔줘"), ("fr", "change pour 3"), ("es", "cambia a 3"), ("it", "cambia a 3"),
     ("pt", "muda para 3"), ("nl", "maak er 3 van"), ("pl", "zmień na 3"), ("ru", "измени на 3"),
     ("tr", "3 olsun"), ("ar", "اجعلها ٣"), ("hi", "3 कर दो"), ("th", "เปลี่ยนเป็น 3 ชิ้น"),
     ("vi", "đổi thành 3 cái"), ("id", "ubah jadi 3"), ("sv", "ändra till 3")],
)  # fmt: skip
def test_number_of_pieces_is_set_in_every_language(at_mugs: Chat, language: str, text: str) -> None:
    add(at_mugs, ordinal=[1])
    at_mugs.language = language
    reply = add(at_mugs, text)
    assert reply.keys[0] == "cart_quantity"
    assert held(at_mugs) == {("m01", ""): 3}


def test_place_in_the_cart_is_told_from_the_number_of_pieces(with_three: Chat) -> None:
    remove(with_three, "change number 3 to 1", ordinal=[3])
    assert held(with_three) == {("m01", ""): 1, ("m02", ""): 1, ("t02", ""): 1}
    over = remove(with_three, "change number 1 to 9", ordinal=[1])
    assert over.keys[:2] == ["cart_quantity", "cart_over_stock"]
    assert held(with_three)["m01", ""] == 7
    remove(with_three, "change number 2 to 4", ordinal=[2, 4])
    assert held(with_three) == {("m01", ""): 7, ("m02", ""): 4, ("t02", ""): 1}
    remove(with_three, "change number 1 to 0", ordinal=[1])
    assert ("m01", "") not in held(with_three)


def test_answer_to_which_is_taken_up(with_three: Chat) -> None:
    assert remove(with_three).keys[0] == "cart_remove_what"
    with_three.say("action_select", "the second", "select_product", ordinal=[2])
    assert held(with_three) == {("m01", ""): 1, ("t02", ""): 2}


def test_question_which_product_is_taken_up_too(at_mugs: Chat) -> None:
    assert add(at_mugs, "add it").keys == ["cart_add_what"]
    at_mugs.say("action_select", "the second", "select_product", ordinal=[2])
    assert held(at_mugs) == {("m02", ""): 1}


def test_place_in_the_list_shown_is_meant_when_buying(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[2])
    assert add(at_mugs, "change the second to 3", ordinal=[2]).keys[0] == "cart_quantity"
    assert held(at_mugs) == {("m02", ""): 3}
    add(at_mugs, "change number 1 to 2", ordinal=[1, 2])
    assert held(at_mugs) == {("m02", ""): 2}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "one less"), ("de", "mach eins weniger"), ("zh-Hans", "改一下，少一个"), ("zh-Hant", "少一個"),
     ("ja", "一つ減らして"), ("ko", "하나 줄여줘"), ("fr", "un de moins"), ("es", "solo uno menos"),
     ("it", "uno in meno"), ("pt", "um a menos"), ("nl", "maak het er een minder"), ("pl", "zmień, o jeden mniej"),
     ("ru", "сделай на один меньше"), ("tr", "bir tane azalt"), ("ar", "واحد أقل"), ("hi", "एक कम कर दो"),
     ("th", "ลดหนึ่งชิ้น"), ("vi", "bớt một cái"), ("id", "kurangi satu saja"), ("sv", "en mindre bara")],
)  # fmt: skip
def test_one_less_is_one_less_in_every_language(at_mugs: Chat, language: str, text: str) -> None:
    """Words that elsewhere set the number ("mach", "сделай", "कर दो") do not here, and not all are taken out."""
    add(at_mugs, ordinal=[1], quantity=3)
    at_mugs.language = language
    assert remove(at_mugs, text, quantity=1).keys[0] == "cart_quantity"
    assert held(at_mugs) == {("m01", ""): 2}


@pytest.mark.parametrize(("language", "text"), [("en", "one less"), ("zh-Hans", "少一个"), ("ar", "واحد أقل")])
def test_less_is_less_where_it_is_taken_for_more(at_mugs: Chat, language: str, text: str) -> None:
    add(at_mugs, ordinal=[1], quantity=3)
    at_mugs.language = language
    add(at_mugs, text, quantity=1)
    assert held(at_mugs) == {("m01", ""): 2}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "two more"), ("de", "mach zwei mehr"), ("zh-Hans", "再来两个"), ("ja", "あと二つ追加"),
     ("tr", "iki tane daha olsun"), ("ar", "كمان اثنين"), ("th", "เอาอีกสองชิ้น"), ("ru", "сделай на два больше")],
)  # fmt: skip
def test_two_more_are_two_more(at_mugs: Chat, language: str, text: str) -> None:
    add(at_mugs, ordinal=[1])
    at_mugs.language = language
    add(at_mugs, text, quantity=2)
    assert held(at_mugs) == {("m01", ""): 3}


def test_less_without_a_number_is_one_less(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1], quantity=3)
    remove(at_mugs, "less of those")
    assert held(at_mugs) == {("m01", ""): 2}


def test_less_onto_a_number_is_that_number(at_mugs: Chat) -> None:
    add(at_mugs, ordinal=[1], quantity=5)
    remove(at_mugs, "reduce to two", quantity=2)
    assert held(at_mugs) == {("m01", ""): 2}


def test_one_more_is_of_the_size_that_lies_in_the_cart(chat: Chat) -> None:
    chat.slots["focus"] = "s01"
    add(chat, size="EU 42")
    add(chat, "one more", quantity=1)
    assert held(chat) == {("s01", "EU 42"): 2}
