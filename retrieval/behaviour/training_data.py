"""All that the shop's recommenders learn from, in one call: consented, cleaned, of products still sold."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from retrieval.behaviour.cleaning import USUAL, Thresholds, clean
from retrieval.behaviour.event_table import NONE, EventTable
from retrieval.behaviour.observed import Observed
from retrieval.behaviour.ratings import interactions_of
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.item_facts import ItemFacts

NO_LONGER_SOLD = "product no longer sold"


@dataclass(frozen=True, slots=True, eq=False)
class TrainingData:
    """Interactions and facts in the same order of items, the events they come from, and what was left out, by reason.

    Of events without a product only searches are in `table`.
    """

    table: EventTable
    interactions: Interactions
    facts: ItemFacts
    n_events: int
    left_out: Mapping[str, int]


def training_data(
    events: Iterable[Observed],
    facts: ItemFacts,
    now: float,
    added: Mapping[str, float] | None = None,
    user_facts: Mapping[str, Mapping[str, str]] | None = None,
    thresholds: Thresholds = USUAL,
) -> TrainingData:
    """Clean events of consenting shoppers and rate what they did with the items of `facts`.

    Items are those of `facts`, in their order; what was done with others, deleted since, is left out and counted.
    `added` says since when an item was sold, `now` is in seconds since 1970. `user_facts` of users without an
    interaction are left out.
    """
    table = EventTable.of(events, facts.item_ids)
    n_events, n_sold = len(table), len(facts.item_ids)
    known = added or {}
    moments = np.array([known.get(item_id, np.nan) for item_id in table.item_ids], dtype=np.float64)
    cleaned = clean(table, now, thresholds, moments)
    left_out: Counter[str] = Counter({rule: n for rule, n in cleaned.taken.items() if n})
    table = table.where(cleaned.is_kept)
    is_sold = (table.items < n_sold) | (table.items == NONE)
    if not is_sold.all():
        left_out[NO_LONGER_SOLD] = int((~is_sold).sum())
    table = table.where(is_sold)
    sold = replace(table, item_ids=table.item_ids[:n_sold])
    interactions = interactions_of(sold, _of_active(sold, user_facts or {}))
    return TrainingData(sold, interactions, facts, n_events, dict(left_out))


def _of_active(table: EventTable, facts: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    return {user_id: facts[user_id] for user_id in table.user_ids if facts.get(user_id)}
