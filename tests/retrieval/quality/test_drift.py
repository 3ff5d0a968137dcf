import json
import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy import stats

from retrieval.quality.drift import FEWEST, DriftReport, Feature, Level, Window, drift_of, report
from retrieval.quality.drift_measures import (
    OTHER,
    Sample,
    Table,
    distance_p_value,
    jensen_shannon,
    kolmogorov_smirnov,
    population_stability,
    stability_p_value,
    table_of_numbers,
    table_of_words,
)

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
BEFORE, NOW = Window(NOON - timedelta(days=28), NOON), Window(NOON, NOON + timedelta(days=7))


def sample(values, n_each: int = 1) -> Sample:
    """Let each shopper have `n_each` of the values."""
    return Sample(tuple(values), tuple(f"shopper {place // n_each}" for place in range(len(values))))


def words(shares: dict[str, float], n: int, seed: int) -> Sample:
    drawn = np.random.default_rng(seed).choice(list(shares), n, p=list(shares.values()))
    return sample(drawn.tolist())


def table(reference: list[float], current: list[float]) -> Table:
    return Table(tuple("abcdef"[: len(reference)]), np.array(reference), np.array(current))


def test_index_is_that_of_the_worked_case():
    """(0.2 - 0.5) ln(0.2 / 0.5) + (0.8 - 0.5) ln(0.8 / 0.5) = 0.2749 + 0.1410; with large counts."""
    assert population_stability(table([5e8, 5e8], [2e8, 8e8])) == pytest.approx(0.41589, abs=1e-5)


def test_divergence_is_that_of_the_worked_case():
    """From (1, 0) to (1/2, 1/2): (1·log2(1/0.75) + 0.5·log2(0.5/0.75) + 0.5·log2(0.5/0.25)) / 2 = 0.3113."""
    assert jensen_shannon(table([1e9, 0], [5e8, 5e8])) == pytest.approx(0.31128, abs=1e-4)


def test_nothing_moved_gives_0_everywhere():
    same = table([30, 60, 10], [30, 60, 10])
    assert population_stability(same) == 0
    assert jensen_shannon(same) == 0


def test_category_that_vanished_costs_no_infinity():
    assert math.isfinite(population_stability(table([100, 100], [200, 0])))


def test_distance_and_its_probability_are_those_of_scipy():
    random = np.random.default_rng(0)
    before, now = random.normal(0, 1, 400), random.normal(0.3, 1, 300)
    theirs = stats.ks_2samp(before, now, method="asymp")
    ours = kolmogorov_smirnov(before.tolist(), now.tolist())
    assert ours == pytest.approx(theirs.statistic)
    assert distance_p_value(ours, 400, 300) == pytest.approx(
        stats.kstwobign.sf(theirs.statistic * math.sqrt(400 * 300 / 700))
    )


def test_sample_of_few_shoppers_is_worth_little():
    assert sample(["a"] * 90).effective_size == 90
    assert sample(["a"] * 90, n_each=10).effective_size == pytest.approx(9)
    assert Sample(("a",) * 10, ("one",) * 9 + ("other",)).effective_size == pytest.approx(100 / 82)
    assert sample([]).effective_size == 0


def test_rare_words_are_counted_as_one():
    found = table_of_words(sample(["a"] * 95 + list("bcdef")), sample(["a"] * 99 + ["g"]))
    assert found.names == ("a", OTHER)
    assert found.reference.tolist() == [95, 5]
    assert found.current.tolist() == [99, 1]


def test_numbers_are_counted_between_deciles_and_equal_deciles_are_one():
    found = table_of_numbers(sample([1.0] * 80 + [2.0] * 20), sample([1.0] * 10 + [2.0] * 30))
    assert found.reference.tolist() == [80, 20]
    assert found.current.tolist() == [10, 30]


