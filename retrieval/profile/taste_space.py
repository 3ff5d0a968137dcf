"""Shoppers and products as vectors of one space: how well a product suits is the product of the two.

Content-based matching (Pazzani and Billsus 2007, Content-based recommendation systems,
doi:10.1007/978-3-540-72079-9_10): every value of every trait is a dimension. f(i) of a product has, for each of its
traits, its values in equal parts; f(u) of a shopper has how much they like each value, times how much the trait counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrieval.catalogue import Catalogue
from retrieval.lists.columns import ListColumns, Words
from retrieval.profile.price_levels import PriceLevels
from retrieval.profile.profile import Profile
from retrieval.profile.traits import BANDS, EXTRAS, SHARES

Rows = NDArray[np.int64]
Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TasteSpace:
    """The space of one catalogue.

    `words` hold each trait's values of all products, `starts` the first dimension of each trait, `n_dims` how many
    there are.
    """

    words: Mapping[str, Words]
    starts: Mapping[str, int]
    n_dims: int

    @classmethod
    def of(cls, catalogue: Catalogue, columns: ListColumns, levels: PriceLevels) -> Self:
        """Lay out the space of a catalogue."""
        words = {name: columns.words[name] for name in (*SHARES, "material")}
        words["audience"] = columns.words["audience"].without("unisex")
        words["price"] = _bands(levels)
        words["merchant"] = Words.of((product.merchant_id,) for product in catalogue)
        words["language"] = Words.of((product.language,) for product in catalogue)
        starts, n_dims = {}, 0
        for trait in (*SHARES, *EXTRAS):
            starts[trait] = n_dims
            n_dims += len(words[trait].values)
        return cls(words, starts, n_dims)

    def shopper_vector(self, profile: Profile) -> Column:
        """Return f(u), (n_dims,): 0 all over where nothing is known of the shopper."""
        vector = np.zeros(self.n_dims)
        if not profile.evidence:
            return vector
        certainty = profile.evidence / (profile.evidence + 1) / (1 + profile.known_extras)
        for trait, share in (SHARES | EXTRAS).items():
            code_of, start = self.words[trait].code_of, self.starts[trait]
            for value, like in profile.likes.get(trait, {}).items():
                code = code_of.get(value.casefold())
                if code is not None:
                    vector[start + code] = max(vector[start + code], share * certainty * like)
        return vector

    def product_vectors(self, rows: Rows) -> sparse.csr_array:
        """Return f(i) of rows, (n, n_dims)."""
        places, dims, weights = [], [], []
        scale = self._scale(rows)
        for trait in (*SHARES, *EXTRAS):
            own, codes = self.words[trait].entries(rows)
            places.append(own)
            dims.append(codes + self.starts[trait])
            shared = 1 / np.bincount(own, minlength=rows.size)[own]
            weights.append(shared * (scale[own] if trait in SHARES else 1.0))
        entries = (np.concatenate(weights), (np.concatenate(places), np.concatenate(dims)))
        return sparse.csr_array(entries, shape=(rows.size, self.n_dims))

    def match(self, profile: Profile, rows: Rows) -> Column:
        """Return f(u)·f(i) of each row, (n,) in 0..1, nan where nothing is known of the shopper.

        The vectors of products are never made: what they would be multiplied with is looked up, trait by trait.
        """
        if not profile.evidence:
            return np.full(rows.size, np.nan)
        vector = self.shopper_vector(profile)
        main, further = np.zeros(rows.size), np.zeros(rows.size)
        for trait in (*SHARES, *(name for name in EXTRAS if profile.likes.get(name))):
            start, words = self.starts[trait], self.words[trait]
            found = words.mean(rows, vector[start : start + len(words.values)])
            (main if trait in SHARES else further)[:] += found
        return main * self._scale(rows) + further

    def _scale(self, rows: Rows) -> Column:
        """Return by what the main traits of a row are multiplied, so that those it lacks take nothing away."""
        has = np.zeros(rows.size)
        for trait, share in SHARES.items():
            has += share * (self.words[trait].counts(rows) > 0)
        return np.divide(1.0, has, out=np.zeros(rows.size), where=has > 0)


def _bands(levels: PriceLevels) -> Words:
    """Return the third of the prices of its kind that each product lies in, as words."""
    is_known = ~np.isnan(levels.levels)
    bands = np.minimum(levels.levels[is_known] * len(BANDS), len(BANDS) - 1).astype(np.int32)
    starts = np.concatenate([[0], np.cumsum(is_known)]).astype(np.int64)
    return Words(BANDS, starts, bands, {band: number for number, band in enumerate(BANDS)})
