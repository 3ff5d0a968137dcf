"""The words that one language has for facts: which category, colour, material … a word of a query may mean."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.lexical.analysis import Word, parts, primary_language, word_of
from retrieval.lexical.matching import Group, Vocabulary, groups_of
from retrieval.lexical.name_lists import joined, split
from retrieval.lexical.stop_words import stop_words

Name = tuple[int, str, str]
"""The place of a fact, a name of it, and the language (BCP 47) that the name is in."""


@dataclass(frozen=True, slots=True)
class FactWords:
    """`vocabulary` of the names of facts; term `t` is in names of `facts[starts[t]:starts[t + 1]]`, by `shares`.

    A share is what part of a name the term is, of the shortest name of the fact that has it: of "running shoes" a half.
    """

    vocabulary: Vocabulary
    starts: NDArray[np.int64]
    facts: NDArray[np.int32]
    shares: NDArray[np.float32]

    @classmethod
    def of(cls, names: Iterable[Name]) -> "FactWords":
        """Return the words of `names`, all of one language without script and region."""
        terms: dict[str, int] = {}
        surfaces: dict[str, int] = {}
        best: dict[tuple[int, int], float] = {}
        for fact, name, language in names:
            primary = primary_language(language)
            idle = stop_words(language)
            said = [word_of(part, primary) for part in parts(name, language)]
            said = [word for word in said if word.surface not in idle] or said
            for word in said:
                for place, term in enumerate(word.all_terms):
                    term_id = terms.setdefault(term, len(terms))
                    share = 1 / len(said) if place < len(word.terms) else 1 / (len(said) * len(word.pieces))
                    best[term_id, fact] = max(share, best.get((term_id, fact), 0.0))
                surfaces.setdefault(word.surface, terms[word.terms[0]])
        return cls._packed(terms, surfaces, best)

    @classmethod
    def _packed(
        cls, terms: dict[str, int], surfaces: dict[str, int], best: Mapping[tuple[int, int], float]
    ) -> "FactWords":
        ordered = sorted(best)
        term_ids = np.array([term_id for term_id, _ in ordered], dtype=np.int64)
        return cls(
            Vocabulary(terms, surfaces, lambda _: ()),
            np.searchsorted(term_ids, np.arange(len(terms) + 1)),
            np.array([fact for _, fact in ordered], dtype=np.int32),
            np.array([best[key] for key in ordered], dtype=np.float32),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "FactWords":
        """Return the words whose `arrays` gave; raises KeyError where one is missing."""
        terms = {term: place for place, term in enumerate(split(arrays["terms"]))}
        surfaces = dict(zip(split(arrays["surfaces"]), arrays["surface_terms"].tolist(), strict=True))
        vocabulary = Vocabulary(terms, surfaces, lambda _: ())
        return cls(vocabulary, arrays["starts"], arrays["facts"], arrays["shares"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is to be kept of the words."""
        return {
            "terms": joined(self.vocabulary.terms),
            "surfaces": joined(self.vocabulary.surfaces),
            "surface_terms": np.fromiter(self.vocabulary.surfaces.values(), dtype=np.int32),
            "starts": self.starts,
            "facts": self.facts,
            "shares": self.shares,
        }

    def meant(self, asked: Sequence[Word], language: str) -> list[dict[int, float]]:
        """Return for each wish among the words of a query the facts that it may mean, each with how well, 0..1.

        That is the root of the part of the fact's name that the query says: half a name tells more than half.
        """
        groups = groups_of(asked, self.vocabulary, stop_words(language).__contains__)
        said = [self._facts_of(group) for group in groups]
        totals: dict[int, float] = {}
        for facts in said:
            for fact, share in facts.items():
                totals[fact] = totals.get(fact, 0.0) + share
        return [{fact: math.sqrt(min(totals[fact], 1.0)) for fact in facts} for facts in said]

    def _facts_of(self, group: Group) -> dict[int, float]:
        found: dict[int, float] = {}
        for alternative in group.alternatives:
            said = self._said(alternative.term_ids)
            for fact, share in said.items():
                found[fact] = max(found.get(fact, 0.0), min(share, 1.0) * alternative.weight)
        return found

    def _said(self, term_ids: Sequence[int]) -> dict[int, float]:
        said: dict[int, float] = {}
        for term_id in term_ids:
            span = slice(int(self.starts[term_id]), int(self.starts[term_id + 1]))
            for fact, share in zip(self.facts[span].tolist(), self.shares[span].tolist(), strict=True):
                said[fact] = said.get(fact, 0.0) + share
        return said
