"""What is kept of a list shown, so that the ranking and exploration learn from it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from actions.shop import Shop
from retrieval.findings import Found
from retrieval.shown_lists import ShownList

MOST_KEPT = 20
"""Products of a list that are kept; hardly anybody sees more."""


def kept_list(
    query_id: str, user_id: str, kind: str, language: str, items: Sequence[Found], n_shown: int, shop: Shop
) -> ShownList:
    """Return the beginning of a list as it is kept, of which the first `n_shown` are seen."""
    kept = items[:MOST_KEPT]
    is_explored = any(item.propensity is not None for item in kept)
    weights = shop.trials.arm(user_id, kind, shop.today()).weights or shop.weights()
    return ShownList(
        query_id=query_id,
        user_id=user_id,
        kind=kind,
        language=language,
        at=datetime.now(UTC),
        product_ids=tuple(item.product.product_id for item in kept),
        features=tuple(item.features for item in kept),
        n_shown=min(n_shown, len(kept)),
        weights=weights.version,
        propensities=tuple(item.propensity for item in kept) if is_explored else (),
    )
