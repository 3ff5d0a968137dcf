"""`crossaisle train data features`."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
import numpy as np

from actions.learned.shop_data import shop_facts
from actions.settings import Settings
from retrieval.behaviour.behaviour_features import session_features, shopper_features
from retrieval.behaviour.collecting import events_of_file
from retrieval.behaviour.consents import consenting
from retrieval.behaviour.event_table import EventTable
from retrieval.behaviour.features import Features, Scaling
from retrieval.behaviour.table_writer import Cell, write_rows
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.errors import ArtifactError
from retrieval.recommenders.item_facts import ItemFacts

_FACTS = ("age_band", "gender", "region", "occupation")
_PRODUCT_COLUMNS: dict[str, type] = {
    "product_id": str,
    "category": str,
    "brand": str,
    "price_band": float,
    "style": str,
}


@click.command("features")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the files.")
@click.option("--form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True, help="Kind of file.")
@click.option("--scaled", is_flag=True, help="Write numbers around 0, and how they were made to scaling.json.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def command(file: Path, to: Path, form: str, scaled: bool, as_json: bool) -> None:
    """Describe shoppers, visits and products by the events of FILE, as files that models can learn from.

    What shoppers said of themselves is there only where they consented; products are those of the shop's catalogue.
    """
    settings, now = Settings.from_environment(), datetime.now(UTC)
    counts: Counter[str] = Counter()
    table = EventTable.of(events_of_file(file, None, counts))
    said = consenting(create_engine_for(settings.database_url), now.date()).facts
    scalings: dict[str, Scaling] = {}
    figures: dict[str, object] = {"left_out": dict(counts)}
    facts: Mapping[str, Mapping[str, str]]
    for name, features, facts in (
        ("shoppers", shopper_features(table, now.timestamp()), said),
        ("visits", session_features(table), {}),
    ):
        scalings[name] = Scaling.learned(features)
        shown = scalings[name].scaled(features) if scaled else features
        kinds = {"id": str, **dict.fromkeys(features.names, float)}
        kinds |= dict.fromkeys(_FACTS, str) if name == "shoppers" else {}
        figures[name] = write_rows(to / f"{name}.{form}", kinds, _rows(shown, facts, name == "shoppers"))
    figures["products"] = _write_products(settings, to / f"products.{form}")
    if scaled:
        (to / "scaling.json").write_text(json.dumps({name: _as_json(one) for name, one in scalings.items()}, indent=1))
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name in ("shoppers", "visits", "products"):
        click.echo(f"{figures[name]:,} {name} described in {to / name}.{form}")
    for reason, count in counts.items():
        click.echo(f"{count:,} events left out: {reason}")


def _rows(features: Features, facts: Mapping[str, Mapping[str, str]], with_facts: bool) -> Iterator[tuple[Cell, ...]]:
    for id_, values in zip(features.ids, features.values.tolist(), strict=True):
        numbers = (None if np.isnan(value) else value for value in values)
        said = facts.get(id_, {})
        yield id_, *numbers, *((said.get(name) for name in _FACTS) if with_facts else ())


def _write_products(settings: Settings, path: Path) -> int:
    try:
        catalogue = Catalogue.load(settings.cache)
    except ArtifactError as error:
        click.echo(f"  no catalogue, so no products: {error}", err=True)
        return 0

    def tell(line: str) -> None:
        click.echo(line, err=True)

    return write_rows(path, _PRODUCT_COLUMNS, _product_rows(shop_facts(settings, catalogue, tell)))


def _product_rows(facts: ItemFacts) -> Iterator[tuple[Cell, ...]]:
    for item_id, category, brand, band, style in zip(
        facts.item_ids, facts.categories, facts.brands, facts.price_bands.tolist(), facts.styles, strict=True
    ):
        yield item_id, category or None, brand or None, None if band < 0 else float(band), style or None


def _as_json(scaling: Scaling) -> dict[str, object]:
    return {"names": scaling.names, "means": scaling.means.tolist(), "spreads": scaling.spreads.tolist()}
