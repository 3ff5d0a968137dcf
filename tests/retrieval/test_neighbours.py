"""Nearest neighbours: worked by hand, known by construction, and against scikit-surprise."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval import neighbours, user_similarity
from retrieval.errors import StoreError
from retrieval.nearest import Carriers
from retrieval.neighbours import NeighbourSettings, UserNeighbours
from retrieval.ratings import Ratings
from retrieval.user_similarity import Packing, Similarity, fill_similarities, similarities_to_all

Triples = list[tuple[str, str, float]]

STEPS = {"whole": 1.0, "halves": 0.5, "eighths": 0.125, "tenths": 0.1}


def random_triples(seed: int, n_users: int, n_items: int, share: float, step: float) -> Triples:
    random = np.random.default_rng(seed)
    places = np.flatnonzero(random.random(n_users * n_items) < share)
    return [
        (f"u{place // n_items}", f"i{place % n_items}", float(step * random.integers(1, int(5 / step) + 1)))
        for place in random.permutation(places)
    ]


def fitted(triples: Iterable[tuple[str, str, float]], **settings: object) -> UserNeighbours:
    return UserNeighbours.fit(Ratings.from_triples(triples), NeighbourSettings(**settings))  # type: ignore[arg-type]


def every_pair(n_users: int, n_items: int) -> tuple[list[str], list[str]]:
    pairs = [(f"u{user}", f"i{item}") for user in range(n_users) for item in range(n_items)]
    return [user_id for user_id, _ in pairs], [item_id for _, item_id in pairs]


def of_surprise(
    triples: Triples, pairs: Iterable[tuple[str, str]], settings: NeighbourSettings
) -> list[tuple[float, int]]:
    """What KNNWithMeans predicts, and from how many neighbours; nan for a user with an undefined similarity.

    Surprise takes the root of a spread that rounding made negative, and what its heap does with the nan is chance.
    """
    surprise = pytest.importorskip("surprise", reason="scikit-surprise is not installed")
    reader = surprise.Reader(rating_scale=(settings.rating_min, settings.rating_max))
    trainset = surprise.Dataset(reader).construct_trainset([(*triple, None) for triple in triples])
    options = {"name": settings.similarity.value, "min_support": settings.min_support, "user_based": True}
    model = surprise.KNNWithMeans(k=settings.k, min_k=settings.min_k, sim_options=options, verbose=False).fit(trainset)
    undefined = {trainset.to_raw_uid(int(row)) for row in np.flatnonzero(np.isnan(model.sim).any(axis=1))}
    predictions = [model.predict(user_id, item_id) for user_id, item_id in pairs]
    return [
        (float("nan") if prediction.uid in undefined else prediction.est, prediction.details.get("actual_k", 0))
        for prediction in predictions
    ]


def test_example_worked_by_hand() -> None:
    """Ann's mean is 3. Bob rates as she does (Pearson 1, mean 11/3), Cid the other way round (−1); only Bob counts.

    r̂ = 3 + 1 · (5 − 11/3) / 1 = 4 1/3.
    """
    triples = [
        *(("ann", "x", 2.0), ("ann", "y", 4.0)),
        *(("bob", "x", 2.0), ("bob", "y", 4.0), ("bob", "z", 5.0)),
        *(("cid", "x", 4.0), ("cid", "y", 2.0), ("cid", "z", 1.0)),
    ]
    found = fitted(triples).predict(["ann"], ["z"])
    assert found.ratings[0] == pytest.approx(13 / 3, abs=1e-12)
    assert found.n_neighbours[0] == 1
    assert not found.is_tied[0]


def test_cosine_worked_by_hand() -> None:
    """Cosine of (2, 4) with (2, 4) is 1 and with (4, 2) is 16/20: r̂ = 3 + (1 · 4/3 − 0.8 · 4/3) / 1.8."""
    triples = [
        *(("ann", "x", 2.0), ("ann", "y", 4.0)),
        *(("bob", "x", 2.0), ("bob", "y", 4.0), ("bob", "z", 5.0)),
        *(("cid", "x", 4.0), ("cid", "y", 2.0), ("cid", "z", 1.0)),
    ]
    found = fitted(triples, similarity=Similarity.COSINE).predict(["ann"], ["z"])
    assert found.ratings[0] == pytest.approx(3 + (4 / 3 - 0.8 * 4 / 3) / 1.8, abs=1e-12)
    assert found.n_neighbours[0] == 2


def test_checkerboard() -> None:
    """Even users like even items and odd users odd ones; one item, liked or not, is held out for each user."""
    size = 20
    held_out = {f"u{user}": f"i{(3 * user + user // 2) % size}" for user in range(size)}
    board = {(f"u{u}", f"i{i}"): 5.0 if (u + i) % 2 == 0 else 1.0 for u in range(size) for i in range(size)}
    triples = [(*pair, rating) for pair, rating in board.items() if held_out[pair[0]] != pair[1]]
    model = fitted(triples)
    found = model.predict(list(held_out), list(held_out.values()))
    wanted = np.array([board[pair] for pair in held_out.items()])
    assert set(wanted) == {1.0, 5.0}
    assert np.abs(found.ratings - wanted).max() < 0.5
    for place, (user_id, item_id) in enumerate(held_out.items()):
        active = {rated: rating for rater, rated, rating in triples if rater == user_id}
        again = model.predict_for(active, [item_id], excluded=[user_id])
        assert again.ratings[0] == pytest.approx(found.ratings[place], abs=1e-12)


@pytest.mark.parametrize("similarity", list(Similarity))
@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize("settings", [{"k": 40}, {"k": 3}, {"k": 1}, {"k": 5, "min_k": 4}, {"k": 4, "min_support": 3}])
@pytest.mark.parametrize("seed", range(3))
def test_predictions_equal_those_of_surprise(
    seed: int, settings: dict[str, int], step: str, similarity: Similarity
) -> None:
    """With few values and a small k, neighbours tie at the k-th place all the time. Pairs seen, unseen and unknown."""
    triples = random_triples(seed, 25, 18, 0.4, STEPS[step])
    chosen = NeighbourSettings(similarity=similarity, **settings)
    user_ids, item_ids = every_pair(27, 20)
    found = fitted(triples, similarity=similarity, **settings).predict(user_ids, item_ids)
    expected = of_surprise(triples, zip(user_ids, item_ids, strict=True), chosen)
    ratings = np.array([rating for rating, _ in expected])
    n_expected = np.array([n for _, n in expected])
    is_defined = ~np.isnan(ratings)
    assert is_defined.all() or (step == "tenths" and is_defined.mean() > 0.8)
    assert np.abs(found.ratings - ratings)[is_defined].max() < 1e-9
    n_carried = np.where(n_expected < chosen.min_k, 0, n_expected)
    assert np.array_equal(found.n_neighbours[is_defined], n_carried[is_defined])


def test_small_k_ties_and_says_so() -> None:
    """Four neighbours equally alike, two places: the two whose ratings arrived first carry the prediction."""
    triples: Triples = [("ann", "x", 1.0), ("ann", "y", 5.0)]
    for user_id, rating in (("bob", 5.0), ("cid", 4.0), ("dan", 1.0), ("eve", 2.0)):
        triples += [(user_id, "z", rating), (user_id, "x", 1.0), (user_id, "y", 5.0)]
    found = fitted(triples, k=2).predict(["ann"], ["z"])
    assert found.is_tied[0]
    assert found.n_neighbours[0] == 2
    assert found.ratings[0] == pytest.approx(3 + (5 - 11 / 3 + 4 - 10 / 3) / 2, abs=1e-12)


@pytest.mark.parametrize("similarity", list(Similarity))
def test_shopper_from_outside_is_predicted_like_one_inside(similarity: Similarity) -> None:
    triples = random_triples(5, 30, 25, 0.3, 0.5)
    model = fitted(triples, similarity=similarity, k=5)
    items = [f"i{item}" for item in range(27)]
    for user in range(30):
        active = {item_id: rating for user_id, item_id, rating in triples if user_id == f"u{user}"}
        unseen = [item_id for item_id in items if item_id not in active]
        inside = model.predict([f"u{user}"] * len(unseen), unseen)
        outside = model.predict_for(active, unseen, excluded=[f"u{user}"])
        assert np.abs(inside.ratings - outside.ratings).max() < 1e-9
        assert np.array_equal(inside.n_neighbours, outside.n_neighbours)


def test_shopper_from_outside_needs_no_fitting() -> None:
    triples = random_triples(6, 30, 25, 0.3, 0.5)
    model = fitted(triples, k=5)
    items = [f"i{item}" for item in range(25)]
    one = model.predict_for({"i0": 5.0, "i1": 1.0, "i2": 4.0}, items)
    other = model.predict_for({"i0": 1.0, "i1": 5.0, "i2": 2.0}, items)
    added = fitted([*triples, ("new", "i0", 5.0), ("new", "i1", 1.0), ("new", "i2", 4.0)], k=5)
    assert np.abs(one.ratings[3:] - added.predict(["new"] * 22, items[3:]).ratings).max() < 1e-9
    assert np.abs(one.ratings - other.ratings).max() > 0.1


def test_former_self_is_excluded_on_request_only() -> None:
    triples = random_triples(7, 12, 10, 0.6, 1.0)
    model = fitted(triples)
    active = {item_id: rating for user_id, item_id, rating in triples if user_id == "u0"}
    seen = list(active)
    assert (model.predict_for(active, seen).n_neighbours >= model.predict_for(active, seen, ["u0"]).n_neighbours).all()
    assert model.weights_of(active, ["u0", "nobody"])[0, model.ratings.user_rows["u0"]] == 0.0


def test_nobody_has_rated_anything() -> None:
    model = fitted([])
    found = model.predict(["a", "b"], ["x", "y"])
    assert found.ratings.tolist() == [3.0, 3.0]
    assert model.predict_for({"x": 5.0}, ["x"]).ratings.tolist() == [3.0]
    assert model.predict([], []).ratings.shape == (0,)


def test_unknown_user_and_item_get_the_mean_of_all() -> None:
    model = fitted([("a", "x", 2.0), ("b", "x", 5.0)])
    found = model.predict(["nobody", "a", "nobody"], ["x", "nothing", "nothing"])
    assert found.ratings.tolist() == [3.5, 3.5, 3.5]
    assert found.n_neighbours.tolist() == [0, 0, 0]
    assert model.predict_for({}, ["x"]).ratings.tolist() == [3.5]


def test_one_user_and_one_item() -> None:
    alone = fitted([("a", "x", 2.0), ("a", "y", 4.0)])
    assert alone.predict(["a"], ["x"]).ratings.tolist() == [2.0]
    single = fitted([("a", "x", 2.0), ("b", "x", 4.0)])
    assert single.predict_for({"x": 2.0}, ["x"]).ratings.tolist() == [2.0]


@pytest.mark.parametrize("rating", [3.0, 4.3])
def test_users_who_rate_everything_alike_have_no_correlation(rating: float) -> None:
    """4.3 three times over does not add up exactly: its spread may come out a hair under 0, and must give no nan."""
    triples = [(user_id, f"i{item}", rating) for user_id in "abc" for item in range(5 if user_id == "a" else 4)]
    found = fitted(triples).predict(["b", "c"], ["i4", "i4"])
    assert found.ratings == pytest.approx([rating, rating], abs=1e-9)


def test_predictions_stay_on_the_scale() -> None:
    triples = random_triples(8, 20, 15, 0.5, 1.0)
    found = fitted(triples, k=1).predict(*every_pair(20, 15))
    assert found.ratings.min() >= 1.0
    assert found.ratings.max() <= 5.0


@pytest.mark.parametrize("settings", [{"k": 0}, {"min_support": 0}, {"rating_min": 5.0, "rating_max": 1.0}])
def test_settings_that_cannot_work_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(StoreError, match="cannot work"):
        NeighbourSettings(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("similarity", list(Similarity))
def test_blocks_of_users_give_what_all_at_once_gives(similarity: Similarity, monkeypatch: pytest.MonkeyPatch) -> None:
    model = fitted(random_triples(9, 40, 30, 0.3, 0.5), similarity=similarity, k=4)
    pairs = every_pair(40, 30)
    whole = model.predict(*pairs)
    monkeypatch.setattr(neighbours, "_CELLS_AT_ONCE", 7 * 41)
    parts = model.predict(*pairs)
    assert np.array_equal(whole.ratings, parts.ratings)
    assert np.array_equal(whole.is_tied, parts.is_tied)


def dense_similarities(matrix: NDArray[np.float64], measure: Similarity) -> NDArray[np.float64]:
    """The plain way, a pair at a time; 0 means not rated."""
    found = np.zeros((len(matrix), len(matrix)))
    for one, own in enumerate(matrix):
        for other, theirs in enumerate(matrix):
            common = (own > 0) & (theirs > 0)
            r, s = own[common], theirs[common]
            if measure is Similarity.PEARSON:
                r, s = r - r.mean() if r.size else r, s - s.mean() if s.size else s
            scale = np.sqrt((r @ r) * (s @ s))
            found[one, other] = r @ s / scale if scale > 1e-9 else 0.0
    return found


@pytest.mark.parametrize("measure", list(Similarity))
@pytest.mark.parametrize("step", list(STEPS))
@pytest.mark.parametrize("cells", [40_000, 50])
def test_sparse_products_give_the_dense_similarities(
    cells: int, step: str, measure: Similarity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_similarity, "_CELLS_AT_ONCE", cells)
    ratings = Ratings.from_triples(random_triples(10, 23, 40, 0.4, STEPS[step]))
    by_item = ratings.matrix.T.tocsr()
    found = np.empty((23, 23))
    with ThreadPoolExecutor(2) as pool:
        fill_similarities(found, ratings.matrix, by_item, measure, 1, pool)
    dense = dense_similarities(ratings.matrix.toarray(), measure)
    some = similarities_to_all(ratings.matrix, by_item, measure, 1)
    for similarities in (found, dense, some):
        np.fill_diagonal(similarities, 1.0)
    assert np.array_equal(some, found)
    assert np.abs(some - dense).max() < 1e-6


def test_scipy_without_its_inner_product_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    assert user_similarity.csr_matmat is not None, "scipy has moved it: bench cf is slower now"
    model = fitted(random_triples(12, 30, 40, 0.4, 0.5), k=4)
    inner = model.predict(*every_pair(30, 40))
    monkeypatch.setattr(user_similarity, "csr_matmat", None)
    outer = model.predict(*every_pair(30, 40))
    assert np.array_equal(inner.ratings, outer.ratings)


@pytest.mark.parametrize(("n_items", "step"), [(120, 0.125), (2_000, 0.5)])
def test_sums_near_the_bounds_of_packing_are_exact(n_items: int, step: float) -> None:
    ratings = Ratings.from_triples(random_triples(11, 12, n_items, 0.95, step))
    assert Packing.find(ratings.matrix) is not None
    by_item = ratings.matrix.T.tocsr()
    found = np.empty((12, 12))
    with ThreadPoolExecutor(2) as pool:
        fill_similarities(found, ratings.matrix, by_item, Similarity.PEARSON, 1, pool)
    plain = similarities_to_all(ratings.matrix, by_item, Similarity.PEARSON, 1)
    assert np.array_equal(found[~np.eye(12, dtype=bool)], plain[~np.eye(12, dtype=bool)])


def test_packing_is_found_for_coarse_steps_alone() -> None:
    def found(values: list[float]) -> Packing | None:
        return Packing.find(Ratings.from_triples(("a", str(place), value) for place, value in enumerate(values)).matrix)

    assert found([1.0, 5.0]) is not None
    assert found([0.5, 5.0]).scale == 2  # type: ignore[union-attr]
    assert found([0.125, 5.0]).scale == 8  # type: ignore[union-attr]
    assert found([0.1, 5.0]) is None
    assert found([-1.0, 5.0]) is None
    assert found([1e9, 5.0]) is None
    assert found([5.125] * 20_000) is None


def test_of_equal_carriers_the_earlier_ones_are_taken() -> None:
    carriers = Carriers(np.array([[0.5, 0.9, 0.5]]), np.array([[1.0, 2.0, -3.0]]))
    found = carriers.average(2, 1)
    assert found.shifts[0] == pytest.approx((0.5 * 1 + 0.9 * 2) / 1.4)
    assert found.is_tied[0]
    assert carriers.average(2, 3).n_neighbours.tolist() == [0]
