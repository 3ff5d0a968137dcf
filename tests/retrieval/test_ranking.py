import math
from datetime import date

import numpy as np
import pytest

from retrieval.ranking import (
    FEATURES,
    Features,
    Weights,
    newness,
    novelty,
    popularity,
    rank,
    reasons,
    relative_similarity,
    stock_depth,
)
from tests.fakes import product

NAN = math.nan


def features(**columns: list[float]) -> Features:
    n = len(next(iter(columns.values())))
    unknown = [NAN] * n
    return Features(**{name: np.array(columns.get(name, unknown)) for name in FEATURES})


def test_score_is_the_weighted_mean_of_known_features() -> None:
    weights = Weights(**{**dict.fromkeys(FEATURES, 0.0), "match": 1, "similar_shoppers": 0.5, "your_taste": 0.5})
    ranking = rank(features(match=[1.0, 0.5], similar_shoppers=[NAN, 1.0], your_taste=[0.2, 1.0]), weights)
    assert ranking.order.tolist() == [1, 0]
    assert ranking.scores.tolist() == pytest.approx([(0.5 + 0.5 + 0.5) / 2, (1.0 + 0 + 0.1) / 2])


def test_ties_keep_the_candidates_order() -> None:
    assert rank(features(match=[0.5] * 4), Weights()).order.tolist() == [0, 1, 2, 3]


def test_no_candidate_gives_no_rank() -> None:
    assert rank(features(match=[]), Weights()).order.size == 0


def test_reasons_are_what_the_score_rests_on() -> None:
    ranking = rank(features(match=[0.9], similar_shoppers=[0.8], popular=[0.2]), Weights())
    assert reasons(ranking, 0, Weights()) == ["match", "similar_shoppers"]


@pytest.mark.parametrize("name", ["match", "similar_shoppers", "your_taste", "popular", "new", "price_fit"])
def test_reason_goes_with_its_feature(name: str) -> None:
    everything = {kind: [1.0] for kind in ("match", "similar_shoppers", "your_taste")} | {name: [1.0]}
    weights = Weights(popular=2, new=2, price_fit=2) if name in ("popular", "new", "price_fit") else Weights()
    assert name in reasons(rank(features(**everything), weights), 0, weights)
    assert name not in reasons(rank(features(**{**everything, name: [NAN]}), weights), 0, weights)


def test_relative_similarity_spans_nought_to_one_whatever_the_encoder() -> None:
    assert relative_similarity(np.array([0.9, 0.85, 0.8], dtype=np.float32)) == pytest.approx([1, 0.5, 0], abs=1e-5)
    assert relative_similarity(np.array([0.7, 0.7], dtype=np.float32)).tolist() == [1, 1]
    assert relative_similarity(np.array([], dtype=np.float32)).size == 0


def test_many_good_ratings_beat_a_few_perfect_ones() -> None:
    few, many = product("few", rating=5.0, n_ratings=2), product("many", rating=4.8, n_ratings=300)
    assert popularity(few) < popularity(many)
    assert popularity(few) == pytest.approx(((20 * 3.8 + 2 * 5) / 22 - 3) / 2)


def test_unrated_product_has_no_popularity() -> None:
    assert math.isnan(popularity(product("a")))


@pytest.mark.parametrize(("added", "expected"), [("2026-11-22", 1.0), ("2026-10-23", 0.5), ("2025-01-01", 0.0)])
def test_newness_falls_to_nothing_in_sixty_days(added: str, expected: float) -> None:
    today = date(2026, 11, 22)
    assert newness(product("a", added=date.fromisoformat(added)), today) == pytest.approx(expected)


def test_newness_of_an_unknown_day_is_unknown() -> None:
    assert math.isnan(newness(product("a"), date(2026, 11, 22)))


def test_little_known_stocked_or_profitable_is_no_reason() -> None:
    weights = Weights(novelty=3, stock=3, margin=3)
    ranking = rank(features(match=[1.0], novelty=[1.0], stock=[1.0], margin=[1.0]), weights)
    assert reasons(ranking, 0, weights) == ["match"]


def test_margin_counts_only_where_the_shop_says_so() -> None:
    known = features(match=[0.5, 0.5], margin=[0.1, 0.6])
    assert rank(known, Weights()).order.tolist() == [0, 1]
    assert rank(known, Weights(margin=0.1)).order.tolist() == [1, 0]


def test_what_was_known_of_a_candidate_is_told_by_its_place() -> None:
    ranking = rank(features(match=[0.2, 0.9], stock=[0.5, NAN]), Weights())
    known = dict(zip(FEATURES, ranking.features_at(0), strict=True))
    assert known["match"] == 0.9
    assert math.isnan(known["stock"])


def test_novelty_falls_with_the_number_of_ratings() -> None:
    assert novelty(np.array([0.0, 9.0, 99.0])).tolist() == pytest.approx([1.0, 0.5, 0.0])
    assert novelty(np.array([0.0, 0.0])).tolist() == [1.0, 1.0]
    assert novelty(np.empty(0)).size == 0


def test_ten_pieces_are_plenty() -> None:
    assert stock_depth(np.array([0.0, 5.0, 10.0, 400.0])).tolist() == [0.0, 0.5, 1.0, 1.0]
    assert math.isnan(stock_depth(np.array([NAN]))[0])
