"""How customs count the parcels of one purchase: each for itself, or all together."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from retrieval.errors import PricingError
from retrieval.pricing.rule import Confidence, Source
from retrieval.pricing.territories import EU, country_codes, markets
from retrieval.records import records_of

COUNTING_FILE = Path(__file__).resolve().parents[2] / "data" / "parcels" / "counting.yml"
"""What is recorded of it, one record a market."""

_KEYS = {"market", "counts_as", "text", "source", "checked_on", "confidence"}


class CountsAs(Enum):
    """What several parcels of one purchase are to customs."""

    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Counting:
    """How a market counts, a remark in English, and where that is from."""

    market: str
    counts_as: CountsAs
    text: str
    source: Source
    confidence: Confidence


def counting_at(destination: str, path: Path = COUNTING_FILE) -> Counting | None:
    """Return how parcels are counted at a destination; None where nothing is recorded."""
    recorded = _recorded(path)
    return next((recorded[market] for market in markets(destination) if market in recorded), None)


@cache
def _recorded(path: Path) -> Mapping[str, Counting]:
    """Read all records; raise PricingError naming the one that is not usable."""
    found = [_read(path, record) for record in records_of(path, PricingError)]
    by_market = {one.market: one for one in found}
    if len(by_market) < len(found):
        raise PricingError(f"{path.name}: a market is recorded twice; keep one record of each")
    return by_market


def _read(path: Path, record: dict[str, Any]) -> Counting:
    try:
        if set(record) != _KEYS:
            raise PricingError(f"the keys {', '.join(sorted(record))} are not {', '.join(sorted(_KEYS))}")
        if record["market"] not in country_codes() | {EU}:
            raise PricingError(f"the market {record['market']!r} is neither a country code nor {EU}")
        given = record["source"]
        source = Source(str(given["title"]), str(given.get("url", "")), record["checked_on"])
        counts_as, confidence = CountsAs(record["counts_as"]), Confidence(record["confidence"])
        return Counting(record["market"], counts_as, str(record["text"]), source, confidence)
    except (PricingError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PricingError(f"{path.name}: record {record!r}: {error}") from error
