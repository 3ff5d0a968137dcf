import json

from click.testing import CliRunner

from actions.commands.bench_landed_cost import command


def test_figures_are_printed_as_json_and_as_a_table() -> None:
    result = CliRunner().invoke(command, ["--orders", "100", "--rounds", "1", "--json"])
    figures = json.loads(result.stdout)
    assert set(figures) == {"n", "costs_per_s", "cart_of_3_per_s", "list_of_10_ms", "cart_of_500_ms"}
    assert figures["n"] == 100
    table = CliRunner().invoke(command, ["--orders", "100", "--rounds", "1"]).stdout
    assert "| landed costs a second, one piece |" in table
