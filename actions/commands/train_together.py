"""`crossaisle train together`."""

import json
from datetime import UTC, datetime

import click

from actions.learned.models import registry
from actions.learned.shop_data import consent_line
from actions.settings import Settings
from retrieval.advice.stored_counts import KIND, save_counts
from retrieval.behaviour.consents import consenting
from retrieval.catalogue import Catalogue
from retrieval.database import create_engine_for
from retrieval.privacy.contributions import Bounds
from retrieval.privacy.ledger import PrivacyLedger
from retrieval.privacy.release import Release, ReleaseTerms, release
from retrieval.privacy.shoppers import bought_by_consenting
from retrieval.quality.lineage import Lineage, code_versions
from retrieval.shopper_store import ShopperStore

_METHOD = "discrete Gaussian"


@click.command("together")
@click.option("--epsilon", required=True, type=click.FloatRange(0, min_open=True), help="What the release may cost.")
@click.option("--products", default=ReleaseTerms().n_products, show_default=True, type=click.IntRange(2))
@click.option(
    "--per-shopper", default=Bounds().most_products, show_default=True, type=click.IntRange(2), help="Products counted."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was released and spent as JSON.")
def command(epsilon: float, products: int, per_shopper: int, as_json: bool) -> None:
    """Release counts of what consenting shoppers bought together, with noise that hides every single one of them.

    The counts become the version that serves where CROSSAISLE_TOGETHER is `kept`, and may leave the shop. What they
    cost is written down first and never given back; exit 1 where the budget does not last. `crossaisle evaluate
    privacy` says beforehand what an ε leaves of the counts.
    """
    settings, now = Settings.from_environment(), datetime.now(UTC)
    engine = create_engine_for(settings.database_url)
    product_ids = tuple(product.product_id for product in Catalogue.load(settings.cache))
    consent = consenting(engine, now.date())
    click.echo(f"  {consent_line(consent)}", err=True)
    terms = ReleaseTerms(products, Bounds(per_shopper))
    shoppers = list(bought_by_consenting(ShopperStore(engine), consent, terms.bounds))
    ledger = PrivacyLedger(engine, settings.privacy_budget)
    made = release(shoppers, product_ids, ledger.spend(KIND, epsilon, now), terms)
    versions = registry(settings, KIND)
    version = versions.register(
        _METHOD,
        _lineage(made, epsilon, terms),
        {},
        f"released with ε {epsilon:g}",
        lambda folder: save_counts(made.counts, folder),
    )
    versions.switch(version.number, version.verdict)
    balance = ledger.balance()
    if as_json:
        figures = {
            "version": version.number,
            "epsilon": epsilon,
            "rho": made.rho,
            "delta": balance.delta,
            "noise": made.scale,
            "threshold": made.threshold,
            "products": len(made.product_ids),
            "pairs": sum(1 for _ in made.counts.pairs()),
            "hidden": made.n_hidden,
            "budget": {"epsilon": balance.budget, "spent": balance.spent, "left": balance.left},
        }
        click.echo(json.dumps(figures))
        return
    click.echo(
        f"version {version.number} of {KIND}: {sum(1 for _ in made.counts.pairs())} pairs of {len(made.product_ids)} "
        f"products, noise {made.scale:.1f}, shown from {made.threshold} shoppers; {made.n_hidden} pairs below"
    )
    click.echo(balance.text())


def _lineage(made: Release, epsilon: float, terms: ReleaseTerms) -> Lineage:
    """Say where the counts come from by what the release itself tells alone: no digest of data, no exact count."""
    return Lineage(
        data_fingerprint="",
        n_users=round(made.counts.n_baskets),
        n_items=len(made.product_ids),
        n_interactions=0,
        first_moment=None,
        last_moment=None,
        parameters={
            "epsilon": epsilon,
            "noise": made.scale,
            "threshold": made.threshold,
            "most_products_per_shopper": terms.bounds.most_products,
        },
        seed=terms.bounds.seed,
        code=code_versions(),
    )
