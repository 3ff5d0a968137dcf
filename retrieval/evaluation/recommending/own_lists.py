"""What the shop's own recommendation lists are like: how varied, new, fair, and true to each shopper's taste."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.behaviour.item_description import Description, item_facts
from retrieval.catalogue import Catalogue
from retrieval.errors import EvaluationError
from retrieval.evaluation.metrics import Estimate, estimate
from retrieval.evaluation.recommending import variety_metrics
from retrieval.evaluation.recommending.item_kinds import kinds_of, likeness_of
from retrieval.evaluation.recommending.list_metrics import NOTHING
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts

MEASURES = ("diversity", "novelty", "calibration", "score")

Listed = tuple[Sequence[str], Sequence[float]]
"""The product ids of a list, best first, and the scores that the ranking gives them."""


@dataclass(frozen=True, slots=True)
class ListFigures:
    """The figures of one way to make lists.

    `estimates` hold, by the names of MEASURES, the mean over shoppers of the intra-list distance, of the novelty in
    bits, of the divergence of the categories shown from those liked (0 is calibrated) and of the ranking's scores.
    `coverage` is the share of the catalogue that anybody is shown, `gini` how unevenly it is shown.
    """

    name: str
    n_lists: int
    estimates: Mapping[str, Estimate]
    coverage: float
    gini: float


def judge_lists(
    liked: Mapping[str, Mapping[str, float]],
    catalogue: Catalogue,
    ways: Mapping[str, Callable[[str, int], Listed]],
    k: int,
    seed: int,
) -> tuple[ListFigures, ...]:
    """Measure lists of `k` products, made in several ways for the same shoppers.

    `liked` holds for each shopper how much they like each product, of which those above 0 make their history. A way is
    given a shopper's id and k. Raises EvaluationError where nobody likes anything that is sold.
    """
    facts = _facts(catalogue)
    own = {
        user_id: {product_id: like for product_id, like in products.items() if like > 0 and product_id in catalogue}
        for user_id, products in liked.items()
    }
    own = {user_id: products for user_id, products in own.items() if products}
    if not own:
        raise EvaluationError("no shopper likes anything that is sold: there is no list to judge; wait for events")
    records = ((user_id, product_id, 5.0, 0.0) for user_id, products in own.items() for product_id in products)
    interactions = Interactions.from_records(records, facts.item_ids)
    values = [like for products in own.values() for like in products.values()]
    rows, columns = (
        np.repeat(np.arange(len(own)), [len(products) for products in own.values()]),
        np.array([catalogue.rows[product_id] for products in own.values() for product_id in products]),
    )
    histories = sparse.csr_array((np.array(values), (rows, columns)), shape=(len(own), len(catalogue)))
    likeness, kinds = likeness_of(facts, interactions).rows, kinds_of(facts)
    n_touched_by = np.bincount(columns, minlength=len(catalogue)).astype(np.int64)
    found = []
    for name, way in ways.items():
        ranked, scores = _lists(way, tuple(own), catalogue, k)
        by_user = {
            "diversity": variety_metrics.intra_list_distance(ranked, likeness),
            "novelty": variety_metrics.novelty(ranked, n_touched_by, len(own)),
            "calibration": variety_metrics.miscalibration(ranked, histories, kinds),
            "score": scores,
        }
        shown = variety_metrics.times_shown(ranked, len(catalogue))
        estimates = {measure: estimate(by_user[measure].tolist(), seed) for measure in MEASURES}
        coverage, gini = variety_metrics.coverage(shown), variety_metrics.gini(shown)
        found.append(ListFigures(name, len(own), estimates, coverage, gini))
    return tuple(found)


def _facts(catalogue: Catalogue) -> ItemFacts:
    """Return category and brand of each product, which is what lists are varied and calibrated by."""
    described = {one.product_id: Description(category=one.category, brand=one.brand) for one in catalogue}
    return item_facts(tuple(described), described)


def _lists(
    way: Callable[[str, int], Listed], user_ids: Sequence[str], catalogue: Catalogue, k: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return rows (n_users, k), NOTHING where a list is shorter, and the mean score of each list."""
    ranked = np.full((len(user_ids), k), NOTHING, dtype=np.int64)
    scores = np.full(len(user_ids), np.nan)
    for place, user_id in enumerate(user_ids):
        product_ids, own = way(user_id, k)
        ranked[place, : len(product_ids)] = [catalogue.rows[product_id] for product_id in product_ids]
        scores[place] = float(np.mean(own)) if len(own) else np.nan
    return ranked, scores
