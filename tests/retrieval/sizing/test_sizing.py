"""The charts that are shipped: conversions worked by hand, round trips, and what is not known."""

import csv
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from retrieval.errors import SizingError
from retrieval.sizing import Chart, Garment, Measure, Sizing, read_size
from retrieval.sizing.sizing import DATA_FOLDER

SIZING = Sizing.load(brands=DATA_FOLDER / "brands")
EVERY = [(chart, system) for chart in SIZING.charts for system in chart.scales]


def same(text: str, garment: Garment, audience: str, *systems: str) -> list[list[str]]:
    """Return what a size is in other systems."""
    charts = SIZING.charts_for(garment, audience)
    name = read_size(text)
    assert name is not None
    found = SIZING.find(name, charts)
    assert found is not None
    chart, _, size = found
    return [list(one.sizes) for one in SIZING.equivalents(size, charts, systems, chart.measure)]


def of_measure(millimetres: str, garment: Garment, audience: str, *systems: str) -> list[list[str]]:
    charts = SIZING.charts_for(garment, audience)
    body = Decimal(millimetres)
    return [list(one.sizes) for one in SIZING.equivalents(body, charts, systems, charts[0].measure)]


# --- worked by hand


def test_shoes_of_women() -> None:
    # EU 40: (40 − 2) / 1.5 = 25.33 cm = 9.974 in; 3 × 9.974 = 29.92; US 29.92 − 21 = 8.92, UK 29.92 − 23 = 6.92
    assert same("EU 40", Garment.SHOES, "women", "US", "UK", "JP", "BR") == [["9"], ["7"], ["25", "25.5"], ["38"]]


def test_shoes_of_men_are_numbered_one_less_in_the_united_states() -> None:
    assert same("EU 40", Garment.SHOES, "men", "US", "UK") == [["8"], ["7"]]


def test_shoes_of_men_from_united_states() -> None:
    # US 9: (9 + 22) / 3 = 10.333 in = 26.247 cm; 1.5 × 26.247 + 2 = 41.37, more than a quarter step off 41.5
    assert same("US 9", Garment.SHOES, "men", "EU", "JP") == [["41", "41.5"], ["26", "26.5"]]


def test_foot_of_25_cm() -> None:
    # 1.5 × 25 + 2 = 39.5; 25 cm = 9.843 in, 3 × 9.843 = 29.53: US women 8.53, US men 7.53, UK 6.53
    assert of_measure("250", Garment.SHOES, "women", "EU", "US", "UK", "JP", "KR", "CN") == [
        ["39.5"], ["8.5"], ["6.5"], ["25"], ["250"], ["250"],
    ]  # fmt: skip
    assert of_measure("250", Garment.SHOES, "men", "US") == [["7.5"]]


def test_shoes_of_children_begin_again_at_one() -> None:
    # 20 cm = 7.874 in: 3 × 7.874 − 10 = 13.62, 13.5; 21.6 cm = 8.504 in: 3 × 8.504 − 23 = 2.51, 2.5
    assert of_measure("200", Garment.SHOES, "kids", "EU", "UK") == [["32"], ["13.5"]]
    assert of_measure("216", Garment.SHOES, "girls", "UK") == [["2.5"]]


def test_ring_of_54_mm() -> None:
    # US 7: π × (0.458 + 0.032 × 7) in = 54.42 mm and 6.5: 53.15; UK N: 37.5 + 13 × 1.25 = 53.75; JP 13: π × 17 = 53.4
    assert of_measure("54", Garment.RING, "women", "EU", "US", "UK", "JP", "KR", "IT") == [
        ["54"], ["6.5", "7"], ["N", "N½"], ["13", "14"], ["14"], ["14"],
    ]  # fmt: skip


def test_ring_of_united_states_is_a_letter_in_britain() -> None:
    # US 7 = 54.42 mm; N½ = 37.5 + 13.5 × 1.25 = 54.375
    assert same("US 7", Garment.RING, "men", "UK") == [["N½"]]


def test_clothes_of_women() -> None:
    # JP 9 is made for 83 cm, a quarter of the way from EU 36 (82) to 38 (86); CN 160/84A for 84, in the middle of them
    assert same("JP 9", Garment.TOPS, "women", "EU", "UK", "US", "IT", "DE") == [["36"], ["8"], ["4"], ["40"], ["34"]]
    assert same("CN 160/84A", Garment.TOPS, "women", "EU", "US") == [["36", "38"], ["4", "6"]]
    assert same("M", Garment.TOPS, "women", "EU", "UK") == [["40", "42"], ["12", "14"]]


