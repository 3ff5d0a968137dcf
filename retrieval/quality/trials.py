"""The experiments that run in a shop: what serves a shopper in them, and the log of what they were shown."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from retrieval.candidate_ranking import AS_ALL, Arm
from retrieval.errors import RetrievalError
from retrieval.quality.changes import Changes
from retrieval.quality.experiments import Assignment, Experiments
from retrieval.quality.exposures import ExposureLog

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trials:
    """Asks the declarations and writes the log; threads may share it. Without a log no experiment runs.

    `arms` holds what serves each variant that changes something. Who does not `take_part`, as they refuse to be known,
    is served as all others and stands in no log.
    """

    experiments: Experiments
    log: ExposureLog | None = None
    arms: Mapping[Assignment, Arm] = field(default_factory=dict)
    takes_part: Callable[[str], bool] = lambda _: True

    @classmethod
    def of(
        cls,
        experiments: Experiments,
        log: ExposureLog,
        arm_of: Callable[[Changes], Arm],
        takes_part: Callable[[str], bool],
    ) -> Self:
        """Make ready what serves each variant of the experiments that are on; `arm_of` raises where it cannot be had.

        An experiment of which that is so does not run, for no variant: whoever were served as all others and logged as
        something else would tell of what never was. It is logged as an error.
        """
        arms: dict[Assignment, Arm] = {}
        found = dict(experiments.by_name)
        for name, one in experiments.by_name.items():
            if not one.is_enabled:
                continue
            try:
                own = {
                    Assignment(name, variant.name): arm_of(variant.changes)
                    for variant in one.variants
                    if variant.changes.changed
                }
            except RetrievalError:
                logger.exception("experiment=%s does not run: what a variant is to be served cannot be had", name)
                found[name] = replace(one, is_enabled=False)
            else:
                arms |= own
        return cls(Experiments(found), log, arms, takes_part)

    def variant(self, name: str, user_id: str, day: date) -> str | None:
        """Return a shopper's variant of an experiment, None where it does not run or the shopper takes no part.

        Whoever acts on it must also `note` what the shopper was shown, or nobody will ever know.
        """
        found = self.experiments.variant(name, user_id, day) if self.log is not None else None
        return found if found is not None and self.takes_part(user_id) else None

    def arm(self, user_id: str, surface: str, day: date) -> Arm:
        """Return what serves a shopper on a surface: that of every experiment about it that they are in.

        No two of these change the same thing. Whoever acts on it must also `note` what the shopper was shown.
        """
        if not self.arms or not user_id:
            return AS_ALL
        own = [one for one in self.experiments.assigned(user_id, day, surface) if one in self.arms]
        if not own or not self.takes_part(user_id):
            return AS_ALL
        found = AS_ALL
        for one in own:
            found = found.and_also(self.arms[one])
        return found

    def note(self, user_id: str, surface: str, product_ids: Sequence[str], day: date) -> bool:
        """Note what a shopper was shown on a surface, in every experiment about it; say whether it was kept.

        Nothing is written where no experiment runs on the surface. Exposures that are too old are forgotten at the
        first list of a day. Raises StoreError where the database fails.
        """
        if self.log is None:
            return False
        self.log.forget_daily(day)
        if not user_id or not product_ids:
            return False
        return self.log.record(user_id, self.experiments.assigned(user_id, day, surface), product_ids)


NO_TRIALS = Trials(Experiments({}))
"""A shop without experiments."""
