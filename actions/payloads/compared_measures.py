"""Rows of a comparison on measures, and on whether products work in the shopper's country."""

from collections.abc import Sequence
from typing import Any

from actions.payloads.cards import Audience
from actions.shop import Shop
from actions.wording import values
from actions.wording.mains import note
from actions.wording.measures import measures_of, shown
from actions.wording.texts import Line, Texts
from retrieval.mains import Power, Verdict
from retrieval.product import Product


def measure_rows(products: Sequence[Product], audience: Audience, texts: Texts) -> list[dict[str, Any]]:
    """Return a row for each measure that two products or more state, in the units of the audience's country."""
    stated = [{one.name: one for one in measures_of(product)} for product in products]
    names = dict.fromkeys(name for measures in stated for name in measures)
    return [
        {
            "attribute": f"measure_{name}",
            "label": texts.say(audience.language, Line(f"measure_{name}", {})),
            "values": [
                shown(measures[name], audience.country, audience.language) if name in measures else None
                for measures in stated
            ],
            "best": None,
        }
        for name in names
        if sum(name in measures for measures in stated) > 1
    ]


def works_row(products: Sequence[Product], audience: Audience, shop: Shop) -> list[dict[str, Any]]:
    """Return the row on whether products work in the audience's country, where one of them runs on the mains.

    `best` is the only one that works as it is.
    """
    appliances = [shop.mains.appliance(product) for product in products]
    if not audience.country or all(one.power is not Power.MAINS for one in appliances):
        return []
    fits = [shop.mains.fit(one, audience.country) for one in appliances]
    as_they_are = [place for place, one in enumerate(fits) if one.verdict is Verdict.FITS]
    say, there = shop.texts.say, {"country": values.country(audience.country)}
    return [
        {
            "attribute": "works",
            "label": say(audience.language, Line("label_works", there)),
            "values": [say(audience.language, note(one, fit)) for one, fit in zip(appliances, fits, strict=True)],
            "best": as_they_are[0] if len(as_they_are) == 1 else None,
        }
    ]
