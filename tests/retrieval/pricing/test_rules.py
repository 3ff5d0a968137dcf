from datetime import date
from pathlib import Path

import pytest
import yaml

from retrieval.errors import PricingError
from retrieval.pricing.rule import Kind
from retrieval.pricing.rules import Rules

RECORD = {
    "id": "xx-duty",
    "market": "JP",
    "kind": "duty",
    "rate": "0",
    "source": {"title": "A law"},
    "checked_on": date(2026, 11, 22),
    "confidence": "official",
}


def write(folder: Path, *records: object) -> Path:
    (folder / "rules.yml").write_text(yaml.safe_dump(list(records)), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"market": "Japan"}, "'Japan' is neither a country code"),
        ({"market": False}, 'quote "NO"'),
        ({"kind": "tariff"}, "'tariff' is none of vat_rate"),
        ({"confidence": "sure"}, "'sure' is none of official"),
        ({"rate": 0.19}, "the rate 0.19 is not exact"),
        ({"rate": "a fifth"}, "the rate 'a fifth' is not a number"),
        ({"amount": "3", "currency": "EURO"}, "'EURO' is no ISO 4217"),
        ({"threshold": {"measure": "goods", "up_to": "150"}}, "needs measure, currency"),
        ({"threshold": {"measure": "weight", "up_to": "150", "currency": "EUR"}}, "'weight' is none of goods"),
        ({"valid_from": "2026-07-01"}, "'2026-07-01' is not a date"),
        ({"hs": ["61091000"]}, "longer than 6 digits"),
        ({"hs": ["T-shirt"]}, "no Harmonized System code"),
        (
            {"threshold": {"measure": "goods", "up_to": "1", "above": "2", "currency": "EUR"}},
            "one of up_to, below, above",
        ),
        ({"buyer": "state"}, "'state' is none of consumer, business"),
        ({"basis": ["postage"]}, "'postage' is none of goods"),
        ({"note": "x"}, "the key 'note' is foreign"),
        ({"source": None}, "'source' is missing"),
        ({"source": "A law"}, "string indices"),
    ],
)
def test_bad_record_is_named_with_its_file(tmp_path: Path, change: dict[str, object], problem: str) -> None:
    with pytest.raises(PricingError) as caught:
        Rules.load(write(tmp_path, {**RECORD, **change}))
    assert str(caught.value).startswith("rules.yml: record 'xx-duty': ")
    assert problem in str(caught.value)


def test_id_given_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(PricingError, match="'xx-duty' is given twice"):
        Rules.load(write(tmp_path, RECORD, RECORD))


@pytest.mark.parametrize(
    ("text", "problem"), [("a: b", "dict instead of a list"), ("[", "not readable as YAML"), ("[7]", "7")]
)
def test_file_that_is_no_list_of_records_is_named(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "rules.yml").write_text(text, encoding="utf-8")
    with pytest.raises(PricingError, match=f"rules.yml: .*{problem}"):
        Rules.load(tmp_path)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PricingError, match="holds no rules"):
        Rules.load(tmp_path)


def test_last_day_is_the_day_before_valid_to(rules: Rules) -> None:
    relief, flat = rules.get("eu-duty-relief-150"), rules.get("eu-duty-flat")
    assert relief.holds_on(date(2026, 6, 30))
    assert not relief.holds_on(date(2026, 7, 1))
    assert flat.holds_on(date(2026, 7, 1))
    assert flat.holds_on(date(2028, 6, 30))
    assert not flat.holds_on(date(2028, 7, 1))


def test_country_comes_before_union_before_all(rules: Rules) -> None:
    in_force = rules.in_force("DE", Kind.VAT_RATE, date(2026, 11, 22))
    assert [rule.rule_id for rule in in_force] == [
        "eu-vat-business",
        "eu-vat-de-reduced",
        "any-vat-reduced",
        "eu-vat-de",
    ]


def test_lower_threshold_comes_first(rules: Rules) -> None:
    in_force = rules.in_force("CA", Kind.VAT, date(2026, 11, 22))
    assert [rule.rule_id for rule in in_force] == ["ca-gst-20", "ca-gst-40-courier"]


def test_threshold_comes_before_an_ordinary_rate(rules: Rules) -> None:
    in_force = [rule.rule_id for rule in rules.in_force("DE", Kind.DUTY, date(2026, 11, 22))]
    assert in_force[:3] == ["eu-duty-flat", "eu-mfn-artificial-flowers", "eu-mfn-artificial-furs"]


def test_rules_of_a_day_are_those_in_force_at_the_market(rules: Rules) -> None:
    found = rules.on_day(date(2026, 6, 30), "FR")
    ids = {rule.rule_id for rule in found}
    assert {"fr-parcel-fee", "eu-duty-relief-150", "eu-vat-fr", "any-vat-reduced"} <= ids
    assert not ids & {"eu-duty-flat", "eu-vat-de", "eu-handling-fee"}
    assert [rule.market for rule in found] == sorted(rule.market for rule in found)
    assert len(rules.on_day(date(2026, 6, 30))) > len(found)


def test_unknown_id_is_refused(rules: Rules) -> None:
    with pytest.raises(PricingError, match="no rule 'eu-vat-zz'"):
        rules.get("eu-vat-zz")
