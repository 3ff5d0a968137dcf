"""The recorded rules themselves: well formed, dated without overlap, and as the collections they name have them."""

import csv
import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from retrieval.errors import PricingError
from retrieval.pricing.lint import Severity, lint
from retrieval.pricing.rule import Confidence, Kind, Rule, read_rule
from retrieval.pricing.rules import DATA_FOLDER, Rules, rule_of
from retrieval.pricing.territories import ANYWHERE, EU, EU_MEMBERS, country_codes, tax_country
from retrieval.records import records_of

SNAPSHOT = date(2025, 10, 31)
"""The day up to which the collections of rates in shared data are kept."""


def standard_rates(rules: Rules) -> list[Rule]:
    return [rule for rule in rules.rules if rule.kind is Kind.VAT_RATE and rule.is_sure and not rule.goods.is_selection]


def test_shipped_rules_pass_the_check(rules: Rules) -> None:
    """Nothing is wrong with them on the day after the last was looked at; warnings name what to look at again."""
    last = max(rule.source.checked_on for rule in rules.rules)
    findings = lint(last)
    assert [found for found in findings if found.severity is Severity.ERROR] == []
    assert not any("days ago" in found.text for found in findings)


def test_rules_are_stale_after_half_a_year(rules: Rules) -> None:
    last = max(rule.source.checked_on for rule in rules.rules)
    stale = {found.rule_id for found in lint(last + timedelta(days=181)) if "days ago" in found.text}
    assert stale == {rule.rule_id for rule in rules.rules}


