import json

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
