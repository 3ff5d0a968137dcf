"""Judging the shop's search, and learning from what was judged."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from actions.assembly import Searching, searching
from actions.buying.door_prices import DoorPrices
from actions.settings import PROJECT, Settings
from retrieval.asking import Asker
from retrieval.catalogue import Catalogue
from retrieval.collaborative import CollaborativeScores
from retrieval.database import create_engine_for
from retrieval.errors import EvaluationError
from retrieval.evaluation.judged import JudgedQuery, read_judged
from retrieval.evaluation.search_report import SearchReport, judge
from retrieval.evaluation.search_systems import search_systems
from retrieval.evaluation.taxonomy_queries import read_taxonomy_task
from retrieval.lexicon import Lexicon
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.profile import Profile
from retrieval.shopper_store import ShopperStore

JUDGED = PROJECT / "data" / "judged"
DEMO = "demo"

Progress = Callable[[int, int], None]


def judge_demo_shop(settings: Settings, split: str, progress: Progress) -> SearchReport:
    """Judge all systems on one half of the demo shop's judged queries; raises EvaluationError for another catalogue."""
    parts = searching_demo_shop(settings)
    return _judged(f"demo shop, {split} queries", parts, judged_queries(split), progress)


def judge_taxonomy(settings: Settings, path: Path, progress: Progress) -> SearchReport:
    """Judge all systems on a taxonomy's names; its vectors are kept, apart from the shop's, for the next time."""
    parts, queries = searching_taxonomy(settings, path)
    return _judged("names of a taxonomy", parts, queries, progress)


def searching_taxonomy(settings: Settings, path: Path, n_to_learn: int = 0) -> tuple[Searching, list[JudgedQuery]]:
    """Return the search of a taxonomy's English names, and its queries as `read_taxonomy_task` divides them."""
    catalogue, queries = read_taxonomy_task(path, n_to_learn=n_to_learn)
    apart = replace(settings, cache=settings.cache / "judging")
    models = apart.cache / "models"
    apart.cache.mkdir(parents=True, exist_ok=True)
    if not models.is_symlink():
        models.symlink_to(settings.cache / "models", target_is_directory=True)
    return _searching(apart, catalogue), queries


def searching_demo_shop(settings: Settings) -> Searching:
    """Return the search of the demo shop, on which the judged queries were judged."""
    catalogue = Catalogue.load(settings.cache)
    if catalogue.source != DEMO:
        raise EvaluationError(
            f"The catalogue is {catalogue.source!r}, and the judged queries are of the demo shop: run "
            "`crossaisle import demo`, or name another cache folder in CROSSAISLE_CACHE."
        )
    return _searching(settings, catalogue)


def judged_queries(split: str) -> list[JudgedQuery]:
    """Return the judged queries of one half."""
    return [query for query in read_judged(JUDGED) if query.split == split]


def _searching(settings: Settings, catalogue: Catalogue) -> Searching:
    prices = DoorPrices(ExchangeRates.load(), Rules.load(), catalogue.merchants)
    nobody = CollaborativeScores.from_store(ShopperStore(create_engine_for("sqlite://")))
    return searching(settings, catalogue, Lexicon.load(PROJECT / "data"), prices, nobody)


def _judged(data: str, parts: Searching, queries: list[JudgedQuery], progress: Progress) -> SearchReport:
    asker = Asker("", Profile.empty(), datetime.now(UTC).date())
    return judge(data, queries, search_systems(parts.catalogue, parts.search, parts.asking, asker), progress)
