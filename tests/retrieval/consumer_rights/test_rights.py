"""Rights by country, and records that cannot be used."""

from pathlib import Path

import pytest

from retrieval.consumer_rights import Payer, Refund, RightKind, read_rights
from retrieval.errors import PricingError

RECORD = (
    "- {{id: x, market: {market}, kind: {kind}, {own}, source: {{title: a law}}, checked_on: 2026-11-26, "
    "confidence: {sure}}}\n"
)


def written(folder: Path, **changes: str) -> Path:
    path = folder / "rights.yml"
    with path.open("a") as file:
        file.write(
            RECORD.format(**{"market": "FR", "kind": "postage", "own": "payer: seller", "sure": "official"} | changes)
        )
    return path


@pytest.mark.parametrize(
    ("country", "payer"),
    [
        ("DE", Payer.BUYER_IF_TOLD),
        ("MC", Payer.BUYER_IF_TOLD),
        ("CN", Payer.BUYER),
        ("KR", Payer.BUYER),
        ("TW", Payer.SELLER),
        ("BR", Payer.SELLER),
        ("NO", Payer.BUYER_IF_TOLD),
        ("TR", Payer.BUYER_IF_TOLD),
        ("SA", Payer.BUYER),
        ("MX", Payer.BUYER),
    ],
)
def test_who_pays_for_sending_back(country: str, payer: Payer) -> None:
    assert read_rights().of(country).known[RightKind.POSTAGE].payer is payer


@pytest.mark.parametrize(
    ("country", "months", "is_least"),
    [
        ("SE", 24, True),
        ("CH", 24, False),
        ("GB", 72, False),
        ("SG", 6, False),
        ("TR", 24, False),
        ("AE", 12, False),
        ("IN", 24, False),
        ("TH", 12, False),
    ],
)
def test_how_long_faults_are_covered(country: str, months: int, is_least: bool) -> None:
    right = read_rights().of(country).known[RightKind.GUARANTEE]
    assert (right.months, right.is_least) == (months, is_least)


@pytest.mark.parametrize(("country", "is_from_finding"), [("TH", True), ("JP", True), ("KR", True), ("AE", False)])
def test_some_periods_run_from_the_day_on_which_the_fault_is_found(country: str, is_from_finding: bool) -> None:
    assert read_rights().of(country).known[RightKind.GUARANTEE].is_from_finding is is_from_finding


def test_charges_may_come_back_for_faulty_goods_alone() -> None:
    right = read_rights().of("IN").known[RightKind.IMPORT_CHARGES]
    assert (right.refund, right.days) == (Refund.FAULTY_RETURN, 30)


def test_countrys_own_record_stands_before_its_unions() -> None:
    rights = read_rights()
    assert rights.of("NL").known[RightKind.IMPORT_CHARGES].rule_id == "nl-import-charges"
    assert rights.of("IT").known[RightKind.IMPORT_CHARGES].rule_id == "eu-import-charges"
    assert rights.of("CH").known[RightKind.IMPORT_CHARGES].refund is Refund.AGREED_RETURN


@pytest.mark.parametrize("country", ["VN", "ID", "nowhere", ""])
def test_what_is_not_recorded_is_unknown(country: str) -> None:
    assert read_rights().of(country).unknown == tuple(RightKind)


def test_every_record_has_a_source_with_an_address() -> None:
    rights = read_rights()
    countries = "FI IE NL ES GB NO CH CN TW KR JP SG BR CA AU NZ TH IN TR SA AE MX RU"
    for country in countries.split():
        known = rights.of(country).known
        assert known, country
        assert all(right.source.title and right.source.url.startswith("http") for right in known.values())


def test_unconfirmed_record_counts_as_unknown(tmp_path: Path) -> None:
    assert RightKind.POSTAGE not in read_rights(written(tmp_path, sure="unconfirmed")).of("FR").known


@pytest.mark.parametrize(
    "changes",
    [
        {"own": "payer: nobody"},
        {"own": "refund: any_return"},
        {"kind": "luck"},
        {"market": "Narnia"},
        {"sure": "maybe"},
        {"kind": "exceptions", "own": "goods: []"},
        {"kind": "exceptions", "own": "goods: [unicorns]"},
        {"kind": "guarantee", "own": "months: -1"},
        {"kind": "guarantee", "own": "months: 24, days: 3"},
        {"kind": "guarantee", "own": "is_least: true"},
        {"kind": "guarantee", "own": "is_reasonable: true, is_from_finding: true"},
        {"kind": "import_charges", "own": "refund: any_return, days: soon"},
    ],
)
def test_record_that_cannot_be_used_is_named(tmp_path: Path, changes: dict[str, str]) -> None:
    with pytest.raises(PricingError, match="rights"):
        read_rights(written(tmp_path, **changes))


def test_market_with_two_records_of_a_kind_is_refused(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(PricingError, match="two records of postage"):
        read_rights(written(tmp_path))
