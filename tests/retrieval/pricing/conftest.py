"""The recorded rules and the bundled rates, read once."""

import pytest

from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules


@pytest.fixture(scope="session")
def rules() -> Rules:
    return Rules.load()


@pytest.fixture(scope="session")
def rates() -> ExchangeRates:
    return ExchangeRates.load()
