"""Measure collaborative filtering against scikit-surprise: the same folds, both systems in one process."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreError
from retrieval.neighbours import NeighbourSettings, UserNeighbours
from retrieval.ratings import MOVIELENS_SCALE, Ratings, read_ratings

Triple = tuple[str, str, float]
SETTINGS = NeighbourSettings(rating_min=MOVIELENS_SCALE[0], rating_max=MOVIELENS_SCALE[1])
_N_WARM = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Timed:
    """One system on one fold: predictions of the test pairs, the neighbours that carried each, and what it took.

    Seconds are those of the clock; `cpu_seconds` are those of all processors together, for fit and predict.
    """

    predictions: NDArray[np.float64]
    n_neighbours: NDArray[np.int64]
    is_tied: NDArray[np.bool_]
    load_seconds: float
    fit_seconds: float
    predict_seconds: float
    cpu_seconds: float


def run(ratings_path: Path, n_folds: int, seed: int, progress: Callable[[str], None]) -> dict[str, Any]:
    """Cross-validate both systems and compare every prediction; `progress` is called with one line per fold.

    Both get the same ratings in the same order, and test the same pairs. Which goes first alternates from fold to fold,
    and both run once on a part of the ratings beforehand, so that neither pays for what is needed only once.
    `speedup` is the reference's time for fit and predict over ours by the clock, `speedup_cpu` by processor time, as
    ours uses several; `speedup_with_loading` counts the building of the data structures from triples as well.
    `n_tied_pairs` counts predictions for which only the order of arrival chose between neighbours of equal similarity;
    they are compared like all others.

    Raises StoreError where the file cannot be read or holds fewer ratings than folds, and where scikit-surprise is not
    installed.
    """
    read = read_ratings(ratings_path)
    triples = list(read.ratings.triples())
    if not 2 <= n_folds <= len(triples):
        message = f"{n_folds} folds of {len(triples)} ratings cannot be made; give from 2 to as many folds as ratings"
        raise StoreError(message)
    systems = [_reference, _ours]
    for system in systems:
        system(triples[:_N_WARM], triples[:_N_WARM])
    results: dict[Callable[..., Timed], list[Timed]] = {_ours: [], _reference: []}
    truths = []
    for number, (train, test) in enumerate(_folds(triples, n_folds, seed), start=1):
        systems.reverse()
        for system in systems:
            results[system].append(system(train, test))
        truths.append(np.array([rating for _, _, rating in test]))
        seconds = [
            results[system][-1].fit_seconds + results[system][-1].predict_seconds for system in (_ours, _reference)
        ]
        progress(f"fold {number} of {n_folds}: {seconds[0]:.3f} s, scikit-surprise {seconds[1]:.3f} s")
    report = _compared(results[_ours], results[_reference], np.concatenate(truths))
    counts = {"n_ratings": len(triples), "n_rejected": read.n_rejected, "n_folds": n_folds, "seed": seed}
    return report | counts | {"k": SETTINGS.k, "similarity": SETTINGS.similarity.value, "data": str(ratings_path)}


def _folds(triples: list[Triple], n_folds: int, seed: int) -> Iterator[tuple[list[Triple], list[Triple]]]:
    """Yield train and test ratings of each fold, both in shuffled order, as surprise's own `KFold` hands them out."""
    shuffled = np.random.default_rng(seed).permutation(len(triples))
    for held_out in np.array_split(np.arange(len(triples)), n_folds):
        test, train = shuffled[held_out], np.delete(shuffled, held_out)
        yield [triples[place] for place in train], [triples[place] for place in test]


def _ours(train: list[Triple], test: list[Triple]) -> Timed:
    """Run `UserNeighbours` on one fold."""
    user_ids, item_ids = [user_id for user_id, _, _ in test], [item_id for _, item_id, _ in test]
    started = time.perf_counter()
    ratings = Ratings.from_triples(train)
    loaded, cpu_loaded = time.perf_counter(), time.process_time()
    model = UserNeighbours.fit(ratings, SETTINGS)
    fitted = time.perf_counter()
    estimates = model.predict(user_ids, item_ids)
    done = time.perf_counter()
    seconds = (loaded - started, fitted - loaded, done - fitted, time.process_time() - cpu_loaded)
    return Timed(estimates.ratings, estimates.n_neighbours, estimates.is_tied, *seconds)


def _reference(train: list[Triple], test: list[Triple]) -> Timed:
    """Run surprise's `KNNWithMeans` on one fold."""
    try:
        from surprise import Dataset, KNNWithMeans, Reader
    except ImportError as error:
        message = "scikit-surprise is not installed; run: pip install scikit-surprise"
        raise StoreError(message) from error
    raw = [(user_id, item_id, rating, None) for user_id, item_id, rating in train]
    options = {"name": SETTINGS.similarity.value, "user_based": True, "min_support": SETTINGS.min_support}
    started = time.perf_counter()
    trainset = Dataset(Reader(rating_scale=MOVIELENS_SCALE)).construct_trainset(raw)
    loaded, cpu_loaded = time.perf_counter(), time.process_time()
    model = KNNWithMeans(k=SETTINGS.k, min_k=SETTINGS.min_k, sim_options=options, verbose=False).fit(trainset)
    fitted = time.perf_counter()
    predictions = model.test(test)
    done = time.perf_counter()
    seconds = (loaded - started, fitted - loaded, done - fitted, time.process_time() - cpu_loaded)
    n_neighbours = np.array([prediction.details.get("actual_k", 0) for prediction in predictions], dtype=np.int64)
    estimates = np.array([prediction.est for prediction in predictions], dtype=np.float64)
    return Timed(estimates, n_neighbours, np.zeros(len(test), dtype=bool), *seconds)


def _compared(ours: list[Timed], reference: list[Timed], truth: NDArray[np.float64]) -> dict[str, Any]:
    """Put the figures of all folds side by side; RMSE is that of all test pairs together."""
    mine, theirs = (np.concatenate([fold.predictions for fold in folds]) for folds in (ours, reference))
    n_mine, n_theirs = (np.concatenate([fold.n_neighbours for fold in folds]) for folds in (ours, reference))
    work = [sum(fold.fit_seconds + fold.predict_seconds for fold in folds) for folds in (ours, reference)]
    loading = [sum(fold.load_seconds for fold in folds) for folds in (ours, reference)]
    return {
        "rmse": float(np.sqrt(np.mean((mine - truth) ** 2))),
        "reference_rmse": float(np.sqrt(np.mean((theirs - truth) ** 2))),
        "max_abs_difference": float(np.max(np.abs(mine - theirs))),
        "speedup": work[1] / work[0],
        "speedup_cpu": sum(fold.cpu_seconds for fold in reference) / sum(fold.cpu_seconds for fold in ours),
        "speedup_with_loading": (work[1] + loading[1]) / (work[0] + loading[0]),
        "seconds": work[0],
        "reference_seconds": work[1],
        "n_pairs_compared": len(truth),
        "n_tied_pairs": int(sum(fold.is_tied.sum() for fold in ours)),
        "n_other_neighbours": int(np.count_nonzero(n_mine != n_theirs)),
    }
