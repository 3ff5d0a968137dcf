import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from actions.commands.landed_cost import command

CONTRACT = {
    "--price": "100",
    "--currency": "EUR",
    "--origin": "CN",
    "--destination": "DE",
    "--hs": "6109.10",
    "--quantity": "1",
    "--shipping": "10",
    "--weight-kg": "0.4",
    "--on": "2026-11-22",
}


def run(*flags: str, **changes: str | None) -> Result:
    options = {**CONTRACT, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    given = [word for name, value in options.items() if value is not None for word in (name, value)]
    return CliRunner().invoke(command, [*given, *flags])


def test_json_is_the_landed_cost_object() -> None:
    result = run("--json")
    assert result.exit_code == 0
    cost = json.loads(result.output)
    assert [(line["kind"], line["amount"], line["rule_id"]) for line in cost["lines"]] == [
        ("item", "100.00", None),
        ("shipping", "10.00", None),
        ("duty", "3.00", "eu-duty-flat"),
        ("vat", "21.47", "eu-vat-de"),
        ("fee", None, "eu-handling-fee"),
    ]
    assert (cost["total"], cost["complete"], cost["unknown"]) == ("134.47", False, ["fee"])
    assert [line["text"] for line in cost["lines"]][2:] == [
        "Customs duty",
        "VAT or sales tax, 19%",
        "Customs fee, not known",
    ]


def test_table_says_what_is_missing_and_where_figures_come_from() -> None:
    output = run().output
    assert "Total of what is known" in output
    assert "Not complete: fee not known" in output
    assert "Baker McKenzie" in output
    assert "€134.47" in output


def test_complete_total_is_called_total() -> None:
    output = run(origin="DE", destination="AT").output
    assert "\nTotal " in output
    assert "Not complete" not in output


def test_exchange_rates_show_their_day() -> None:
    assert "Exchange rates of October 30, 2026." in run(destination="JP", price="20", hs="8518.30").output


def test_unknown_carriage_is_left_unknown() -> None:
    assert json.loads(run("--json", shipping=None).output)["unknown"] == ["shipping", "vat", "fee"]


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"destination": "ZZ"}, 1, "the destination 'ZZ' is not known"),
        ({"origin": "China"}, 1, "the origin 'China' is not known"),
        ({"currency": "EURO"}, 1, "'EURO' is no ISO 4217 currency code"),
        ({"price": "abc"}, 1, "the amount 'abc' is not a number"),
        ({"price": "-5"}, 1, "below zero"),
        ({"price": "NaN"}, 1, "not a finite number"),
        ({"shipping": "1,5"}, 1, "the amount '1,5' is not a number"),
        ({"weight_kg": "0"}, 1, "the weight 0 kg is not usable"),
        ({"hs": "shirt"}, 1, "no Harmonized System code"),
        ({"quantity": "0"}, 1, "the quantity 0 is not usable"),
        ({"quantity": "two"}, 2, "'two' is not a valid integer"),
        ({"on": "2026-02-30"}, 2, "'2026-02-30' does not match"),
        ({"price": None}, 2, "Missing option '--price'"),
    ],
)
def test_bad_input_ends_in_one_sentence(changes: dict[str, str | None], code: int, sentence: str) -> None:
    result = run(**changes)
    assert result.exit_code == code
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_buyer_and_terms_are_taken() -> None:
    """To a business the tax is not known; on terms DDP nothing is left for the door."""
    business = json.loads(run("--json", "--buyer", "business").output)
    assert "vat" in business["unknown"]
    paid = json.loads(run("--json", "--incoterm", "DDP", on="2026-07-01").output)
    assert {line["due"] for line in paid["lines"]} == {"order"}
    assert (paid["incoterm"], paid["due_at_door"]) == ("DDP", "0.00")
    assert "(at the door)" in run().output


def test_check_of_the_shipped_rules_passes() -> None:
    result = CliRunner().invoke(command, ["lint"], standalone_mode=False)
    assert result.return_value == 0
    assert "0 errors" in result.output


def test_check_of_a_wrong_rule_fails_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text("- {id: de-duty, market: DE, kind: duty}", encoding="utf-8")
    result = CliRunner().invoke(command, ["lint", "--folder", str(tmp_path), "--json"], standalone_mode=False)
    assert result.return_value == 1
    findings = json.loads(result.output)
    assert (findings["errors"], findings["findings"][0]["rule_id"]) == (1, "de-duty")


def test_rules_of_a_day_are_listed_with_their_source() -> None:
    listed = json.loads(CliRunner().invoke(command, ["rules", "--on", "2026-07-01", "--market", "DE", "--json"]).output)
    by_id = {rule["rule_id"]: rule for rule in listed["rules"]}
    flat = by_id["eu-duty-flat"]
    assert (flat["amount"], flat["per"]) == ({"amount": "3.00", "currency": "EUR"}, "subheading")
    assert flat["threshold"] == {"measure": "goods", "up_to": "150.00", "currency": "EUR"}
    assert (flat["valid_from"], flat["valid_to"], flat["source"]["checked_on"]) == (
        "2026-07-01",
        "2028-07-01",
        "2026-11-22",
    )
    assert "eu-duty-relief-150" not in by_id
    assert {rule["market"] for rule in listed["rules"]} == {"DE", "EU", "*"}


def test_rules_are_readable_and_say_what_is_unknown() -> None:
    output = CliRunner().invoke(command, ["rules", "--on", "2026-11-22", "--market", "CH"]).output
    assert "8.1%" in output
    assert "unknown: Tax up to CHF 5 is not collected" in output
    assert "rules in force on 2026-11-22" in output


def test_rules_of_no_country_are_refused() -> None:
    result = CliRunner().invoke(command, ["rules", "--market", "Austria"])
    assert (result.exit_code, "the market 'Austria' is not known" in result.output) == (1, True)


def test_codes_may_be_written_in_small_letters_and_territories_as_parts_of_countries() -> None:
    result = run("--json", currency="eur", origin="cn", destination="es-cn", incoterm="ddp")
    assert result.exit_code == 0, result.output
    cost = json.loads(result.output)
    assert (cost["origin"], cost["destination"], cost["currency"], cost["incoterm"]) == ("CN", "IC", "EUR", "DDP")


def test_code_of_no_chapter_is_refused() -> None:
    result = run(hs="9999.99")
    assert result.exit_code == 1
    assert "'9999.99' lies in no chapter of the Harmonized System" in result.output