def test_chinese_size_is_found_by_its_girth_whatever_the_height() -> None:
    assert same("165/84A", Garment.TOPS, "women", "US") == same("160/84A", Garment.TOPS, "women", "US")


def test_clothes_of_men() -> None:
    # half of 96 cm is 48; 96 cm are 37.8 in; M from 94 to 102
    assert same("EU 48", Garment.TOPS, "men", "US", "JP", "KR", "CN", "BR", "letter") == [
        ["38"], ["M", "L"], ["95"], ["180/96A"], ["48"], ["M"],
    ]  # fmt: skip


def test_trousers_of_men_and_collars() -> None:
    assert same("US 32", Garment.BOTTOMS, "men", "UK", "BR") == [["32"], ["40", "42"]]  # 81.28 cm, half is 40.64
    assert same("EU 38", Garment.COLLAR, "men", "US") == [["15"]]  # 38 cm are 14.96 in


def test_hats_and_gloves() -> None:
    assert of_measure("580", Garment.HAT, "women", "EU", "US", "UK", "JP", "letter") == [
        ["58"], ["7 1/4"], ["7 1/8"], ["58"], ["M"],
    ]  # fmt: skip
    # 20.25 cm by 2.7 is 7.5; in inches it is 7.97
    assert of_measure("202.5", Garment.GLOVES, "men", "EU", "US") == [["7.5"], ["8"]]


def test_child_is_measured_by_height_and_reckoned_by_age() -> None:
    assert of_measure("1160", Garment.TOPS, "kids", "EU", "UK", "US") == [["116"], ["5-6", "6-7"], ["6", "7"]]
    (chart,) = SIZING.charts_for(Garment.TOPS, "boys")
    # six and a half years lie in the middle of 116 cm at six and 122 at seven
    assert chart.main_measure(Measure.AGE, Decimal(78)) == 1190
    assert chart.main_measure(Measure.AGE, Decimal(500)) is None


def test_waist_of_a_woman_tells_her_size() -> None:
    (chart,) = SIZING.charts_for(Garment.BOTTOMS, "women")
    # 72 cm, in the middle of 70 and 74, goes with a chest in the middle of 90 and 94
    assert chart.main_measure(Measure.WAIST, Decimal(720)) == 920


# --- which fit


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (["EU 39", "EU 40", "EU 41"], ["EU 40"]),
        (["EU 41", "EU 40"], ["EU 40"]),
        (["EU 38", "EU 42"], []),
        (["KR 250", "KR 255"], ["KR 250", "KR 255"]),  # 253.3 mm
        (["US 8", "US 9", "US 9"], ["US 9"]),
        (["40", "41"], ["40"]),
    ],
)
def test_sizes_of_a_product_are_compared_with_the_one_found(offered: list[str], expected: list[str]) -> None:
    charts = SIZING.charts_for(Garment.SHOES, "women")
    size = charts[0].scales["EU"].get("40")
    assert size is not None
    assert list(SIZING.fit(size, offered, charts, Measure.FOOT).sizes) == expected


def test_brands_own_chart_comes_first() -> None:
    # Stegwalk's 41 is (41 − 2.5) / 1.5 = 25.67 cm, its 40 is 25: a foot of 25.6 cm takes a general 40 or 41, and its 41
    offered = ["EU 39", "EU 40", "EU 41", "EU 42"]
    general = SIZING.fit(Decimal(256), offered, SIZING.charts_for(Garment.SHOES, "women"), Measure.FOOT)
    own = SIZING.fit(Decimal(256), offered, SIZING.charts_for(Garment.SHOES, "women", "Stegwalk"), Measure.FOOT)
    assert (list(general.sizes), general.chart and general.chart.brand) == (["EU 40", "EU 41"], "")
    assert (list(own.sizes), own.chart and own.chart.brand) == (["EU 41"], "Stegwalk")


def test_sizes_that_no_chart_has_are_counted() -> None:
    fit = SIZING.fit(
        Decimal(54), ["CN 12", "CN 14", "one size"], SIZING.charts_for(Garment.RING, "women"), Measure.FINGER
    )
    assert (fit.sizes, fit.n_unread, fit.chart) == ((), 3, None)
    charts = SIZING.charts_for(Garment.RING, "women", "Yinhezhu")
    own = SIZING.fit(Decimal(54), ["CN 12", "CN 14", "one size"], charts, Measure.FINGER)
    assert (own.sizes, own.n_unread) == (("CN 14",), 1)


# --- all that is shipped


