"""Places for trying: few enough, never the first, each as likely as the next."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.exploration.slots import chance_of_slot, ranked_first, slots, within
from retrieval.findings import Found
from tests.fakes import product

shares = st.floats(0, 1, allow_nan=False)


@given(share=shares, n=st.integers(0, 300), part=st.integers(1, 60), seed=st.integers(0, 2**32))
def test_share_is_never_exceeded_and_the_first_place_never_taken(share: float, n: int, part: int, seed: int) -> None:
    places = slots(share, n, np.random.default_rng(seed))
    assert len(places) <= share * n
    assert places == sorted(set(places))
    assert 0 not in places
    assert all(place < n for place in places)
    kept = within(places, share, part)
    for start in range(0, n, part):
        assert sum(start <= place < start + part for place in kept) <= share * part


@given(n=st.integers(0, 300), seed=st.integers(0, 2**32))
def test_share_of_nothing_takes_nothing(n: int, seed: int) -> None:
    assert slots(0.0, n, np.random.default_rng(seed)) == []


def test_every_place_but_the_first_is_as_likely_as_the_next() -> None:
    random, n_lists = np.random.default_rng(5), 20_000
    counts = Counter(place for _ in range(n_lists) for place in slots(0.1, 60, random))
    assert counts[0] == 0
    shares_of = [counts[place] / n_lists for place in range(1, 60)]
    assert min(shares_of) > 0.09
    assert max(shares_of) < 0.11
    assert chance_of_slot(0.1) == pytest.approx(0.1)


def test_short_list_has_no_place_to_spare() -> None:
    assert all(slots(0.1, 9, np.random.default_rng(seed)) == [] for seed in range(50))


def test_what_was_tried_does_not_lead_where_others_were_taken_out() -> None:
    def item(name: str, propensity: float | None) -> Found:
        return Found(product(name), 0.5, (), propensity=propensity)

    tried, ranked, last = item("tried", 0.01), item("ranked", None), item("last", None)
    assert ranked_first([tried, ranked, last]) == (ranked, tried, last)
    assert ranked_first([ranked, tried]) == (ranked, tried)
    assert ranked_first([tried]) == (tried,)
    assert ranked_first([]) == ()
