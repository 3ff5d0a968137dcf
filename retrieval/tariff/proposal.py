"""A heading that is proposed for a product without a usable code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposal:
    """A heading (four digits) for a product, and how sure that is.

    `confidence` is the share of such proposals that were right on products not learned from, 0..1. `runner_up` is the
    heading that came second, "" where there is only one. `given` is the merchant's own code where it gave one that
    cannot be, else "".
    """

    heading: str
    confidence: float
    runner_up: str
    given: str = ""
