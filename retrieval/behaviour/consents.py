"""Which shoppers let their data be learned from, and what those have said of themselves."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine, select

from retrieval.behaviour.age import age_band
from retrieval.database import consents, shoppers, transaction
from retrieval.shopper_store import PERSONALISATION

_ROWS_AT_ONCE = 10_000
_PLAIN = ("gender", "occupation")
"""Attributes of a shopper that are facts as they are given."""

_LONGEST_FACT = 60


@dataclass(frozen=True, slots=True)
class Consenting:
    """Facts of each shopper whose latest answer to `personalisation` is yes, by id; the others are counted.

    Facts are `age_band`, `gender`, `region` and `occupation`, each only where given.
    """

    facts: Mapping[str, Mapping[str, str]]
    n_refused: int
    n_silent: int

    def __contains__(self, user_id: object) -> bool:
        return user_id in self.facts


def consenting(engine: Engine, today: date) -> Consenting:
    """Read the answers and the facts of all shoppers from a database made by `create_engine_for`.

    Who never answered has not consented. Ages are as of `today`.
    """
    answers: dict[str, bool] = {}
    asked = select(consents.c.user_id, consents.c.granted).where(consents.c.purpose == PERSONALISATION)
    facts: dict[str, Mapping[str, str]] = {}
    counts: Counter[str] = Counter()
    with transaction(engine, writes=False) as connection:
        streaming = connection.execution_options(yield_per=_ROWS_AT_ONCE)
        for row in streaming.execute(asked.order_by(consents.c.at, consents.c.consent_id)):
            answers[row.user_id] = row.granted
        known = select(shoppers.c.user_id, shoppers.c.country, shoppers.c.attributes).order_by(shoppers.c.user_id)
        for user_id, country, attributes in streaming.execute(known):
            if answers.get(user_id):
                facts[user_id] = shopper_facts(attributes or {}, country, today)
            else:
                counts["refused" if user_id in answers else "silent"] += 1
    return Consenting(facts, counts["refused"], counts["silent"])


def shopper_facts(attributes: Mapping[str, Any], country: str | None, today: date) -> dict[str, str]:
    """Return what recommenders may learn of a shopper from what they said, each fact only where it can be read.

    The age band comes from `age_band`, `age`, `birth_date` (ISO 8601) or `birth_year`; the region is `region`, else the
    country. Texts are folded to lower case, so that they compare in any script.

    >>> shopper_facts({"birth_year": 1990, "gender": "F", "region": ""}, "DE", date(2026, 11, 26))
    {'age_band': '35-44', 'gender': 'f', 'region': 'de'}
    """
    found = {"age_band": _text(attributes.get("age_band")) or age_band(_age(attributes, today))}
    found |= {name: _text(attributes.get(name)) for name in _PLAIN}
    found["region"] = _text(attributes.get("region")) or _text(country)
    return {name: found[name] for name in ("age_band", "gender", "region", "occupation") if found[name]}


def _age(attributes: Mapping[str, Any], today: date) -> object:
    """Return the age in years as it is given or follows from the birth; None where neither can be read."""
    if attributes.get("age") is not None:
        return attributes["age"]
    try:
        if attributes.get("birth_date") is not None:
            born = date.fromisoformat(str(attributes["birth_date"])[:10])
            return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return today.year - int(attributes["birth_year"])
    except (KeyError, TypeError, ValueError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_FACT:
        return ""
    return "-".join(value.casefold().split())
