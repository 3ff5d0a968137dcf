from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from actions.settings import PROJECT
from retrieval.asking import IN_CONVERSATION, Answered, Asker, WordedSearch
from retrieval.catalogue import Catalogue
from retrieval.filters import FilterColumns, Filters
from retrieval.finder import ProductFinder
from retrieval.lexicon import Lexicon
from retrieval.product import Product
from retrieval.profile import Profile
from retrieval.ranking import Weights
from retrieval.understanding import Vocabulary
from tests.fakes import HERE, THERE, NoCollaborative, fused_search, product

NOBODY = Asker("", Profile.empty(), date(2026, 11, 22))
PRODUCTS = [
    product("red", titles={"en": "Red mug"}, language="en", colors=("red",), category="mug", price=Decimal(12)),
    product("black", titles={"en": "Black mug"}, language="en", colors=("black",), category="mug", price=Decimal(30)),
    product("tea", titles={"en": "Green tea"}, language="en", category="tea", price=Decimal(8)),
    product("lamp", titles={"en": "Desk lamp"}, language="en", category="lamp", price=Decimal(80)),
]


@dataclass(frozen=True)
class Right:
    query: str


class Speller:
    """Puts single words right."""

    def __init__(self, **words: str) -> None:
        self._words = words

    def correct(self, query: str, language: str) -> Right | None:
        right = " ".join(self._words.get(word, word) for word in query.split())
        return Right(right) if right != query else None


def asking(products: Sequence[Product] = PRODUCTS, spelling: Speller | None = None) -> WordedSearch:
    catalogue = Catalogue.from_products(products, [HERE, THERE], "test")
    vocabulary = Vocabulary.load(PROJECT / "data", Lexicon.load(PROJECT / "data"), catalogue.brands())
    prices = np.array([float(one.price) for one in products])
    columns = FilterColumns(catalogue, prices, "EUR", lambda amount, *_: amount, lambda *_: True)
    finder = ProductFinder(catalogue, fused_search(catalogue, columns), columns, NoCollaborative(), Weights)
    return WordedSearch(finder, vocabulary, spelling, knows_currency=lambda code: code == "EUR")


def ids(answered: Answered) -> set[str]:
    return {item.product.product_id for item in answered.findings.items}


@pytest.mark.parametrize(
    ("text", "language"),
    [("under 20 euros", "en"), ("unter 20 Euro", "de"), ("20ユーロ以下", "ja"), ("20 euro altı", "tr")],
)
def test_price_alone_lists_what_it_allows(text: str, language: str) -> None:
    answered = asking().ask(text, language, Filters(), NOBODY, 10)
    assert ids(answered) == {"red", "tea"}
    assert answered.findings.total == 2


@pytest.mark.parametrize(
    ("text", "language"), [("cốc dưới 500.000 đồng", "vi"), ("kupa 900 lira altı", "tr"), ("แก้วไม่เกิน 500 บาท", "th")]
)
def test_price_in_a_currency_without_a_rate_is_given_up_and_said_so(text: str, language: str) -> None:
    """A query that named Vietnamese dong ended in an error, as no rate is quoted for it."""
    answered = asking().ask(text, language, Filters(), NOBODY, 10)
    assert answered.findings.given_up == ("max_price",)
    assert {"red", "black"} <= ids(answered)
    assert (answered.findings.applied.max_price, answered.findings.applied.currency) == (None, "EUR")


def test_parameters_count_before_the_words() -> None:
    said = asking().read("mug under 20 euros, not black", "en", Filters(max_price=Decimal(50), colors=("black",)))
    assert said.filters.max_price == 50
    assert said.filters.colors == ("black",)
    assert said.filters.excluded_colors == ()


def test_words_may_take_back_conditions_that_were_read_from_them() -> None:
    said = asking().read("mug, not black", "en", Filters(colors=("black",)), IN_CONVERSATION)
    assert said.filters.colors == ()
    assert said.filters.excluded_colors == ("black",)


def test_wrong_words_that_find_nothing_close_are_put_right() -> None:
    answered = asking(spelling=Speller(qreen="green", tae="tea")).ask("qreen tae", "en", Filters(), NOBODY, 10)
    assert (answered.text, answered.corrected_from) == ("green tea", "qreen tae")
    assert answered.did_you_mean == ""
    assert "tea" in ids(answered)


def test_better_words_are_proposed_where_something_was_found() -> None:
    answered = asking(spelling=Speller(mig="mug")).ask("red mig", "en", Filters(), NOBODY, 10)
    assert (answered.text, answered.corrected_from) == ("red mig", "")
    assert answered.did_you_mean in {"", "red mug"}
    literal = asking(spelling=Speller(mig="mug")).ask("red mig", "en", Filters(), NOBODY, 10, is_literal=True)
    assert literal.did_you_mean == ""


def test_what_mistyped_words_name_is_wished_for() -> None:
    """Mistyped words named no category, so that products of the right kind lost what speaks for them."""
    read = asking(spelling=Speller(mig="mug")).read("red mig", "en", Filters())
    assert (read.text, read.wishes.categories, read.wishes.colors) == ("red mig", ("mug",), ("red",))


def test_words_that_find_no_better_are_left() -> None:
    answered = asking(spelling=Speller(tea="xyz")).ask("green tea", "en", Filters(), NOBODY, 10)
    assert answered == Answered(answered.findings, "green tea", "en")


@pytest.mark.parametrize("text", ["", "a", "the and of", "🎧", "word " * 5000, "ى", "\u200b", "30"])
def test_odd_queries_are_answered(text: str) -> None:
    assert asking().ask(text, "en", Filters(), NOBODY, 10).findings.total >= 0


def test_empty_catalogue_answers_with_nothing() -> None:
    answered = asking([], Speller(tae="tea")).ask("tae", "en", Filters(), NOBODY, 10)
    assert (answered.findings.items, answered.text) == ((), "tae")


@pytest.mark.parametrize(("text", "language"), [("cốc dưới 500 nghìn đồng", "vi"), ("mug under 20 pounds", "en")])
def test_price_in_a_currency_without_a_rate_is_left_out_of_what_is_read(text: str, language: str) -> None:
    said = asking().read(text, language, Filters(currency="EUR"))
    assert (said.filters.max_price, said.filters.currency) == (None, "EUR")
