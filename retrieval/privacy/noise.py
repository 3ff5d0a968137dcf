"""Noise from OpenDP, and what it costs: the only place that knows that library.

A cost is ρ of zero-concentrated differential privacy (Bun and Steinke 2016, "Concentrated differential privacy:
simplifications, extensions, and lower bounds", https://doi.org/10.1007/978-3-662-53641-4_24): costs of releases that
rest on each other's results simply add up. Shown is the ε that the sum means at a given δ, by the curve of Canonne,
Kamath and Steinke 2020, "The discrete Gaussian for differential privacy", https://arxiv.org/abs/2004.00010. Neighbours
are data with and without all that one shopper did. Noise comes from the system's own source and has no seed: who knows
the seed can take the noise off again.
"""

from collections.abc import Sequence
from functools import cache
from math import inf, sqrt
from typing import Any

from retrieval.errors import StoreError

_WIDEST, _NARROWEST = 1e6, 1e-2
"""Scales of noise among which the one for an ε is looked for."""


@cache
def epsilon_of(rho: float, delta: float) -> float:
    """Return the ε that a cost means at `delta`: 0 for no cost, inf for an infinite one.

    >>> round(epsilon_of(0.04, 1e-6), 3)
    1.305
    """
    if rho <= 0:
        return 0.0
    return _epsilon_at(1 / sqrt(2 * rho), delta) if rho < inf else inf


@cache
def rho_of(epsilon: float, delta: float) -> float:
    """Return the largest cost that means no more than `epsilon` at `delta`; raises StoreError where there is none.

    >>> epsilon_of(rho_of(2.0, 1e-6), 1e-6) <= 2.0
    True
    """
    if not 0 < epsilon < inf or not 0 < delta < 1:
        raise StoreError(f"ε is {epsilon} and δ {delta}; give a finite ε over 0 and a δ between 0 and 1")
    dp = _opendp()
    if _epsilon_at(_WIDEST, delta) > epsilon:
        raise StoreError(f"ε is {epsilon}, too small to be told from 0 at δ {delta}; give more")
    if _epsilon_at(_NARROWEST, delta) <= epsilon:
        raise StoreError(f"ε is {epsilon}, which protects nobody; give less")
    scale = dp.binary_search(lambda one: _epsilon_at(one, delta) <= epsilon, bounds=(_NARROWEST, _WIDEST))
    return float(1 / (2 * scale * scale))


def noisy_counts(counts: Sequence[int], l2: float, rho: float) -> tuple[list[int], float, float]:
    """Return whole counts with discrete Gaussian noise, its standard deviation, and what it costs, at most `rho`.

    `l2` is by how much, in Euclidean distance, one shopper changes the counts at most.
    """
    dp = _opendp()
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l2_distance(T=float)
    scale = l2 / sqrt(2 * rho)
    measurement = dp.m.make_gaussian(*space, scale=scale)
    return list(measurement(list(counts))), scale, float(measurement.map(l2))


def noisy_top(counts: Sequence[int], n: int, rho: float) -> tuple[list[int], float]:
    """Return the places of the `n` highest counts as far as noise lets tell, and what it costs, at most `rho`.

    One shopper may change any number of counts by 1 each, all in one direction. McKenna and Sheldon 2020,
    "Permute-and-flip", https://arxiv.org/abs/2010.12603, of which OpenDP's is the variant with Gumbel noise.
    """
    dp = _opendp()
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.linf_distance(T="i64", monotonic=True)
    measurement = dp.m.make_noisy_top_k(*space, dp.zero_concentrated_divergence(), k=n, scale=sqrt(n / (8 * rho)))
    return [int(place) for place in measurement(list(counts))], float(measurement.map(1))


def _epsilon_at(scale: float, delta: float) -> float:
    """Return ε at `delta` of Gaussian noise of a scale on what one shopper changes by 1."""
    dp = _opendp()
    space = dp.atom_domain(T="i64"), dp.absolute_distance(T=float)
    return float(dp.c.make_zCDP_to_approxDP(dp.m.make_gaussian(*space, scale=scale)).map(1.0).epsilon(delta))


def _opendp() -> Any:
    """Return OpenDP with its vetted parts on; raises StoreError naming the command where it is not installed."""
    try:
        import opendp.prelude as dp
    except ImportError as error:
        raise StoreError(
            "counts with differential privacy need the package opendp; run: pip install 'crossaisle[privacy]'"
        ) from error
    dp.enable_features("contrib")
    return dp
