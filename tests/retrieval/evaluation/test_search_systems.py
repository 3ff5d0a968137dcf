from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from actions.settings import PROJECT
from retrieval.asking import Asker, WordedSearch
from retrieval.catalogue import Catalogue
from retrieval.evaluation.judged import JudgedQuery
from retrieval.evaluation.search_report import Ranker
from retrieval.evaluation.search_systems import SYSTEMS, search_systems
from retrieval.filters import FilterColumns
from retrieval.finder import ProductFinder
from retrieval.lexicon import Lexicon
from retrieval.profile import Profile
from retrieval.ranking import Weights
from retrieval.understanding import Vocabulary
from tests.fakes import HERE, NoCollaborative, fused_search, product

PRODUCTS = [
    product("lamp", titles={"de": "rote Lampe", "en": "red lamp"}, colors=("red",), category="lamp"),
    product("mug", titles={"de": "blaue Tasse", "en": "blue mug"}, colors=("blue",), category="mug"),
    product("gone", titles={"de": "blaue Vase", "en": "blue vase"}, stock=0, category="vase"),
]


@pytest.fixture(scope="module")
def systems() -> dict[str, Ranker]:
    catalogue = Catalogue.from_products(PRODUCTS, [HERE], "test")
    columns = FilterColumns(catalogue, np.full(3, 20.0), "EUR", lambda amount, *_: Decimal(amount), lambda *_: True)
    search = fused_search(catalogue, columns)
    finder = ProductFinder(catalogue, search, columns, NoCollaborative(), Weights)
    vocabulary = Vocabulary.load(PROJECT / "data", Lexicon.load(PROJECT / "data"))
    return search_systems(
        catalogue, search, WordedSearch(finder, vocabulary), Asker("", Profile.empty(), date(2026, 11, 22))
    )


def query(text: str, language: str = "de") -> JudgedQuery:
    return JudgedQuery("need", "test", language, text, {"mug": 3})


def test_systems_are_those_that_reports_name(systems):
    assert tuple(systems) == SYSTEMS


@pytest.mark.parametrize("system", ["bm25", "e5", "use", "fused", "full"])
def test_every_system_finds_what_is_named(systems, system):
    assert systems[system](query("blaue Tasse"))[0] == "mug"


def test_random_order_is_drawn_once_for_a_need(systems):
    assert systems["random"](query("a")) == systems["random"](query("b"))
    assert sorted(systems["random"](query("a"))) == ["gone", "lamp", "mug"]


def test_what_is_ruled_out_only_the_whole_search_leaves_out(systems):
    asked = query("Lampe nicht rot")
    assert "lamp" in systems["fused"](asked)
    assert "lamp" not in systems["full"](asked)


def test_products_out_of_stock_are_judged_too(systems):
    assert systems["full"](query("blaue Vase"))[0] == "gone"
