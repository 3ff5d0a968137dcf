"""A taxonomy's category names as a search task: the name in one language asks for the one in English.

The answer is certain, nobody had to judge it, and nothing of the search was made for it.
"""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import numpy as np

from retrieval.catalogue import Catalogue
from retrieval.errors import CatalogError
from retrieval.evaluation.judged import JudgedQuery
from retrieval.product import Merchant, Product

FILE_NAME = "names_wide.tsv"
COLUMNS: Mapping[str, str] = {
    "de": "de",
    "es": "es",
    "fr": "fr",
    "id": "id-ID",
    "it": "it",
    "ja": "ja",
    "ko": "ko",
    "nl": "nl",
    "pl": "pl",
    "pt": "pt-BR",
    "ru": "ru",
    "sv": "sv",
    "th": "th",
    "tr": "tr",
    "vi": "vi",
    "zh-Hans": "zh-CN",
    "zh-Hant": "zh-TW",
}
"""Served language → the file's column. English is what is searched; Arabic and Hindi the file lacks."""

N_PER_LANGUAGE = 300
"""Queries of each language that search is judged by."""
N_TO_LEARN = 5
"""Others of each language, none of them among those, that weights may be learned from."""
_SEED = 20261122
_MERCHANT = Merchant("taxonomy", "Taxonomy", "US", "en", "EUR")


def read_taxonomy_task(
    path: Path, n_per_language: int = N_PER_LANGUAGE, n_to_learn: int = 0
) -> tuple[Catalogue, list[JudgedQuery]]:
    """Return the English names as a catalogue, and names in other languages as queries, drawn by a fixed seed.

    The first `n_per_language` drawn are of the split `test`, the `n_to_learn` after them `dev`. `path` is the file or
    its folder. Names that are spelled as in English are left out of the queries; where a name stands for several
    English ones, each of them is right. Raises CatalogError where the file is not of that form.
    """
    file = path / FILE_NAME if path.is_dir() else path
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogError(f"{file} cannot be read ({error}): name the folder with {FILE_NAME}.") from error
    missing = sorted({"en", *COLUMNS.values()} - set(rows[0] if rows else ()))
    if missing:
        raise CatalogError(f"{file} lacks the columns {missing}: it is not the taxonomy's wide table of names.")
    ids = {name: f"category-{place}" for place, name in enumerate(sorted({row["en"] for row in rows}))}
    catalogue = Catalogue.from_products(
        (_product(product_id, name) for name, product_id in ids.items()), [_MERCHANT], "taxonomy"
    )
    queries = []
    for language, column in COLUMNS.items():
        meant: dict[str, set[str]] = {}
        for row in rows:
            if row[column] and row[column] != row["en"]:
                meant.setdefault(row[column], set()).add(ids[row["en"]])
        names = sorted(meant)
        drawn = np.random.default_rng(_SEED).permutation(len(names))[: n_per_language + n_to_learn]
        splits = (("test", drawn[:n_per_language]), ("dev", drawn[n_per_language:]))
        queries += [
            JudgedQuery(f"{language}-{name}", split, language, name, dict.fromkeys(sorted(meant[name]), 3))
            for split, places in splits
            for name in (names[place] for place in sorted(places))
        ]
    return catalogue, queries


def _product(product_id: str, name: str) -> Product:
    return Product(product_id, _MERCHANT.merchant_id, "en", {"en": name}, Decimal(1), "EUR")
