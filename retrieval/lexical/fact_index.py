"""Products found by words for their facts, in every language that the lexicon speaks.

A product with texts in Portuguese and English alone is a `รองเท้า` as well: that its category has this name in Thai is
known. Its text rows need not repeat so in twenty languages; a word leads to facts, and a fact to its products.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.lexical.analysis import Word, primary_language
from retrieval.lexical.fact_words import FactWords, Name
from retrieval.lexical.fields import facts_of
from retrieval.lexicon import Lexicon
from retrieval.product import Product

_ENGLISH = "en"
_WORDS = "words"


@dataclass(frozen=True, slots=True)
class FactIndex:
    """Fact `f` is one of the products `products[starts[f]:starts[f + 1]]`; `words` are names by primary language."""

    n_products: int
    starts: NDArray[np.int64]
    products: NDArray[np.int32]
    words: Mapping[str, FactWords]

    @classmethod
    def build(cls, catalogue: Iterable[Product], lexicon: Lexicon) -> "FactIndex":
        """Index the facts of the products of `catalogue` under the names that `lexicon` has for them."""
        places: dict[tuple[str, str], int] = {}
        facts, products = array("i"), array("i")
        n_products = 0
        for row, product in enumerate(catalogue):
            n_products = row + 1
            for kind, value, _ in facts_of(product):
                if value:
                    facts.append(places.setdefault((kind, value), len(places)))
                    products.append(row)
        order = np.argsort(np.array(facts, dtype=np.int32), kind="stable")
        starts = np.searchsorted(np.array(facts, dtype=np.int32)[order], np.arange(len(places) + 1))
        names: dict[str, list[Name]] = {}
        for fact, name, language in _names(places, lexicon):
            names.setdefault(primary_language(language), []).append((fact, name, language))
        words = {language: FactWords.of(found) for language, found in names.items()}
        return cls(n_products, starts, np.array(products, dtype=np.int32)[order], words)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "FactIndex":
        """Return the index whose `arrays` gave; raises KeyError where one is missing."""
        by_language: dict[str, dict[str, NDArray[Any]]] = {}
        for name, values in arrays.items():
            if name.startswith(f"{_WORDS}/"):
                _, language, part = name.split("/")
                by_language.setdefault(language, {})[part] = values
        words = {language: FactWords.from_arrays(parts) for language, parts in by_language.items()}
        return cls(int(arrays["n_products"][0]), arrays["starts"], arrays["products"], words)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all of the index, to be kept."""
        kept = {"n_products": np.array([self.n_products]), "starts": self.starts, "products": self.products}
        for language, words in self.words.items():
            kept.update((f"{_WORDS}/{language}/{part}", values) for part, values in words.arrays().items())
        return kept

    def scores(self, asked: Sequence[Word], language: str) -> NDArray[np.float32]:
        """Return how well each product's facts meet the words of a query, (n_products,) float32 in 0..1.

        A word weighs as much as the rarest fact that it may mean, and one that means none as much as the rarest of all.
        """
        scores = np.zeros(self.n_products, dtype=np.float32)
        words = self.words.get(primary_language(language))
        meant = words.meant(asked, language) if words else []
        if not any(meant):
            return scores
        attainable = 0.0
        for facts in meant:
            weight = max((self._rarity(fact) for fact in facts), default=self._highest_rarity())
            attainable += weight
            met = np.zeros(self.n_products, dtype=np.float32)
            for fact, share in sorted(facts.items(), key=lambda item: item[1]):
                # By rising share, so that a product's best fact is written last.
                met[self.products[self.starts[fact] : self.starts[fact + 1]]] = share * weight
            scores += met
        return scores / np.float32(attainable)

    def _rarity(self, fact: int) -> float:
        n_with = int(self.starts[fact + 1] - self.starts[fact])
        return float(np.log1p((self.n_products - n_with + 0.5) / (n_with + 0.5)))

    def _highest_rarity(self) -> float:
        return float(np.log1p((self.n_products - 0.5) / 1.5))


def _names(facts: Mapping[tuple[str, str], int], lexicon: Lexicon) -> Iterator[Name]:
    """Give the names of facts; the value itself is one in English."""
    for (kind, value), fact in facts.items():
        yield fact, value, _ENGLISH
        for language, names in lexicon.words.get(kind, {}).get(value, {}).items():
            yield from ((fact, name, language) for name in names)
