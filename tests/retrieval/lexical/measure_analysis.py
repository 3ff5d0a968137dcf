"""Measure what analysis gives: the demo shop's category words as queries, by language.

A query is one of the first words that the lexicon has for a category; relevant are the products of that category with
a text in the language, and only their texts in it are ranked. Figures are the mean nDCG@10 for BM25 over words between
spaces, for this project's analysis of the same texts (title, description, brand), and for the index as it is, which
also holds the words of each product's facts. Then comes how many pairs of forms of a word share a stem, and how many
stems are shared by words of different meaning. Run it from the root::

    PYTHONPATH=. .venv/bin/python tests/retrieval/lexical/measure_analysis.py
"""

import itertools
import sys
from collections.abc import Callable
from dataclasses import replace

import bm25s
import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.lexical import LexicalIndex
from retrieval.lexical.analysis import primary_language, word_of
from retrieval.lexical.folding import fold, plain_text
from retrieval.lexicon import Lexicon
from retrieval.product import Product
from retrieval.text_rows import TextRows
from tests.fakes import HERE
from tests.retrieval.lexical.conftest import DATA, demo_products

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "ja", "zh-Hans", "ko", "ar")
INFLECTING = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "ar", "hi", "id", "sv")
WORDS_A_CATEGORY = 4
CUT = 10
PREFIX, LENGTH_DIFFERENCE = 4, 3
ARTICLE = "ال"

Scores = Callable[[str, str], NDArray[np.float32]]


def main() -> None:
    lexicon = Lexicon.load(DATA)
    catalogue = Catalogue.from_products(demo_products(lexicon), [HERE], "demo")
    bare = Catalogue.from_products((_without_facts(product) for product in catalogue), [HERE], "demo")
    texts = TextRows.of(catalogue)
    systems: dict[str, Scores] = {
        "spaces": _between_spaces(texts),
        "analysis": LexicalIndex.build(TextRows.of(bare), bare, lexicon).scores,
        "with facts": LexicalIndex.build(texts, catalogue, lexicon).scores,
    }
    lines = [f"{'':8}{'queries':>9}" + "".join(f"{name:>12}" for name in systems)]
    for language in LANGUAGES:
        figures = [_by_category_words(scores, catalogue, texts, lexicon, language) for scores in systems.values()]
        lines.append(f"{language:8}{len(figures[0]):9}" + "".join(f"{np.mean(found):12.3f}" for found in figures))
    lines.append(f"\n{'':8}{'pairs':>9}{'share':>12}{'clashes':>12}")
    for language in INFLECTING:
        n_pairs, n_shared, n_clashes = _stems(lexicon, language)
        lines.append(f"{language:8}{n_pairs:9}{n_shared / n_pairs:12.2f}{n_clashes:12}")
    sys.stdout.write("\n".join(lines) + "\n")


def _without_facts(product: Product) -> Product:
    return replace(product, category="", department="", audience="", colors=(), materials=(), sizes=(), attributes={})


def _between_spaces(texts: TextRows) -> Scores:
    bm25 = bm25s.BM25()
    bm25.index([text.lower().split() for text in texts.texts], show_progress=False)

    def scores(query: str, _: str) -> NDArray[np.float32]:
        known = [word for word in query.lower().split() if word in bm25.vocab_dict]
        return bm25.get_scores(known) if known else np.zeros(len(texts), dtype=np.float32)

    return scores


def _by_category_words(
    scores: Scores, catalogue: Catalogue, texts: TextRows, lexicon: Lexicon, language: str
) -> list[float]:
    rows = np.flatnonzero(texts.languages == language)
    categories = np.array([catalogue.products[row].category for row in texts.product_rows[rows]])
    found = []
    for category, names in lexicon.words["category"].items():
        is_relevant = categories == category
        if is_relevant.any():
            for word in names.get(language, ())[:WORDS_A_CATEGORY]:
                found.append(_ndcg(scores(word, language)[rows], is_relevant))
    return found


def _ndcg(scores: NDArray[np.float32], is_relevant: NDArray[np.bool_]) -> float:
    best = np.argsort(-scores, kind="stable")[:CUT]
    discounts = 1 / np.log2(np.arange(2, CUT + 2))
    gained = float(discounts[: len(best)][is_relevant[best] & (scores[best] > 0)].sum())
    return gained / float(discounts[: int(is_relevant.sum())].sum())


def _stems(lexicon: Lexicon, language: str) -> tuple[int, int, int]:
    """Return the number of pairs of forms, of those that share a term, and of terms of words of several meanings."""
    meanings = {
        (kind, value): _single_words(names.get(language, ()), language)
        for kind in ("category", "color", "material")
        for value, names in lexicon.words[kind].items()
    }
    pairs = [pair for found in meanings.values() for pair in itertools.combinations(found, 2) if _are_forms(*pair)]
    n_shared = sum(not _terms(one, language).isdisjoint(_terms(other, language)) for one, other in pairs)
    owners: dict[str, dict[tuple[str, str], str]] = {}
    for meaning, found in meanings.items():
        for word in found:
            for term in _terms(word, language):
                owners.setdefault(term, {}).setdefault(meaning, fold(word))
    return len(pairs), n_shared, sum(len(set(owned.values())) > 1 for owned in owners.values())


def _single_words(names: tuple[str, ...], language: str) -> list[str]:
    plain = dict.fromkeys(plain_text(name, language) for name in names)
    return [name for name in plain if " " not in name and "-" not in name]


def _are_forms(one: str, other: str) -> bool:
    """Return whether two words of one meaning look like forms of one: they begin alike and are of like length."""
    bare, other_bare = (fold(word).removeprefix(ARTICLE) for word in (one, other))
    is_close = abs(len(bare) - len(other_bare)) <= LENGTH_DIFFERENCE
    return is_close and len(bare) >= PREFIX and bare[:PREFIX] == other_bare[:PREFIX]


def _terms(word: str, language: str) -> set[str]:
    return set(word_of(word, primary_language(language)).terms)


if __name__ == "__main__":
    main()
