"""How a merchant's feed is to be read, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import CatalogError
from retrieval.feeds.merchant_records import merchant_from
from retrieval.feeds.places import columns_of
from retrieval.product import Merchant

MAPPED_FORMATS = ("csv", "json", "jsonl", "tsv")
"""Formats whose fields a mapping names."""

KNOWN_FORMATS = ("google-tsv", "google-xml", "json-ld", "shopify-csv", "shopify-json")
"""Formats whose fields are known."""

FORMATS = tuple(sorted(MAPPED_FORMATS + KNOWN_FORMATS))

FIELDS = frozenset({
    "product_id", "merchant_id", "titles", "descriptions", "price", "sale_price", "sale_period", "currency",
    "category", "department", "brand", "colors", "materials", "sizes", "size_system", "audience", "gender",
    "age_group", "weight_kg", "hs_code", "origin", "attributes", "image", "url", "stock", "availability",
    "rating", "best_rating", "n_ratings", "added",
})  # fmt: skip
"""What a mapping may give places for."""

_KEYS = frozenset({"source", "format", "fields", "merchants", "merchant", "language", "encoding"})
_HELP = "see data/mappings/README.md"


@dataclass(frozen=True, slots=True)
class FeedMapping:
    """A mapping file: see data/mappings/README.md for its form.

    `format` is one of FORMATS, or "" to find it out from the feed. `fields` maps names of FIELDS to where the value
    stands in a row; the formats with known fields need none. `language` (BCP 47) is that of the feed where it is not
    its merchant's, `encoding` is what its text is encoded in where the feed does not say.
    """

    source: str
    format: str
    fields: Mapping[str, Any]
    merchants: Mapping[str, Merchant]
    language: str = ""
    encoding: str | None = None
    columns: tuple[str, ...] = field(init=False)
    """What a row must have, if the feed is a table."""

    def __post_init__(self) -> None:
        names = dict.fromkeys(name for place in self.fields.values() for name in columns_of(place))
        object.__setattr__(self, "columns", tuple(names))

    @classmethod
    def load(cls, path: Path) -> "FeedMapping":
        """Read a mapping file; raises CatalogError naming the file and what is wrong in it."""
        record = _yaml(path)
        if not isinstance(record, dict):
            raise CatalogError(f"The mapping {path} is no object of keys and values: {_HELP}.")
        if missing := sorted({"source", "merchants"} - set(record)):
            raise CatalogError(f"The mapping {path} lacks {missing}: {_HELP}.")
        if unknown := sorted(set(record) - _KEYS):
            raise CatalogError(f"The mapping {path} has {unknown}, known are {sorted(_KEYS)}: {_HELP}.")
        form, fields = record.get("format", ""), record.get("fields", {})
        if form and form not in FORMATS:
            raise CatalogError(f"The mapping {path} has the format {form!r}; known are {list(FORMATS)}.")
        _check_fields(path, form, fields)
        merchants = record["merchants"]
        if isinstance(merchants, str):
            merchants = _yaml(path.parent / merchants)
        known = {merchant.merchant_id: merchant for merchant in map(merchant_from, merchants)}
        if only := record.get("merchant"):
            if only not in known:
                raise CatalogError(f"The mapping {path} is of the merchant {only!r}; known are {sorted(known)}.")
            known = {only: known[only]}
        return cls(
            source=record["source"],
            format=form,
            fields=fields,
            merchants=known,
            language=record.get("language", ""),
            encoding=record.get("encoding"),
        )

    @classmethod
    def for_merchant(cls, source: str, country: str, language: str, currency: str, form: str = "") -> "FeedMapping":
        """Make a mapping for a feed with known fields; `source` becomes the merchant's id and name.

        Raises CatalogError where the format is one whose fields a mapping file must name.
        """
        if form and form not in KNOWN_FORMATS:
            raise CatalogError(f"A feed of the format {form!r} needs a mapping file that names its fields: {_HELP}.")
        merchant = Merchant(source, source, country, language, currency)
        return cls(source, form, {}, {source: merchant})

    def only_merchant(self, form: str) -> Merchant:
        """Return the merchant of a feed with known fields; raises CatalogError where there are several."""
        if len(self.merchants) != 1:
            raise CatalogError(
                f"A feed of the format {form} belongs to one merchant, the mapping of {self.source!r} has "
                f"{sorted(self.merchants)}: name one as `merchant`."
            )
        return next(iter(self.merchants.values()))


def _check_fields(path: Path, form: str, fields: Any) -> None:
    if not isinstance(fields, dict) or (form in MAPPED_FORMATS and not fields):
        raise CatalogError(f"The mapping {path} lacks fields, which the format {form!r} needs: {_HELP}.")
    if unknown := sorted(set(fields) - FIELDS):
        raise CatalogError(f"The mapping {path} has places for {unknown}; known are {sorted(FIELDS)}.")


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path} cannot be read ({error}): check the path and the file's form.") from error
