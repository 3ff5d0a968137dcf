"""The experiments that run in a shop: which variant a shopper gets, and the log of what they were shown in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.quality.experiments import Experiments
from retrieval.quality.exposures import ExposureLog


@dataclass(frozen=True, slots=True)
class Trials:
    """Asks the declarations and writes the log; threads may share it. Without a log no experiment runs."""

    experiments: Experiments
    log: ExposureLog | None = None

    def variant(self, name: str, user_id: str, day: date) -> str | None:
        """Return a shopper's variant of an experiment, None where it does not run or the shopper takes no part.

        Whoever acts on it must also `note` what the shopper was shown, or nobody will ever know.
        """
        return None if self.log is None else self.experiments.variant(name, user_id, day)

    def note(self, user_id: str, surface: str, product_ids: Sequence[str], day: date) -> bool:
        """Note what a shopper was shown on a surface, in every experiment about it; say whether it was kept.

        Nothing is written where no experiment runs on the surface. Raises StoreError where the database fails.
        """
        if self.log is None or not user_id or not product_ids:
            return False
        return self.log.record(user_id, self.experiments.assigned(user_id, day, surface), product_ids)


NO_TRIALS = Trials(Experiments({}))
"""A shop without experiments."""