def test_chance_alone_rarely_makes_a_drift():
    """The probability of the index is about uniform where nothing has changed."""
    shares = {"en": 0.4, "ja": 0.3, "ar": 0.2, "th": 0.1}
    found = []
    for seed in range(200):
        before, now = words(shares, 600, 2 * seed), words(shares, 200, 2 * seed + 1)
        counted = table_of_words(before, now)
        found.append(stability_p_value(population_stability(counted), len(counted.names), 600, 200))
    assert 0.02 <= np.mean(np.array(found) < 0.05) <= 0.08
    assert 0.42 <= np.mean(np.array(found) < 0.5) <= 0.58


def test_shift_that_is_large_and_sure_is_told_with_what_moved_most():
    before = words({"de": 0.5, "zh-Hans": 0.3, "tr": 0.2}, 1000, 0)
    now = words({"de": 0.1, "zh-Hans": 0.3, "tr": 0.6}, 300, 1)
    found = drift_of(Feature("query language", False, before, now))
    assert found.level is Level.DRIFTED
    assert {moved.name for moved in found.moved[:2]} == {"de", "tr"}
    assert found.moved[0].current - found.moved[0].reference == pytest.approx(
        0.4 if found.moved[0].name == "tr" else -0.4, abs=0.1
    )
    assert math.isnan(found.distance)


def test_small_shift_among_many_is_to_be_watched_and_a_tiny_one_is_steady():
    before = words({"de": 0.5, "tr": 0.5}, 20_000, 0)
    watched = drift_of(Feature("country", False, before, words({"de": 0.3, "tr": 0.7}, 20_000, 1)))
    steady = drift_of(Feature("country", False, before, words({"de": 0.47, "tr": 0.53}, 20_000, 1)))
    assert (watched.level, steady.level) == (Level.WATCH, Level.STEADY)
    assert steady.p_value < 0.001


def test_same_shift_among_few_shoppers_is_not_told():
    """Two hundred events of eight shoppers are eight opinions."""
    before, now = sample(["de"] * 100 + ["tr"] * 100, n_each=25), sample(["tr"] * 200, n_each=25)
    assert drift_of(Feature("country", False, before, now)).level is Level.TOO_FEW


@pytest.mark.parametrize("n", [0, 1, FEWEST - 1])
def test_too_few_are_said_to_be_too_few(n):
    found = drift_of(Feature("score", True, sample([1.0] * 500), sample([9.0] * n)))
    assert found.level is Level.TOO_FEW
    assert found.n_current == n


def test_numbers_that_moved_drift_and_those_that_did_not_do_not():
    random = np.random.default_rng(0)
    before = sample(random.gamma(2, 20, 2000).tolist())
    same, moved = sample(random.gamma(2, 20, 500).tolist()), sample(random.gamma(2, 40, 500).tolist())
    assert drift_of(Feature("price", True, before, same)).level is Level.STEADY
    found = drift_of(Feature("price", True, before, moved))
    assert found.level is Level.DRIFTED
    assert found.distance > 0.2


def test_report_of_unchanged_windows_rarely_cries_wolf_though_shoppers_do_much_alike():
    """Each of 300 shoppers does ten events in a language of theirs; counted one by one they would drift often."""
    cried = 0
    for seed in range(25):
        random = np.random.default_rng(seed)
        features = []
        for name in ("language", "country", "device"):
            windows = [
                sample(np.repeat(random.choice(["a", "b", "c"], 300, p=[0.5, 0.3, 0.2]), 10).tolist(), n_each=10)
                for _ in range(2)
            ]
            features.append(Feature(name, False, *windows))
        found = report(BEFORE, NOW, features, {})
        cried += any(one.p_value < 0.01 / 3 for one in found.drifts)
        assert found.drifted == ()
    assert cried <= 2


def test_report_is_strict_json():
    features = [
        Feature("score", True, sample([1.0] * 60), sample([])),
        Feature("device", False, sample([]), sample([])),
    ]
    found: DriftReport = report(BEFORE, NOW, features, {"event of a product no longer sold": 3})
    figures = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert figures["features"]["score"]["level"] == "too few"
    assert figures["features"]["device"]["psi"] is None
    assert figures["left_out"] == {"event of a product no longer sold": 3}
