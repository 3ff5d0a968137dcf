"""A learned profile: which category and price band a shopper turns to next, read from their behaviour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax

from retrieval.events import Event
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.behaviour import Behaviour, Products, turns_of
from retrieval.recommenders.neural.outlook_settings import OutlookSettings, OutlookWeights
from retrieval.recommenders.storage import StoredModel, load_model, save_model

_KIND, _FORMAT = "learned_profile", 1


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """The chances of each of `categories` and of each price band, float64, adding to 1; empty where there are none."""

    categories: tuple[str, ...]
    category_chances: NDArray[np.float64]
    band_chances: NDArray[np.float64]

    def likely(self, top_k: int) -> tuple[tuple[str, float], ...]:
        """Return the categories of best chance with their chances, best first; of equals the first in the alphabet."""
        order = np.argsort(-self.category_chances, kind="stable")[:top_k]
        return tuple((self.categories[place], float(self.category_chances[place])) for place in order)


@dataclass(frozen=True, slots=True, eq=False)
class Lifts:
    """How many times a stranger's chance a shopper's is, of `categories` and `bands` in their order, float64.

    `of_category` and `of_band` (n_items,) say which item has which, -1 for unknown.
    """

    categories: NDArray[np.float64]
    bands: NDArray[np.float64]
    of_category: NDArray[np.int64]
    of_band: NDArray[np.int64]

    def of_items(self, items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the lift of items (n,), that of the category times that of the band; what is not known counts 1."""
        result = np.ones(items.size)
        for lifts, own in ((self.categories, self.of_category[items]), (self.bands, self.of_band[items])):
            if len(lifts):
                result *= np.where(own >= 0, lifts[own], 1.0)
        return result


class LearnedProfile:
    """An MLP, softmax(W2 σ(W1 x + b1) + b2), with one W2 for the category and one for the price band.

    x is `behaviour.Behaviour.row`. Chances are calibrated by a temperature on turns later than those learnt from.
    """

    def __init__(self, products: Products, facts: ItemFacts, weights: OutlookWeights) -> None:
        """Take what was learnt; `fit` and `load` make one."""
        self._products = products
        self._facts = facts
        self._weights = weights

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that are told apart, in alphabetical order."""
        return self._products.categories

    @property
    def products(self) -> Products:
        """The products that are known, with their categories and price bands."""
        return self._products

    @property
    def places(self) -> Mapping[str, int]:
        """The number of each item, by its id."""
        return self._products.places

    @classmethod
    def fit(cls, events: Sequence[Event], facts: ItemFacts, settings: OutlookSettings | None = None) -> Self:
        """Learn from the events of any number of shoppers, in any order; without any, every chance is even."""
        from retrieval.recommenders.neural.outlook_training import train_outlook

        products = Products.of(facts)
        turns = turns_of(events, products)
        weights = train_outlook(turns, len(products.categories), products.n_bands, settings or OutlookSettings())
        return cls(products, facts, weights)

    def outlook(self, events: Sequence[Event], at: datetime) -> Outlook:
        """Return what a shopper with these events, in any order, turns to next if they come at a moment.

        Events after the moment do not count. Of a shopper without events the time of day and week alone is known.
        """
        categories, bands = self.chances(self._row(events, at)[None])
        return Outlook(self._products.categories, categories[0], bands[0])

    def lifts(self, events: Sequence[Event], at: datetime) -> Lifts:
        """Return how many times likelier a shopper turns to each category and price band than one without events."""
        products = self._products
        categories, bands = self.chances(np.stack([self._row(events, at), self._row((), at)]))
        least = np.finfo(np.float64).tiny
        of_categories, of_bands = (chances[0] / np.maximum(chances[1], least) for chances in (categories, bands))
        return Lifts(of_categories, of_bands, products.category_of, products.band_of)

    def _row(self, events: Sequence[Event], at: datetime) -> NDArray[np.float32]:
        behaviour = Behaviour(self._products)
        for event in sorted(events, key=lambda event: event.ts):
            if event.ts <= at:
                behaviour.add(event)
        return behaviour.row(at)

    def chances(self, rows: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return for behaviour rows (n, n_features) the chances (n, n_categories) and (n, n_bands)."""
        weights = self._weights
        hidden = expit((rows - weights.centre) @ weights.first + weights.first_bias)
        categories = (hidden @ weights.categories + weights.categories_bias).astype(np.float64)
        bands = (hidden @ weights.bands + weights.bands_bias).astype(np.float64)
        return _softmax(categories), _softmax(bands)

    def item_chances(self, outlook: Outlook) -> NDArray[np.float32]:
        """Return (n_items,): the chance of each item's category times that of its price band, over even chances.

        1 says that nothing speaks for or against; an unknown category or band counts as even.
        """
        products = self._products
        result = np.ones(len(products.category_of), np.float32)
        for chances, own in (
            (outlook.category_chances, products.category_of),
            (outlook.band_chances, products.band_of),
        ):
            if len(chances):
                result *= np.where(own >= 0, chances[own] * len(chances), 1.0).astype(np.float32)
        return result

    def save(self, folder: Path) -> None:
        """Write what was learnt into `folder`."""
        facts = self._facts
        settings = {"categories": list(facts.categories), "brands": list(facts.brands)}
        arrays = {field.name: getattr(self._weights, field.name) for field in fields(OutlookWeights)}
        arrays["price_bands"] = facts.price_bands.astype(np.int32)
        save_model(folder, _KIND, _FORMAT, facts.item_ids, settings, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote; raises ArtifactError where it cannot be used."""
        stored = load_model(folder, _KIND, _FORMAT)
        n_items = len(stored.item_ids)
        nothing = ItemFacts.unknown(stored.item_ids)
        facts = ItemFacts(
            stored.item_ids,
            nothing.texts,
            tuple(stored.settings["categories"]),
            tuple(stored.settings["brands"]),
            nothing.styles,
            stored.array("price_bands", n_items).astype(np.int8),
            nothing.vectors,
        )
        products = Products.of(facts)
        return cls(products, facts, _weights_of(stored, products))


def _weights_of(stored: StoredModel, products: Products) -> OutlookWeights:
    """Return the arrays of a stored model, each of the shape that the products ask for."""
    n_features, n_hidden = Behaviour.n_features(products), len(stored.array("first_bias", -1))
    n_categories, n_bands = len(products.categories), products.n_bands
    return OutlookWeights(
        stored.array("centre", n_features),
        stored.array("first", n_features, n_hidden),
        stored.array("first_bias", n_hidden),
        stored.array("categories", n_hidden, n_categories),
        stored.array("categories_bias", n_categories),
        stored.array("bands", n_hidden, n_bands),
        stored.array("bands_bias", n_bands),
    )


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the softmax of each row; rows of nothing stay so."""
    result: NDArray[np.float64] = softmax(logits, axis=1) if logits.shape[1] else logits
    return result