@pytest.mark.parametrize(("chart", "system"), EVERY, ids=lambda one: one.chart_id if isinstance(one, Chart) else one)
def test_every_size_comes_back_from_its_measure(chart: Chart, system: str) -> None:
    scale = chart.scales[system]
    for size in scale.sizes:
        assert size.label in [one.label for one in scale.place(size.middle)]
        assert scale.get(size.label) == size
        assert chart.limits[0] <= size.middle <= chart.limits[1]


@pytest.mark.parametrize(("chart", "system"), EVERY, ids=lambda one: one.chart_id if isinstance(one, Chart) else one)
def test_larger_bodies_never_take_smaller_sizes(chart: Chart, system: str) -> None:
    scale = chart.scales[system]
    order = {size.label: place for place, size in enumerate(scale.sizes)}
    ends = [point for size in scale.sizes for point in (size.low, size.middle, size.high)]
    points = sorted({*ends, *(point + shift for point in ends for shift in (Decimal("0.1"), Decimal("-0.1")))})
    found = [[order[size.label] for size in scale.place(point)] for point in points]
    told = [places for places in found if places]
    assert all(max(before) <= max(after) and min(before) <= min(after) for before, after in pairwise(told))


def test_every_figure_has_a_source_and_the_unsure_ones_are_not_used() -> None:
    for chart in SIZING.charts:
        assert set(chart.sources) == {*chart.scales, *chart.unknown}
        assert all(source.title for source in chart.sources.values())
        assert all(chart.sources[one].confidence in {"official", "secondary"} for one in chart.scales)


@pytest.mark.parametrize("garment", list(Garment))
def test_every_garment_has_a_chart_for_grown_ups(garment: Garment) -> None:
    assert SIZING.charts_for(garment, "men")
    assert SIZING.charts_for(garment, "women")


def test_shoe_sizes_agree_with_a_published_table_to_half_a_size(shared_data: Path) -> None:
    with (shared_data / "shoe-sizes" / "bakame_shoe_sizes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    n_checked = 0
    for row in rows:
        for audience, own in (("women", "us_women"), ("men", "us_men")):
            columns = {"EU": "eu", "UK": "uk", "US": own}
            charts = SIZING.charts_for(Garment.SHOES, audience)
            for one in SIZING.equivalents(Decimal(row["mondopoint"]), charts, list(columns), Measure.FOOT):
                n_checked += 1
                for size in one.sizes:
                    assert abs(Decimal(size) - Decimal(row[columns[one.system]])) <= Decimal("0.5"), (row, one)
    assert n_checked >= 100


# --- the files


GOOD = """
- id: one
  garments: [hat]
  audiences: [women]
  measure: head
  unit: cm
  limits: [30, 70]
  reach: 1
  source: {title: A table}
  checked_on: 2026-11-26
  confidence: secondary
  systems: {EU: {points: {56: 56, 57: 57}}}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("measure: head", "measure: nose", "nose"),
        ("unit: cm", "unit: ell", "'ell' is none of mm, cm"),
        ("confidence: secondary", "confidence: sure", "'sure' is none of"),
        ("{56: 56, 57: 57}", "{57: 57, 56: 56}", "56 stands behind 57"),
        ("points", "pionts", "'pionts' is not known"),
        ("limits", "limit", "'limit' is not known"),
        ("checked_on: 2026-11-26", "checked_on: lately", "give a day"),
        ("  systems", "  aliases: {FR: DE}\n  systems", "written as DE"),
        ("  systems", "  body: {head: {unit: cm, rows: [2, 1]}}\n  systems", "does not rise"),
    ],
)
def test_chart_that_is_not_usable_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "hats.yml").write_text(GOOD.replace(old, new), encoding="utf-8")
    (tmp_path / "garments.yml").write_text("hat: [hat]", encoding="utf-8")
    with pytest.raises(SizingError, match=f"hats.yml: chart 'one': .*{said}"):
        Sizing.load(tmp_path)


def test_folder_without_charts_and_charts_with_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SizingError, match="holds no size charts"):
        Sizing.load(tmp_path)
    (tmp_path / "garments.yml").write_text("hat: [hat]", encoding="utf-8")
    (tmp_path / "hats.yml").write_text(GOOD, encoding="utf-8")
    assert len(Sizing.load(tmp_path, tmp_path / "none").charts) == 1
    (tmp_path / "more.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SizingError, match="'one' is given twice"):
        Sizing.load(tmp_path)


def test_chart_of_a_brand_must_name_it(tmp_path: Path) -> None:
    (tmp_path / "hats.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SizingError, match="names none"):
        Sizing.load(brands=tmp_path)
