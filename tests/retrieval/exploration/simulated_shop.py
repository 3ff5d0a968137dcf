"""A shop whose ranking is right about what shoppers know, and blind to some new things that they would love."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from retrieval.catalogue import Catalogue
from retrieval.exploration.explorer import Explorer
from retrieval.lists.columns import ListColumns
from tests.fakes import HERE, product

TODAY = date(2026, 11, 22)
N_PRODUCTS, N_PLACES, N_GEMS = 90, 20, 6
KINDS = ("ชา", "كوب", "鞋", "gömlek", "lamp")


@dataclass
class Counts:
    """Looks and takes by product, as `Responses` counts them."""

    looks: dict[str, float] = field(default_factory=dict)
    takes: dict[str, float] = field(default_factory=dict)

    def of(self, product_ids: list[str], without: str = "") -> tuple[np.ndarray, np.ndarray]:
        found = [[part.get(one, 0.0) for one in product_ids] for part in (self.looks, self.takes)]
        return np.array(found[0]), np.array(found[1])


class NoMemory(Counts):
    """Forgets all that it is told, and so never gets better than its first guess."""

    def of(self, product_ids: list[str], without: str = "") -> tuple[np.ndarray, np.ndarray]:
        return np.zeros(len(product_ids)), np.zeros(len(product_ids))


class SimulatedShop:
    """Products ranked by a score that says how well they are taken up, but for the newest, of which some are gems."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        products = [
            product(
                f"p{number:02}",
                category=KINDS[number % len(KINDS)],
                price=Decimal(10 + number),
                added=TODAY - timedelta(days=N_PRODUCTS - number),
            )
            for number in range(N_PRODUCTS)
        ]
        catalogue = Catalogue.from_products(products, [HERE], "test")
        self.columns = ListColumns.of(catalogue, np.array([float(one.price) for one in products]))
        self.rates = np.linspace(0.30, 0.02, N_PRODUCTS)
        self.scores = self.rates / self.rates.max()
        new = np.arange(N_PRODUCTS - 20, N_PRODUCTS)
        self.gems = self._random.choice(new, N_GEMS, replace=False)
        self.rates[self.gems] = 0.6
        self.order = np.arange(N_PRODUCTS)
        self.looked = (np.arange(N_PLACES) + 1.0) ** -0.5

    def regret(self, explorer: Explorer | None, counts: Counts, n_lists: int) -> np.ndarray:
        """Return, list by list, what the best list would have been taken up more often than the one shown.

        The best list puts gems at the places that exploration may take, which none can do from the start.
        """
        best = np.sort(self.rates)[::-1][:N_PLACES] @ self.looked
        found = np.empty(n_lists)
        for number in range(n_lists):
            rows = self.order[:N_PLACES]
            if explorer:
                rows = explorer.explored(
                    rows, self.order, self.scores, self.columns, f"u{number}", TODAY, N_PLACES
                ).rows[:N_PLACES]
            found[number] = best - self.rates[rows] @ self.looked
            is_looked = self._random.random(N_PLACES) < self.looked
            is_taken = is_looked & (self._random.random(N_PLACES) < self.rates[rows])
            for row, place, taken in zip(rows.tolist(), range(N_PLACES), is_taken.tolist(), strict=True):
                name = self.columns.product_ids[row]
                counts.looks[name] = counts.looks.get(name, 0.0) + (1.0 if taken else float(self.looked[place]))
                counts.takes[name] = counts.takes.get(name, 0.0) + taken
        return found
