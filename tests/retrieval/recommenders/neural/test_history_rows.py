"""Histories as rows, sequences and examples: worked by hand."""

from itertools import pairwise

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.recommenders.interactions import History, Interactions
from retrieval.recommenders.neural.examples import batches, passes_needed, sample_items, touches_of
from retrieval.recommenders.neural.history_rows import Touches, fact_names, fact_rows, history_rows, unit_rows
from retrieval.recommenders.neural.leaving_out import MOST_LEFT_OUT, item_causes
from retrieval.recommenders.neural.ranker_features import item_signals, recent_rows
from retrieval.recommenders.neural.sequences import Sequences
from retrieval.recommenders.neural.start_vectors import start_vectors

DAY = 86_400.0


def test_liked_and_met_are_parted_and_fade() -> None:
    history = History.of([3, 0, 1], [5.0, 2.0, 4.0], [1 * DAY, 2 * DAY, 3 * DAY])
    rows = history_rows(Touches.of([History.of([]), history], 4), 2, 4, half_life_days=2.0)
    assert rows.liked.toarray()[0].tolist() == [0, 0, 0, 0]
    assert rows.liked.toarray()[1] == pytest.approx([0, 2 / 3, 0, 1 / 3])
    assert rows.others.toarray()[1].tolist() == [1, 0, 0, 0]
    assert rows.amounts[1] == pytest.approx(np.log([3, 2]))


def test_unknown_moments_weigh_as_the_last() -> None:
    history = History.of([0, 1], [5.0, 5.0], [0.0, 900 * DAY])
    assert history_rows(Touches.of([history], 2), 1, 2, 1.0).liked.toarray().tolist() == [[0.5, 0.5]]


def test_moments_long_ago_do_not_vanish_all_at_once() -> None:
    history = History.of([0, 1], [5.0, 1.0], [DAY, 9_000 * DAY])
    rows = history_rows(Touches.of([history], 2), 1, 2, half_life_days=1.0)
    assert np.isfinite(rows.liked.data).all()


def test_item_that_is_none_is_refused() -> None:
    with pytest.raises(StoreError, match="item 9 is none"):
        Touches.of([History.of([1]), History.of([9])], 3)


def test_facts_are_sorted_and_unknown_ones_say_nothing() -> None:
    told = {"a": {"gender": "f", "region": "İzmir"}, "b": {"gender": "m", "shoe_size": "40"}, "c": {"region": ""}}
    names = fact_names(told)
    assert names == ("gender=f", "gender=m", "region=İzmir")
    assert fact_rows([told["a"], {"gender": "x"}, {}], names).tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 0]]


def test_unit_rows_leave_empty_ones_empty() -> None:
    rows = history_rows(Touches.of([History.of([0, 1]), History.of([])], 3), 2, 3, 1.0).liked
    assert np.linalg.norm(unit_rows(rows).toarray(), axis=1) == pytest.approx([1, 0])


def test_latest_five_are_recent() -> None:
    histories = [History.of([6, 0, 1, 2, 3, 4]), History.of([5]), History.of([])]
    rows = recent_rows(Touches.of(histories, 7), 3, 7).toarray()
    assert rows[0] == pytest.approx([0.2] * 5 + [0, 0])
    assert rows[1].tolist() == [0, 0, 0, 0, 0, 1, 0]
    assert not rows[2].any()


def board() -> Interactions:
    records = [
        (f"u{user}", f"i{item}", 5.0 if item % 2 else 2.0, float(item)) for user in range(4) for item in range(6)
    ]
    return Interactions.from_records([*records, ("grump", "i0", 1.0, 9.0)], item_ids=[f"i{item}" for item in range(8)])


def test_signals_tell_of_popularity_lateness_and_newness() -> None:
    signals = item_signals(board())
    assert signals[:, 0] == pytest.approx([0, 1, 0, 1, 0, 1, 0, 0])
    assert signals[:, 2].tolist() == [0, 0, 0, 0, 0, 0, 1, 1]
    assert signals[5, 1] > signals[1, 1]


def test_touches_are_those_of_the_users_asked() -> None:
    touches = touches_of(board(), np.array([3, 4, 0]))
    assert touches.rows.tolist() == [0] * 6 + [1] + [2] * 6
    assert touches.items.tolist() == [0, 1, 2, 3, 4, 5, 0, 0, 1, 2, 3, 4, 5]


