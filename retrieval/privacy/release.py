"""Counts of what is bought together that may leave the shop: nobody can tell whether any one shopper is in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from scipy import stats

from retrieval.advice.co_occurrence import FEWEST_SHOPPERS, CoOccurrence
from retrieval.errors import StoreError
from retrieval.privacy.contributions import Bought, Bounds
from retrieval.privacy.noise import noisy_counts, noisy_top

CHOOSING_SHARE = 0.2
"""Share of the cost that goes into choosing the products; the rest goes into counting. Set by hand."""
FALSE_PAIRS = 1.0
"""Pairs that nobody bought and noise alone lifts over the threshold, expected in a release."""


@dataclass(frozen=True, slots=True)
class ReleaseTerms:
    """What is released: counts of the `n_products` most bought and of pairs of them, each shopper within `bounds`."""

    n_products: int = 50
    bounds: Bounds = field(default_factory=Bounds)

    def __post_init__(self) -> None:
        if self.n_products < 2:
            raise StoreError(f"{self.n_products} products make no pair; give 2 or more")


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """Released counts, in shoppers, of `product_ids`.

    `rho` is what they cost, `scale` the standard deviation of their noise, `threshold` the least noisy count of a pair
    that is shown, `n_hidden` how many pairs lie below.
    """

    counts: CoOccurrence
    product_ids: tuple[str, ...]
    rho: float
    scale: float
    threshold: int
    n_hidden: int


def release(shoppers: Iterable[Bought], product_ids: Sequence[str], rho: float, terms: ReleaseTerms) -> Release:
    """Count shoppers by product and by pair, with noise, at a cost of at most `rho`.

    `product_ids` are those of the catalogue, which is public; whatever else was bought does not count. Where they are
    more than the terms ask for, the most bought are chosen first, with noise too. Every pair of the chosen gets noise,
    also those that nobody bought, so which pairs are there tells nothing either; then pairs below a threshold are
    hidden, because they may be noise alone.
    """
    held = list(shoppers)
    n_chosen = min(terms.n_products, len(product_ids))
    if n_chosen < 2:
        raise StoreError(f"a catalogue of {len(product_ids)} products has no pair to count; import more first")
    chosen, spent, left = tuple(product_ids), 0.0, rho
    if n_chosen < len(product_ids):
        chosen, spent = _most_bought(held, product_ids, n_chosen, rho * CHOOSING_SHARE)
        left = rho * (1 - CHOOSING_SHARE)
    keys: list[str | tuple[str, str]] = ["", *chosen, *combinations(sorted(chosen), 2)]
    exact = dict.fromkeys(keys, 0)
    among = frozenset(chosen)
    for one in held:
        products, pairs = one.counted(among, terms.bounds)
        counted: list[str | tuple[str, str]] = ["", *products, *pairs]
        for key in counted:
            exact[key] += 1
    noisy, scale, cost = noisy_counts([exact[key] for key in keys], terms.bounds.l2, left)
    found = dict(zip(keys, noisy, strict=True))
    n_pairs = n_chosen * (n_chosen - 1) // 2
    deviations = float(stats.norm.isf(min(FALSE_PAIRS / n_pairs, 0.5)))
    threshold = max(FEWEST_SHOPPERS, round(scale * deviations) + 1)
    counts, n_hidden = _possible(found, chosen, threshold)
    return Release(counts, chosen, spent + cost, scale, threshold, n_hidden)


def _most_bought(
    shoppers: Sequence[Bought], product_ids: Sequence[str], n: int, rho: float
) -> tuple[tuple[str, ...], float]:
    """Return the products that most shoppers bought as far as noise lets tell, in the catalogue's order; the cost."""
    columns = {product_id: column for column, product_id in enumerate(product_ids)}
    exact = [0] * len(product_ids)
    for one in shoppers:
        for product_id in one.drawn:
            if product_id in columns:
                exact[columns[product_id]] += 1
    places, cost = noisy_top(exact, n, rho)
    return tuple(product_ids[place] for place in sorted(places)), cost


def _possible(
    noisy: dict[str | tuple[str, str], int], chosen: Sequence[str], threshold: int
) -> tuple[CoOccurrence, int]:
    """Return counts that could be, a pair never above its products nor these above all; and how many are hidden."""
    total = max(0, noisy[""])
    by_product = {one: float(min(max(0, noisy[one]), total)) for one in chosen}
    by_pair: dict[tuple[str, str], tuple[float, int]] = {}
    for first, second in combinations(sorted(chosen), 2):
        count = int(min(noisy[first, second], by_product[first], by_product[second]))
        if noisy[first, second] >= threshold and count > 0:
            by_pair[first, second] = (float(count), count)
    n_pairs = len(chosen) * (len(chosen) - 1) // 2
    return CoOccurrence.from_counts(float(total), by_product, by_pair), n_pairs - len(by_pair)
