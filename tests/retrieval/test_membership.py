import numpy as np
import pytest

from retrieval.candidates import Candidates
from retrieval.filters import Filters
from retrieval.membership import N_DISTANT, Said, members
from retrieval.understanding import Wishes

N = 6
ALL = np.ones(N, dtype=bool)
KIND = Filters(categories=("thing",))


class Ranks:
    """Gives every product a relevance of its own; what is asked for does not matter."""

    relevance = np.array([0.9, 0.8, 0.5, 0.02, 0.01, 0.001], dtype=np.float32)

    def nearest(self, text: str, language: str, allowed, top_k: int, wishes: Wishes | None = None) -> Candidates:
        rows = np.flatnonzero(allowed)[:top_k]
        return Candidates(rows, self.relevance[rows])

    def similar(self, product_row: int, allowed, top_k: int) -> Candidates:
        return self.nearest("", "", allowed, top_k)

    def vectors(self, product_rows):
        return np.zeros((len(product_rows), 1), dtype=np.float32)


def test_what_comes_close_to_the_best_is_found() -> None:
    found = members(Said("tea", "en"), ALL, Filters(), Ranks(), None)
    assert found.is_closest
    assert found.rows.tolist() == found.nearest.tolist() == [0, 1, 2]
    assert found.match.tolist() == sorted(found.match.tolist(), reverse=True)
    assert found.best == pytest.approx(0.9)


def test_all_that_meet_conditions_belong_to_the_list() -> None:
    found = members(Said("tea", "en"), ALL, KIND, Ranks(), None)
    assert not found.is_closest
    assert sorted(found.rows.tolist()) == list(range(N))
    assert found.match[0] == 1
    assert found.match_of(np.array([5, 0]))[1] == 1
    assert (found.match >= 0.5).all()


@pytest.mark.parametrize("text", ["", "  ", "?!", "…"])
def test_nothing_said_lists_all_that_is_allowed(text: str) -> None:
    mask = ALL.copy()
    mask[2] = False
    found = members(Said(text, "en"), mask, Filters(), Ranks(), None)
    assert found.rows.tolist() == [0, 1, 3, 4, 5]
    assert found.nearest.size == 0
    assert np.isnan(found.match_of(found.rows)).all()
    assert np.isnan(found.best)


@pytest.mark.parametrize("text", ["a", "🎧", "30", "的"])
def test_a_letter_a_number_or_a_picture_says_something(text: str) -> None:
    assert members(Said(text, "en"), ALL, Filters(), Ranks(), None).is_closest


def test_wishes_alone_say_something() -> None:
    assert members(Said("", "en", Wishes(categories=("tea",))), ALL, Filters(), Ranks(), None).is_closest


def test_hidden_rows_leave_the_list_and_its_measure_stays() -> None:
    hidden = np.array([True, False, False, False, False, False])
    closest = members(Said("tea", "en"), ALL, Filters(), Ranks(), hidden).without(hidden)
    assert closest.rows.tolist() == [1, 2]
    narrowed = members(Said("tea", "en"), ALL, KIND, Ranks(), hidden)
    assert 0 not in narrowed.nearest
    assert narrowed.without(hidden).rows.tolist() == [1, 2, 3, 4, 5]


def test_few_are_shown_where_none_is_close() -> None:
    class Distant(Ranks):
        relevance = np.full(60, 0.01, dtype=np.float32)

    assert members(Said("xqzt", "en"), np.ones(60, dtype=bool), Filters(), Distant(), None).rows.size == N_DISTANT


def test_nothing_allowed_finds_nothing() -> None:
    found = members(Said("tea", "en"), ~ALL, Filters(), Ranks(), None)
    assert found.rows.size == 0
    assert np.isnan(found.best)
