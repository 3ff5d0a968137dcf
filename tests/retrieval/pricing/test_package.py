"""What the package gives, and the examples in its docstrings."""

import doctest
import importlib
import pkgutil

import pytest

from retrieval import pricing

MODULES = sorted(module.name for module in pkgutil.iter_modules(pricing.__path__))


def test_public_names_are_sorted_and_there() -> None:
    classes = sorted(name for name in pricing.__all__ if name[0].isupper())
    functions = sorted(name for name in pricing.__all__ if name[0].islower())
    assert [*classes, *functions] == pricing.__all__
    assert all(hasattr(pricing, name) for name in pricing.__all__)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"retrieval.pricing.{name}")).failed == 0
