"""Opening a feed for import."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from actions.intake.importing import DEMO, Intake
from actions.settings import PROJECT
from retrieval.feeds import FORMATS, FeedMapping, read_feed
from retrieval.lexicon import Lexicon

_MERCHANT = {
    "merchant_country": (r"[A-Z]{2}", "an ISO 3166-1 code such as DE"),
    "merchant_language": (r"[a-z]{2,3}(-\w{2,8})*", "a BCP 47 code such as de or zh-Hans"),
    "merchant_currency": (r"[A-Z]{3}", "an ISO 4217 code such as EUR"),
}
"""The options that say whose a feed without a mapping is, and the form of each."""


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """What is said of a feed on the command line; None where nothing is."""

    mapping: str | None = None
    form: str | None = None
    source: str | None = None
    merchant_country: str | None = None
    merchant_language: str | None = None
    merchant_currency: str | None = None


def open_intake(feed: str, options: FeedOptions, lexicon: Lexicon, progress: Callable[[int], None]) -> Intake:
    """Return the feed at a path, or the demo shop's; raises UsageError or CatalogError where it cannot be read."""
    if feed == DEMO:
        path, mapping = PROJECT / "data" / "demo" / "products", _mapping(replace(options, mapping=DEMO), DEMO)
    else:
        path = Path(feed)
        mapping = _mapping(options, options.source or path.name.split(".")[0] or "feed")
    return Intake(mapping.source, mapping.merchants, read_feed(path, mapping, lexicon, progress))


def _mapping(options: FeedOptions, source: str) -> FeedMapping:
    if options.form and options.form not in FORMATS:
        raise click.UsageError(f"--format {options.form!r} is none of {', '.join(FORMATS)}.")
    given = {name: getattr(options, name) for name in _MERCHANT if getattr(options, name)}
    if options.mapping:
        if given:
            raise click.UsageError("A mapping names its merchants: leave the options --merchant-… out.")
        named = PROJECT / "data" / "mappings" / f"{options.mapping}.yml"
        loaded = FeedMapping.load(named if named.is_file() else Path(options.mapping))
        return replace(loaded, format=options.form or loaded.format, source=options.source or loaded.source)
    for name, (form, meaning) in _MERCHANT.items():
        option = f"--{name.replace('_', '-')}"
        if name not in given:
            raise click.UsageError(
                f"Say whose the feed is: a `--mapping` such as bestbuy (see data/mappings/README.md), or {option}, "
                f"{meaning}, with the other two options of its kind."
            )
        if not re.fullmatch(form, given[name]):
            raise click.UsageError(f"{option} is {given[name]!r}; it must be {meaning}.")
    return FeedMapping.for_merchant(
        source,
        given["merchant_country"],
        given["merchant_language"],
        given["merchant_currency"],
        options.form or "",
    )
