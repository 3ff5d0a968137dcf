"""A shopper's profile: what they like, read from their events and the products these were about."""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from retrieval.catalogue import Catalogue
from retrieval.events import Event
from retrieval.preferences import LIKED_FROM, ratings_of
from retrieval.product import Merchant, Product
from retrieval.profile.price_levels import PriceLevels
from retrieval.profile.sizes import OwnSize, own_sizes
from retrieval.profile.stated import Stated
from retrieval.profile.traits import EXTRAS, SHARES, traits_of

HALF_LIFE_DAYS = 30.0
"""After so many days what a shopper did says half as much of their lasting taste."""

SHORT_HALF_LIFE_DAYS = 1.0
"""After so many days what a shopper did says half as much of what they are after at the moment."""

RECENT_SHARE = 0.3
"""How much the taste of the moment counts beside the lasting one while a shopper is about; set by hand."""

_NEUTRAL = 2.5
_FACTS = ("category", "brand", "color", "material")
_FACT_FROM = 0.5
_FEWEST_PRICES = 3
"""From three prices on, the median is no single product's doing."""

_DAY = 86_400
_UNLEARNED = frozenset({"merchant", "language"})

Likes = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Affinity:
    """How well a product suits a shopper's taste, 0..1, nan where nothing is known of them; and what that rests on.

    `facts` hold the product's category, brand, colour and material, each only where the shopper likes it at least half
    as much as their favourite.
    """

    score: float
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a shopper.

    `likes` holds for each trait of `traits` the liking of each value, the favourite 1, disliked ones left out. It
    blends `lasting` taste with `recent`, the latter by `recent_share` (Xiang et al. 2010, Temporal recommendation on
    graphs via long- and short-term preference fusion, doi:10.1145/1835804.1835896, for why both).
    `typical_price` is the median price in euros of what they bought or put into the cart, else of what
    they looked at, and `price_level` the median of how dear these were among their kind, 0..1: three products or more,
    so that one gift or one bargain changes little; None below that. `sizes` are those that they bought and kept.
    `bought` are the ids of what they bought. `n_events` and `n_products` count what this rests on:
    events about products that are still sold, and those products; `n_stated` is how many more what they said counts as.
    """

    n_events: int
    n_products: int
    likes: Likes
    typical_price: Decimal | None
    bought: frozenset[str]
    lasting: Likes = field(default_factory=dict)
    recent: Likes = field(default_factory=dict)
    recent_share: float = 0.0
    price_level: float | None = None
    sizes: tuple[OwnSize, ...] = ()
    n_stated: int = 0

    @classmethod
    def empty(cls) -> "Profile":
        """Return the profile of a shopper of whom nothing is known."""
        return cls(0, 0, {}, None, frozenset())

    @classmethod
    def from_events(
        cls,
        events: Sequence[Event],
        catalogue: Catalogue,
        in_euros: Callable[[Product], Decimal],
        levels: PriceLevels | None = None,
        now: datetime | None = None,
    ) -> "Profile":
        """Read a profile from one shopper's events, in any order; products no longer sold say nothing.

        Each product speaks for its traits with its rating by `ratings_of` less 2.5, so that what was sent back speaks
        against them, halved for every 30 days (lasting) or for every day (recent) that its last event lies before the
        last event of all: a shopper who comes back after a year is known as they were. What was recent then is not by
        `now` (the last event, where not given): its share halves for every day since. Several values, such as colours,
        share one product's weight. `levels` tell how dear products are.
        """
        known = [event for event in events if event.product_id is not None and event.product_id in catalogue]
        if not known:
            return cls(0, 0, {}, None, frozenset(_ids(events, {"purchase"})))
        ratings = ratings_of(known)
        touched: dict[str, datetime] = {}
        for event in sorted(known, key=lambda event: event.ts):
            touched[str(event.product_id)] = event.ts
        latest = max(touched.values())
        ages = {product_id: (latest - ts).total_seconds() / _DAY for product_id, ts in touched.items()}
        level_of = levels.level if levels else lambda _: None
        traits = {
            product_id: list(traits_of(catalogue.get(product_id), level_of(product_id))) for product_id in touched
        }

        def weights(half_life: float) -> Likes:
            found: dict[str, dict[str, float]] = {trait: defaultdict(float) for trait in (*SHARES, *EXTRAS)}
            for product_id, rating in ratings.items():
                weight = (rating - _NEUTRAL) * 0.5 ** (ages[product_id] / half_life)
                for trait, values in traits[product_id]:
                    for value in values if trait not in _UNLEARNED else ():
                        found[trait][value] += weight / len(values)
            return found

        idle = max((now - latest).total_seconds() / _DAY, 0.0) if now else 0.0
        share = RECENT_SHARE * 0.5 ** (idle / SHORT_HALF_LIFE_DAYS)
        lasting, recent = weights(HALF_LIFE_DAYS), weights(SHORT_HALF_LIFE_DAYS)
        wanted = _ids(known, {"purchase", "cart"}) or set(touched)
        kept = [one for one in _ids(known, {"purchase"}) if ratings[one] >= LIKED_FROM]
        return cls(
            n_events=len(known),
            n_products=len(touched),
            likes={trait: _scaled(_blended(lasting[trait], recent[trait], share)) for trait in lasting},
            typical_price=statistics.median(in_euros(catalogue.get(product_id)) for product_id in wanted),
            bought=frozenset(_ids(events, {"purchase"})),
            lasting={trait: _scaled(own) for trait, own in lasting.items()},
            recent={trait: _scaled(own) for trait, own in recent.items()},
            recent_share=share,
            price_level=_median(level_of(product_id) for product_id in wanted),
            sizes=own_sizes(catalogue.get(product_id) for product_id in sorted(kept)),
        )

    def with_stated(self, stated: Stated, merchants: Iterable[Merchant]) -> "Profile":
        """Return this profile with what the shopper said; where the two speak of one trait, what they did leads.

        It fades as the shopper does more: its share is w / (w + n) of `Stated.weight` w and n products. For an interest
        to tell, a department should be given with its categories, and a category with its department
        (`ProductFinder.widened`).
        """
        said = stated.likes(merchants)
        if not said:
            return self
        share = stated.weight / (stated.weight + self.n_products)
        likes = {
            trait: _scaled(_blended(self.likes.get(trait, {}), said.get(trait, {}), share))
            for trait in {**self.likes, **said}
        }
        return replace(self, likes=likes, n_stated=stated.weight)

    @property
    def evidence(self) -> int:
        """How many products and stated interests taste rests on."""
        return self.n_products + self.n_stated

    def taste(self, product: Product, level: float | None = None) -> Affinity:
        """Return how well a product suits; `level` is its place among its kind's prices.

        The likings of its category (0.4), department (0.15), brand (0.2) and colours (0.25, their mean) are averaged
        over those that it has; those of the further traits of which a liking is known come on top by their share. All
        is shrunk where little tells: `evidence` n counts n / (n + 1). See `TasteSpace` for the same of many products.
        """
        if not self.evidence:
            return Affinity(float("nan"))
        has, main, further = 0.0, 0.0, 0.0
        facts: dict[str, object] = {}
        for trait, values in traits_of(product, level):
            likes = self.likes.get(trait, {})
            liking = sum(likes.get(value, 0.0) for value in values) / len(values)
            if trait in SHARES:
                has += SHARES[trait]
                main += SHARES[trait] * liking
            else:
                further += EXTRAS[trait] * liking
            best = max(values, key=lambda value: likes.get(value, 0.0))
            if trait in _FACTS and likes.get(best, 0.0) >= _FACT_FROM:
                facts[trait] = best
        score = ((main / has if has else 0.0) + further) / (1 + self.known_extras)
        return Affinity(score * self.evidence / (self.evidence + 1), facts)

    @property
    def known_extras(self) -> float:
        """The sum of the shares of the further traits of which a liking is known."""
        return sum(share for trait, share in EXTRAS.items() if self.likes.get(trait))


def _ids(events: Sequence[Event], types: set[str]) -> set[str]:
    return {event.product_id for event in events if event.type in types and event.product_id is not None}


def _median(levels: Iterable[float | None]) -> float | None:
    known = [level for level in levels if level is not None]
    return statistics.median(known) if len(known) >= _FEWEST_PRICES else None


def _blended(first: Mapping[str, float], second: Mapping[str, float], share: float) -> dict[str, float]:
    """Mix two likings, each divided by its largest, for or against, so that neither outweighs the other by its size."""
    blended: dict[str, float] = defaultdict(float)
    for weights, part in ((first, 1 - share), (second, share)):
        most = max((abs(weight) for weight in weights.values()), default=0.0)
        for value, weight in weights.items() if most else ():
            blended[value] += part * weight / most
    return blended


def _scaled(weights: Mapping[str, float]) -> dict[str, float]:
    """Divide by the largest weight and leave out what is not liked."""
    most = max(weights.values(), default=0.0)
    return {value: weight / most for value, weight in weights.items() if weight > 0}