def test_examples_part_what_is_given_from_what_is_wanted() -> None:
    random = np.random.default_rng(0)
    n_given = []
    for examples in batches(board(), 50, 3, 2, random):
        assert 4 not in examples.users
        given = set(zip(examples.given.rows, examples.given.items, strict=True))
        wanted = set(zip(examples.wanted.rows, examples.wanted.items, strict=True))
        assert not given & wanted
        assert all(item % 2 for _, item in wanted)
        assert np.bincount(examples.wanted.rows, minlength=1).max() <= 2
        n_given += np.bincount(examples.given.rows, minlength=len(examples.users)).tolist()
    assert (min(n_given), max(n_given)) == (0, 6)


def test_nobody_gives_no_examples() -> None:
    assert list(batches(Interactions.from_records([]), 5, 3, 2, np.random.default_rng(0))) == []
    assert passes_needed(5, 0, 100) == 0


def test_sampling_chance_is_that_of_the_drawing() -> None:
    popularity = np.array([0.5, 0.3, 0.2, 0.0])
    random = np.random.default_rng(0)
    n_runs, counts, chances = 4000, np.zeros(4), np.zeros(4)
    for _ in range(n_runs):
        sample = sample_items(random.choice(4, 2, p=popularity), popularity, 1, random)
        counts[sample.items] += 1
        chances[sample.items] = np.exp(sample.log_chances)
    assert counts / n_runs == pytest.approx(chances, abs=0.06)


def test_sequences_hold_the_latest_steps_and_the_time_between() -> None:
    week = 604_800.0
    histories = [History.of([4, 2, 3], [5.0, 1.0, 5.0], [1.0, 1.0, 1.0 + week]), History.of([]), History.of([1])]
    steps = Sequences.of(histories, 2)
    assert steps.items.tolist() == [[2, 3], [0, 0], [1, 0]]
    assert steps.is_liked.tolist() == [[False, True], [False, False], [True, False]]
    assert steps.lengths.tolist() == [2, 0, 1]
    assert steps.gaps[0] == pytest.approx([0.0, 1.0], abs=1e-6)


def test_windows_cover_every_step() -> None:
    long_one = Interactions.from_records([("ann", f"i{step}", 5.0, float(step)) for step in range(23)])
    for seed in range(5):
        parts = list(Sequences.windows(long_one, 5, 2, 0.0, np.random.default_rng(seed)))
        pairs = set()
        for part in parts:
            assert part.items.shape[1] <= 6
            for row, length in zip(part.items, part.lengths, strict=True):
                pairs |= set(pairwise(row[:length].tolist()))
        assert pairs == {(step, step + 1) for step in range(22)}
        assert abs(len(parts) - Sequences.n_batches(long_one, 5, 2)) <= 1


def test_items_liked_by_the_same_start_alike() -> None:
    records = [(f"u{user}", f"i{item}", 5.0, 0.0) for user in range(8) for item in range(user % 2, 8, 2)]
    interactions = Interactions.from_records(records, item_ids=[f"i{item}" for item in range(9)])
    vectors = start_vectors(interactions, 4, seed=0)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert vectors.shape == (9, 4)
    assert (unit @ unit.T)[0, [2, 4, 6]].min() > 0.8
    assert abs((unit @ unit.T)[0, [1, 3, 5, 7]]).max() < 0.5
    assert (start_vectors(interactions, 4, seed=0) == vectors).all()
    assert start_vectors(Interactions.from_records([]), 4, seed=0).shape == (0, 4)


def test_causes_are_what_the_score_loses() -> None:
    worth = {0: 2.0, 1: -1.0, 2: 0.5}
    causes = item_causes(
        History.of([0, 1, 2]),
        lambda some: np.array([sum(worth[item] for item in one.items) for one in some], dtype=np.float32),
    )
    assert [(cause.item, cause.share) for cause in causes] == [(0, 2.0), (2, 0.5), (1, -1.0)]


def test_only_the_latest_of_a_long_history_are_named() -> None:
    causes = item_causes(
        History.of(range(MOST_LEFT_OUT + 5)),
        lambda some: np.array([len(one) for one in some], dtype=np.float32),
    )
    assert {cause.item for cause in causes} == set(range(5, MOST_LEFT_OUT + 5))
