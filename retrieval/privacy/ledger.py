"""What releases of counts have cost so far, kept where no release can forget it, and a budget that ends them."""

from dataclasses import dataclass
from datetime import datetime
from math import nan
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.database import privacy_releases, privacy_spending, transaction
from retrieval.errors import StoreError
from retrieval.privacy.noise import epsilon_of, rho_of

DELTA = 1e-6
"""The δ at which ε is shown: the chance that the promise fails, far below one in the number of shoppers."""
_ALL = "all"
_ROUNDING = 1e-9
"""By how much of a budget a sum of costs may pass it, as sums of fractions are not exact."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One release: when, of what, its cost ρ, and the ε that it means by itself."""

    at: datetime
    what: str
    rho: float
    epsilon: float


@dataclass(frozen=True, slots=True)
class Balance:
    """Where a shop's privacy stands: what its budget is and what all releases together have cost, as ε at `delta`.

    `left` is the largest ε that one more release may have.
    """

    budget: float
    spent: float
    left: float
    delta: float
    n_releases: int

    def text(self) -> str:
        """Say it in one line.

        >>> Balance(3.0, 1.0, 2.73, 1e-6, 1).text()
        'ε 1.000 of 3 spent by 1 release at δ 1e-06, ε 2.730 left'
        """
        releases = f"{self.n_releases} release{'' if self.n_releases == 1 else 's'}"
        return f"ε {self.spent:.3f} of {self.budget:g} spent by {releases} at δ {self.delta:g}, ε {self.left:.3f} left"


class PrivacyLedger:
    """Keeps what releases cost in a database made by `create_engine_for`; threads and processes may share it.

    A cost is written before noise is drawn: who is killed in between has paid for nothing, and never released for
    nothing. It holds for all shoppers there ever were, so erasing one gives nothing back. `budget` is an ε at `delta`.
    Costs add up as ρ also where a release is chosen after seeing another one (Whitehouse, Ramdas, Rogers, Wu 2023,
    "Fully-adaptive composition in differential privacy", https://proceedings.mlr.press/v202/whitehouse23a.html).
    """

    def __init__(self, engine: Engine, budget: float, delta: float = DELTA) -> None:
        self._engine = engine
        self._budget = budget
        self._delta = delta
        self._most = rho_of(budget, delta)

    def spend(self, what: str, epsilon: float, now: datetime) -> float:
        """Write down a release of `epsilon` by itself and return its cost ρ; StoreError where the budget ends first."""
        rho = rho_of(epsilon, self._delta)
        with transaction(self._engine, writes=True) as connection:
            spent = _locked_total(connection)
            if spent + rho > self._most * (1 + _ROUNDING):
                raise StoreError(
                    f"a release of ε {epsilon:g} would bring what is spent from ε {epsilon_of(spent, self._delta):.3f} "
                    f"to {epsilon_of(spent + rho, self._delta):.3f}, over the budget of {self._budget:g}; release with "
                    f"ε {self._left(spent):.3f} at most, go on with the release there is, or raise the budget knowingly"
                )
            row = {"at": now, "what": what, "rho": rho, "epsilon": epsilon}
            connection.execute(insert(privacy_releases).values(row))
            connection.execute(update(privacy_spending).where(privacy_spending.c.name == _ALL).values(rho=spent + rho))
        return rho

    def balance(self) -> Balance:
        """Return where the shop stands."""
        releases = self.releases()
        spent = sum(one.rho for one in releases)
        return Balance(self._budget, epsilon_of(spent, self._delta), self._left(spent), self._delta, len(releases))

    def releases(self) -> list[Spent]:
        """Return every release, oldest first."""
        return releases_of(self._engine)

    def _left(self, spent: float) -> float:
        return epsilon_of(self._most - spent, self._delta)


def releases_of(engine: Engine) -> list[Spent]:
    """Return every release that a database knows of, oldest first."""
    query = select(privacy_releases).order_by(privacy_releases.c.release_id)
    with transaction(engine, writes=False) as connection:
        return [Spent(row.at, row.what, row.rho, row.epsilon) for row in connection.execute(query)]


def spent_of(engine: Engine, delta: float = DELTA) -> float:
    """Return the ε that all releases together mean; nan where it cannot be known now, 0 before the first release.

    Before the first, nothing need be installed.
    """
    try:
        return epsilon_of(sum(one.rho for one in releases_of(engine)), delta)
    except StoreError:
        return nan


def _locked_total(connection: Connection) -> float:
    """Lock the row of what is spent, made where there is none, until the transaction ends; return what it says."""
    insert_into: Any = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
    statement = insert_into(privacy_spending).values(name=_ALL, rho=0.0)
    unchanged = {"rho": privacy_spending.c.rho}
    found = connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_=unchanged).returning(privacy_spending.c.rho)
    )
    return float(found.scalar_one())
