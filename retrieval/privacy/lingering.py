"""Versions of models that learnt from shoppers who were erased or refuse since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select

from retrieval.behaviour.consents import Consenting
from retrieval.database import consents, shoppers, transaction
from retrieval.errors import ArtifactError
from retrieval.quality.frozen import FrozenSet
from retrieval.quality.learnt_from import read_learnt_from, short_digest
from retrieval.quality.recommender_training import FROZEN_FOLDER
from retrieval.quality.registry import ModelRegistry
from retrieval.shopper_store import PERSONALISATION

RETIRE_DAYS = 30
"""Age from which a version that knows who is gone is retired: the month that Article 12(3) of the GDPR allows."""
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Lingering:
    """A version that learnt from `n_gone` shoppers who are gone, of `n_learnt` in all."""

    number: int
    created_at: datetime
    n_gone: int
    n_learnt: int
    serves: bool


def present_since(engine: Engine, consent: Consenting) -> dict[bytes, datetime]:
    """Return since when each consenting shopper has been there without a break, by digest.

    Who was erased and came back is somebody new, and so is who refused and consented again: what was learnt of them
    before is to go all the same.
    """
    since: dict[str, datetime] = {}
    refusals = (
        select(consents.c.user_id, func.max(consents.c.at).label("at"))
        .where(consents.c.purpose == PERSONALISATION, consents.c.granted.is_(False))
        .group_by(consents.c.user_id)
    )
    with transaction(engine, writes=False) as connection:
        streaming = connection.execution_options(yield_per=_ROWS_AT_ONCE)
        for user_id, created_at in streaming.execute(select(shoppers.c.user_id, shoppers.c.created_at)):
            if user_id in consent:
                since[user_id] = created_at
        for user_id, at in streaming.execute(refusals):
            if user_id in since:
                since[user_id] = max(since[user_id], at)
    return {short_digest(user_id): at for user_id, at in since.items()}


def lingering(registry: ModelRegistry, present: Mapping[bytes, datetime]) -> tuple[list[Lingering], list[int]]:
    """Return the versions that know who is gone, oldest first, and those that do not say whom they know.

    The latter were made before versions said so, or say nothing of single shoppers, as counts with noise do.
    """
    serving = registry.serving()
    found: list[Lingering] = []
    silent: list[int] = []
    for version in registry.versions():
        learnt = read_learnt_from(registry.model_folder(version.number))
        if learnt is None:
            silent.append(version.number)
            continue
        here = sum(digest in present and present[digest] <= version.created_at for digest in learnt)
        if here < len(learnt):
            serves = serving is not None and serving.number == version.number
            found.append(Lingering(version.number, version.created_at, len(learnt) - here, len(learnt), serves))
    return found, silent


def retire(registry: ModelRegistry, found: list[Lingering], now: datetime, older_than: timedelta) -> list[int]:
    """Remove versions that know who is gone and are older than that; the one that serves stays. Return which went."""
    gone = [one.number for one in found if not one.serves and now - one.created_at >= older_than]
    for number in gone:
        registry.remove(number)
    return gone


def leave_frozen(registry: ModelRegistry, consent: Consenting) -> int:
    """Take whoever is gone out of the data that models are judged on, and return how many that were."""
    folder = registry.folder / FROZEN_FOLDER
    if not folder.exists():
        return 0
    try:
        kept = FrozenSet.load(folder)
    except ArtifactError as error:
        raise ArtifactError(f"{error} Until then it may hold what erased shoppers did.") from error
    left = kept.without_missing(consent.facts)
    if len(left.user_digests) < len(kept.user_digests):
        left.save(folder)
    return len(kept.user_digests) - len(left.user_digests)
