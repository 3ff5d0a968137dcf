"""`crossaisle evaluate privacy`."""

import json
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

import click

from actions.settings import Settings
from retrieval.behaviour.consents import consenting
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.evaluation.metrics import Estimate
from retrieval.evaluation.recommending.datasets.movielens import read_movielens
from retrieval.privacy.contributions import Bought, Bounds
from retrieval.privacy.ledger import DELTA
from retrieval.privacy.release import ReleaseTerms
from retrieval.privacy.shoppers import bought_as_liked, bought_by_consenting, repeated
from retrieval.privacy.utility import TOP_PAIRS, Utility, utilities
from retrieval.shopper_store import ShopperStore

_EPSILONS = "0.1,0.3,1,3,10"


@click.command("privacy")
@click.option("--data", type=click.Choice(["movielens", "shop"]), default="shop", show_default=True)
@click.option("--path", type=click.Path(path_type=Path, exists=True), help="Folder of MovieLens; `shop` needs none.")
@click.option("--epsilons", default=_EPSILONS, show_default=True, help="Values of ε with commas between.")
@click.option("--runs", default=20, show_default=True, type=click.IntRange(2), help="Releases at each ε.")
@click.option("--products", default=ReleaseTerms().n_products, show_default=True, type=click.IntRange(2))
@click.option(
    "--per-shopper", default=Bounds().most_products, show_default=True, type=click.IntRange(2), help="Products counted."
)
@click.option("--times", default=1, show_default=True, type=click.IntRange(1), help="As if so many times the shoppers.")
@click.option("--seed", default=0, show_default=True, help="Of drawing products and of intervals; noise has none.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(
    data: str,
    path: Path | None,
    epsilons: str,
    runs: int,
    products: int,
    per_shopper: int,
    times: int,
    seed: int,
    as_json: bool,
) -> None:
    """Say what counts of things bought together are still worth when released with noise, at each ε.

    The exact top pairs beside the released ones. Nothing is released and nothing spent.
    """
    wanted = _numbers(epsilons)
    terms = ReleaseTerms(products, Bounds(per_shopper, seed))
    shoppers, product_ids = _data(data, path, terms.bounds)
    if times > 1:
        shoppers = list(repeated(shoppers, times, terms.bounds))
    found = list(utilities(shoppers, product_ids, wanted, runs, terms, seed, lambda line: click.echo(line, err=True)))
    if as_json:
        figures = {
            "data": data,
            "shoppers": len(shoppers),
            "products": len(product_ids),
            "delta": DELTA,
            "top_pairs": TOP_PAIRS,
            "counted_products": products,
            "most_products_per_shopper": per_shopper,
            "most_pairs_per_shopper": terms.bounds.most_pairs,
            "runs": runs,
            "epsilons": [_figures(one) for one in found],
        }
        click.echo(json.dumps(figures))
        return
    click.echo(
        f"{data}: {len(shoppers):,} shoppers, {len(product_ids):,} products; {products} products counted, at most "
        f"{per_shopper} and {terms.bounds.most_pairs} pairs of a shopper; δ {DELTA:g}; means over {runs} runs with "
        "their 95 % intervals"
    )
    click.echo(
        f"{'ε':>5} {'recall of top ' + str(TOP_PAIRS):>21} {'lift correlation':>21} {'lift error, log2':>21} "
        f"{'pairs':>8} {'noise':>7} {'shown from':>10}"
    )
    for one in found:
        click.echo(_line(one))


def _numbers(text: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise click.BadParameter(f"{text!r}; give numbers with commas between", param_hint="--epsilons") from error
    if not all(number > 0 and isfinite(number) for number in numbers):
        raise click.BadParameter(f"{text!r}; give finite numbers over 0", param_hint="--epsilons")
    return numbers


def _data(data: str, path: Path | None, bounds: Bounds) -> tuple[list[Bought], tuple[str, ...]]:
    """Return what shoppers bought, and the ids of all products."""
    if data == "movielens":
        if path is None:
            raise click.UsageError("--data movielens needs --path, the folder to read")
        interactions = read_movielens(path, lambda line: click.echo(line, err=True)).interactions
        return list(bought_as_liked(interactions, bounds)), interactions.item_ids
    settings = Settings.from_environment()
    engine = create_engine_for(settings.database_url)
    consent = consenting(engine, datetime.now(UTC).date())
    product_ids = tuple(product.product_id for product in Catalogue.load(settings.cache))
    return list(bought_by_consenting(ShopperStore(engine), consent, bounds)), product_ids


def _figures(one: Utility) -> dict[str, object]:
    return {
        "epsilon": one.epsilon if isfinite(one.epsilon) else None,
        "recall": _bounds(one.recall),
        "lift_correlation": _bounds(one.lift_correlation),
        "lift_error_log2": _bounds(one.lift_error),
        "pairs": _bounds(one.n_pairs),
        "noise": one.scale,
        "threshold": one.threshold,
    }


def _bounds(one: Estimate) -> list[float | None]:
    return [value if isfinite(value) else None for value in (one.mean, one.low, one.high)]


def _line(one: Utility) -> str:
    epsilon = f"{one.epsilon:g}" if isfinite(one.epsilon) else "none"
    cells = (_cell(one.recall), _cell(one.lift_correlation), _cell(one.lift_error))
    return (
        f"{epsilon:>5} {cells[0]:>21} {cells[1]:>21} {cells[2]:>21} "
        f"{one.n_pairs.mean:8.0f} {one.scale:7.1f} {one.threshold:10.0f}"
    )


def _cell(one: Estimate) -> str:
    return f"{one.mean:.3f} ({one.low:.3f}-{one.high:.3f})" if isfinite(one.mean) else "-"