def test_shipped_records_fit_the_published_schema() -> None:
    schema = json.loads((DATA_FOLDER / "rule.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    for path in sorted(DATA_FOLDER.glob("*.yml")):
        for record in records_of(path, PricingError):
            sent = json.loads(json.dumps(record, default=str))
            assert [error.message for error in validator.iter_errors(sent)] == [], (path.name, sent["id"])


@pytest.mark.parametrize(
    "change",
    [
        {"rate": 0.19},
        {"kind": "tariff"},
        {"threshold": {"measure": "goods", "up_to": "150"}},
        {"market": "Japan"},
        {"x": 1},
    ],
)
def test_schema_refuses_what_reading_refuses(change: dict[str, object]) -> None:
    schema = json.loads((DATA_FOLDER / "rule.schema.json").read_text(encoding="utf-8"))
    record = {
        "id": "jp-x",
        "market": "JP",
        "kind": "duty",
        "source": {"title": "A law of 1954"},
        "checked_on": date(2026, 11, 22),
        "confidence": "official",
    }
    read_rule(record)
    with pytest.raises(PricingError):
        rule_of(Path("x.yml"), {**record, **change})
    assert not Draft202012Validator(schema).is_valid({**record, "checked_on": "2026-11-22", **change})


def test_rates_are_shares(rules: Rules) -> None:
    for rule in rules.rules:
        if rule.kind is not Kind.PEG and rule.rate is not None:
            assert 0 <= rule.rate <= Decimal("0.3"), rule.rule_id


def test_ids_begin_with_the_market(rules: Rules) -> None:
    for rule in rules.rules:
        start = rule.rule_id.split("-")[0]
        allowed = {rule.market.lower(), EU.lower()} if rule.market in EU_MEMBERS else {rule.market.lower()}
        assert start in ({"any"} if rule.market == ANYWHERE else allowed) or rule.kind is Kind.PEG, rule.rule_id


def unconfirmed_from(rules: Rules, market: str) -> list[date | None]:
    """Return the days from which on a country's rate is not confirmed."""
    of_market = (rule for rule in rules.rules if rule.market == market and rule.kind is Kind.VAT_RATE)
    return [rule.valid_from for rule in of_market if not rule.is_sure]


def test_rates_of_a_country_follow_on_each_other(rules: Rules) -> None:
    """From 2021-07-01 on no day lies between two rates, and the last goes on or is followed by one not confirmed."""
    by_market: dict[str, list[Rule]] = defaultdict(list)
    for rule in standard_rates(rules):
        by_market[rule.market].append(rule)
    for group in by_market.values():
        ordered = sorted(group, key=lambda rule: rule.valid_from or date.min)
        for one, following in pairwise(ordered):
            assert one.valid_to == following.valid_from
        assert ordered[-1].valid_to in (None, *unconfirmed_from(rules, ordered[-1].market))


def test_at_least_35_destinations_have_a_standard_rate(rules: Rules) -> None:
    rated = {rule.market for rule in standard_rates(rules)}
    assert rated >= EU_MEMBERS | {"GB", "CH", "NO", "AU", "NZ", "JP", "KR", "SG", "IS", "TW", "ZA"}
    assert len({code for code in country_codes() if tax_country(code) in rated}) >= 45


@pytest.mark.parametrize("market", ["BR", "MX", "IN", "TR", "VN", "ID", "SA", "QA", "KW", "BH", "OM"])
def test_market_that_could_not_be_confirmed_has_no_figure(rules: Rules, market: str) -> None:
    for rule in rules.rules:
        if rule.market == market and rule.kind in (Kind.DUTY, Kind.VAT, Kind.VAT_RATE, Kind.FEE):
            assert not rule.is_sure, rule.rule_id


def test_what_the_facts_call_unconfirmed_is_unconfirmed(rules: Rules) -> None:
    for rule_id in (
        "eu-handling-fee",
        "it-parcel-fee",
        "ro-parcel-fee",
        "us-duty",
        "us-further-duties",
        "us-sales-tax",
        "no-duty-voec-2026",
        "ch-vat-waiver",
    ):
        assert rules.get(rule_id).confidence is Confidence.UNCONFIRMED


# --- against the collections in shared data


def ibericode(folder: Path, market: str, on: date) -> set[Decimal]:
    items = json.loads((folder / "ibericode_vat-rates.json").read_text(encoding="utf-8"))["items"].get(market, [])
    started = [period for period in items if period["effective_from"] <= on.isoformat()]
    newest = max(started, key=lambda period: period["effective_from"], default=None)
    return set() if newest is None else {Decimal(str(newest["rates"]["standard"])) / 100}


def kdeldycke(folder: Path, market: str, on: date) -> set[Decimal]:
    with (folder / "kdeldycke_vat_rates.csv").open(encoding="utf-8") as file:
        return {
            Decimal(row["rate"])
            for row in csv.DictReader(file)
            if market in row["territory_codes"].split("\n")
            and row["start_date"] <= on.isoformat()
            and (not row["stop_date"] or on.isoformat() < row["stop_date"])
        }


def valeriansaliou(folder: Path, market: str, on: date) -> set[Decimal]:
    """Rates before a change stand under `before`, by the moment of the change in UTC."""
    entry = json.loads((folder / "valeriansaliou_sales_tax_rates.json").read_text(encoding="utf-8")).get(market)
    if entry is None:
        return set()
    later = [moment for moment in entry.get("before", {}) if moment[:10] >= on.isoformat()]
    return {Decimal(str(entry["before"][min(later)]["rate"] if later else entry["rate"]))}


@pytest.mark.parametrize("on", [date(2021, 7, 15), date(2022, 7, 15), date(2023, 7, 15), date(2024, 7, 15), SNAPSHOT])
def test_two_of_three_collections_have_each_rate(rules: Rules, shared_data: Path, on: date) -> None:
    folder = shared_data / "vat-rates"
    for rule in standard_rates(rules):
        if "agree" in rule.source.title and rule.holds_on(on):
            found = [source(folder, rule.market, on) for source in (ibericode, kdeldycke, valeriansaliou)]
            assert sum(rule.rate in rates for rates in found) >= 2, (rule.rule_id, found)


def test_other_rates_have_one_collection_and_another_source(rules: Rules, shared_data: Path) -> None:
    for market in ("SG", "CN", "TW", "ZA", "JE"):
        (rule,) = (rule for rule in standard_rates(rules) if rule.market == market)
        assert valeriansaliou(shared_data / "vat-rates", market, SNAPSHOT) == {rule.rate}
        assert ";" in rule.source.title


def test_reduced_rates_of_the_eu_are_among_the_countrys(rules: Rules, shared_data: Path) -> None:
    items = json.loads((shared_data / "vat-rates" / "ibericode_vat-rates.json").read_text(encoding="utf-8"))["items"]
    for rule in rules.rules:
        if rule.kind is Kind.VAT_RATE and rule.is_sure and rule.goods.is_selection and rule.market in EU_MEMBERS:
            newest = max(items[rule.market], key=lambda period: period["effective_from"])
            assert rule.rate in {Decimal(str(rate)) / 100 for rate in newest["rates"].values()}, rule.rule_id


def test_goods_with_excise_are_left_out_of_reliefs_by_category_too(rules: Rules) -> None:
    """Wine without a code was free of duty in the United Kingdom: its chapter was left out there, its name was not."""
    names = {"wine", "beer", "spirits", "liquor", "whisky", "vodka", "sake", "cigarettes", "cigar", "tobacco"}
    reliefs = [rule for rule in rules.rules if {"22", "24"} <= set(rule.goods.except_hs)]
    assert reliefs
    assert [rule.rule_id for rule in reliefs if not names <= rule.goods.except_categories] == []
