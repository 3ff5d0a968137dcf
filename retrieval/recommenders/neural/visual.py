"""Items that look alike, by a network that was taught on pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.drawings import SIDE
from retrieval.recommenders.interactions import History, Interactions, check_items
from retrieval.recommenders.item_facts import ItemFacts
from retrieval.recommenders.neural.history_rows import Touches, history_rows
from retrieval.recommenders.neural.leaving_out import item_causes
from retrieval.recommenders.neural.picture_network import PictureNetwork
from retrieval.recommenders.neural.picture_settings import PictureSettings
from retrieval.recommenders.popularity import everybodys
from retrieval.recommenders.recommender import Cause, Mask, Recommended, best_of
from retrieval.recommenders.storage import load_model, save_model

_KIND, _FORMAT = "visual", 1
_USUAL = PictureSettings()
_HALF_LIFE_DAYS = 30.0
_POPULAR_SHARE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class VisualNeighbours:
    """Items whose pictures lie near those of what a user likes.

    A convolutional network is taught on the shop's own pictures to tell the category and the colours of each, and its
    last layer but one is the vector of a picture (as in He, McAuley 2016, "VBPR: visual Bayesian personalized ranking",
    https://doi.org/10.1609/aaai.v30i1.9973, whose network was taught elsewhere). The score of an item is the cosine of
    its vector with the mean of the liked items' ones, fading with age, plus a thousandth of its popularity, which
    orders what is equal and serves who likes nothing yet.

    What it can see: shape and colour, also in pictures placed, sized or mirrored otherwise, and some kinship of kinds
    that it never met. What it cannot: where a shop has one drawing for each kind of product, in the product's colour,
    two blue sneakers have the same picture, and neither cut, material nor print are there to be seen; and among
    drawings that all stand in the same place, comparing pixels finds the same kind more often than it does. Photographs
    are another world than drawings, so a shop with photographs must teach it on those.

    `vectors` (n_items, dim) float32 are of unit length, zeros where an item has no picture.
    """

    item_ids: tuple[str, ...]
    network: PictureNetwork
    vectors: NDArray[np.float32]
    everybody: NDArray[np.float32]

    @classmethod
    def fit(cls, interactions: Interactions, facts: ItemFacts, settings: PictureSettings = _USUAL) -> Self:
        """Train with torch on the pictures in `facts`; without pictures, everybody gets what is popular."""
        from retrieval.recommenders.neural.picture_training import train_picture_network

        has_picture = facts.pictures.any(axis=(1, 2, 3)) if facts.pictures.size else np.zeros(len(facts.item_ids), bool)
        places = np.flatnonzero(has_picture)
        shown = facts.pictures[places] if len(places) else np.zeros((0, SIDE, SIDE, 3), np.uint8)
        network = train_picture_network(shown, tuple(facts.categories[place] for place in places), settings)
        vectors = np.zeros((len(facts.item_ids), settings.dim), np.float32)
        vectors[places] = network.embed(shown)
        return cls(interactions.item_ids, network, vectors, everybodys(interactions))

    def visually_similar(self, item: int, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return the items whose pictures are nearest to one item's, by cosine; none where it has no picture."""
        check_items(np.array([item]), len(self.item_ids))
        if not self.vectors[item].any():
            return Recommended(np.empty(0, np.int64), np.empty(0, np.float32))
        has_picture: Mask = np.any(self.vectors != 0, axis=1)
        may_be = has_picture if allowed is None else has_picture & allowed
        return best_of(self.vectors @ self.vectors[item], top_k, History.of([item]), may_be)

    def scores(self, histories: Sequence[History]) -> NDArray[np.float32]:
        """Return the cosines of each item's picture with the mean of what each user likes."""
        n_items = len(self.item_ids)
        rows = history_rows(Touches.of(histories, n_items), len(histories), n_items, _HALF_LIFE_DAYS)
        means = rows.liked @ self.vectors
        scores: NDArray[np.float32] = (means @ self.vectors.T + _POPULAR_SHARE * self.everybody).astype(np.float32)
        return scores

    def recommend(self, history: History, top_k: int, allowed: Mask | None = None) -> Recommended:
        """Return the items that look most like what is liked."""
        return best_of(self.scores([history])[0], top_k, history, allowed)

    def explain(self, history: History, item: int) -> tuple[Cause, ...]:
        """Return what each item of the history adds."""
        return item_causes(history, lambda some: self.scores(some)[:, item])

    def save(self, folder: Path) -> None:
        """Write the network and the vectors."""
        arrays = {**self.network.arrays(), "vectors": self.vectors, "everybody": self.everybody}
        save_model(folder, _KIND, _FORMAT, self.item_ids, {}, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        stored = load_model(folder, _KIND, _FORMAT)
        n_items = len(stored.item_ids)
        network = PictureNetwork.from_arrays(stored.arrays)
        return cls(
            stored.item_ids,
            network,
            stored.array("vectors", n_items, network.last.shape[1]),
            stored.array("everybody", n_items),
        )
