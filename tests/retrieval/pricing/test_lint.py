"""Each fault of a record or between records is found and named; others are not."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from retrieval.errors import PricingError
from retrieval.pricing.lint import Severity, lint

ON = date(2026, 11, 26)
BASE = {
    "id": "jp-duty",
    "market": "JP",
    "kind": "duty",
    "rate": "0",
    "source": {"title": "Customs Tariff Act", "url": "https://example.org/law"},
    "checked_on": date(2026, 11, 22),
    "confidence": "official",
}
CLOTHES = {"hs": ["61"], "categories": ["t-shirt"]}


def found(folder: Path, *records: object, on: date = ON) -> list[tuple[str, str, str]]:
    (folder / "rules.yml").write_text(yaml.safe_dump(list(records)), encoding="utf-8")
    return [(one.severity.value, one.rule_id, one.text) for one in lint(on, folder)]


def rule(number: int, **changes: object) -> dict[str, object]:
    return {**BASE, "id": f"jp-duty-{number}", **changes}


def test_good_rules_have_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path, rule(1, valid_to=date(2026, 1, 1)), rule(2, valid_from=date(2026, 1, 1))) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"market": "Japan"}, "neither a country code"),
        ({"amount": "3", "currency": "YEN"}, "no ISO 4217"),
        ({"threshold": {"measure": "goods", "up_to": "10000"}}, "needs measure, currency"),
        ({"source": None}, "'source' is missing"),
        ({"source": {"title": "A law", "url": "https://example.org/law"}}, "cannot be found"),
        ({"dispatched_from": ["Mexico"]}, "no country code"),
        ({"carrier": "pigeon"}, "none of post, courier"),
        ({"amount": "3", "currency": "JPY", "per": "piece"}, "none of consignment, subheading"),
        ({"rate": "12", "basis": ["goods"]}, "no share"),
        ({"rate": "0.12"}, "taken of nothing"),
        ({"rate": None}, "does not say why"),
        ({"confidence": "unconfirmed"}, "what is not known"),
        ({"valid_from": date(2027, 2, 1), "valid_to": date(2027, 1, 1)}, "ends before it begins"),
        ({"checked_on": date(2026, 11, 27)}, "yet to come"),
        ({"hs": ["61"]}, "codes or categories alone"),
    ],
)
def test_fault_of_one_record_is_an_error(tmp_path: Path, change: dict[str, object], words: str) -> None:
    (finding,) = found(tmp_path, {**rule(1), **change})
    assert finding[:2] == ("error", "jp-duty-1")
    assert words in finding[2]


def test_every_faulty_record_is_named_and_the_others_still_checked(tmp_path: Path) -> None:
    findings = found(tmp_path, rule(1, market="Japan"), rule(2, kind="tariff"), rule(3), "text")
    assert [rule_id for _, rule_id, _ in findings] == ["", "jp-duty-1", "jp-duty-2"]


def test_overlap_of_one_scope_is_an_error(tmp_path: Path) -> None:
    findings = found(tmp_path, rule(1, valid_to=date(2026, 2, 1)), rule(2, valid_from=date(2026, 1, 1)))
    assert findings == [
        ("error", "jp-duty-2", "it overlaps jp-duty-1 from 2026-01-01 on; end the one before the other begins")
    ]


def test_different_figures_for_common_goods_are_an_overlap(tmp_path: Path) -> None:
    shirts = {"hs": ["6109"], "categories": ["t-shirt"], "rate": "0.1", "basis": ["goods"]}
    assert [found[1] for found in found(tmp_path, rule(1, **CLOTHES), rule(2, **shirts))] == ["jp-duty-2"]
    assert found(tmp_path, rule(1, **CLOTHES), rule(2, **{**shirts, "hs": ["6209"]})) == []


@pytest.mark.parametrize(
    "change",
    [
        {"market": "KR"},
        {"kind": "fee"},
        {"buyer": "business"},
        {"carrier": "post"},
        {"dispatched_from": ["US"]},
        {"threshold": {"measure": "goods", "up_to": "1", "currency": "JPY"}},
    ],
)
def test_rules_of_different_scope_do_not_overlap(tmp_path: Path, change: dict[str, object]) -> None:
    assert found(tmp_path, rule(1), rule(2, **change)) == []


def test_gap_between_two_rules_is_an_error(tmp_path: Path) -> None:
    findings = found(tmp_path, rule(1, valid_to=date(2026, 1, 1)), rule(2, valid_from=date(2026, 1, 2)))
    assert findings == [("error", "jp-duty-2", "nothing holds from 2026-01-01, when jp-duty-1 ends, to 2026-01-02")]


def test_rule_that_ended_without_a_successor_is_a_warning(tmp_path: Path) -> None:
    ended = rule(1, valid_to=date(2026, 11, 25))
    assert [one[0] for one in found(tmp_path, ended)] == ["warning"]
    assert found(tmp_path, ended, on=date(2026, 11, 24)) == []


def test_rule_is_stale_after_180_days(tmp_path: Path) -> None:
    assert found(tmp_path, rule(1), on=date(2027, 5, 21)) == []
    (finding,) = found(tmp_path, rule(1), on=date(2027, 5, 22))
    assert finding == ("warning", "jp-duty-1", "it was last checked 181 days ago; look at its source again")


def test_source_without_address_is_a_warning_where_a_figure_rests_on_it(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, rule(1, source={"title": "Customs Tariff Act"}))
    assert (finding[0], "no address" in finding[2]) == ("warning", True)


def test_id_used_twice_is_an_error(tmp_path: Path) -> None:
    findings = found(tmp_path, rule(1), rule(1, market="KR"))
    assert findings == [("error", "jp-duty-1", "its id is also used in rules.yml")]


def test_file_that_is_no_list_is_an_error_and_an_empty_folder_refused(tmp_path: Path) -> None:
    with pytest.raises(PricingError, match="holds no rules"):
        lint(ON, tmp_path)
    (tmp_path / "a.yml").write_text("a: b", encoding="utf-8")
    (finding,) = lint(ON, tmp_path)
    assert (finding.severity, finding.file, finding.rule_id) == (Severity.ERROR, "a.yml", "")
