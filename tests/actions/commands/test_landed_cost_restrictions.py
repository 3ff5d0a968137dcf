"""`crossaisle landed-cost restrictions`."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from actions.commands.landed_cost import command
from retrieval.catalogue import Catalogue
from retrieval.product import Merchant, Product

CHINA = Merchant("tian", "天天小铺", "CN", "zh-Hans", "CNY")
PRODUCTS = tuple(
    Product(name, "tian", "en", {"en": name}, Decimal(9), "CNY", category=category, hs_code=code)
    for name, category, code in (("drone", "drone", "8806.22"), ("mug", "mug", "6912.00"), ("tea", "tea", "0902.30"))
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    Catalogue.from_products(PRODUCTS, [CHINA], "test").save(tmp_path)
    monkeypatch.setenv("CROSSAISLE_CACHE", str(tmp_path))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(command, ["restrictions", *arguments])

    return invoke


def test_a_product_is_told_with_rule_and_source(run) -> None:
    output = run("drone", "--to", "IN", "--to", "JP", "--on", "2026-11-26").output
    assert "IN  prohibited\n" in output
    assert "in-drone" in output
    assert "The Hindu BusinessLine" in output
    assert "(2026-11-26)" in output


def test_what_is_not_known_is_said(run) -> None:
    assert run("mug", "--to", "JP").output == "JP  no rule known: ask the carrier\n"


def test_json_has_a_verdict_a_destination(run) -> None:
    told = json.loads(run("drone", "--to", "IN", "--to", "KR", "--json").output)["destinations"]
    assert (told["IN"]["verdict"], told["KR"]["verdict"]) == ("prohibited", "unknown")
    assert told["IN"]["findings"][0]["rule_id"] == "in-drone"


def test_the_day_counts(run) -> None:
    assert "no rule known" in run("drone", "--to", "IN", "--on", "2022-02-08").output


def test_all_products_are_counted(run) -> None:
    assert run("--to", "IN").output.splitlines() == [
        "IN  1 prohibited, 1 restricted",
        "         1  prohibited    in-drone",
        "         1  restricted    in-approval",
    ]
    told = json.loads(run("--to", "US", "--json").output)["destinations"]["US"]
    assert told["verdicts"] == {"prohibited": 0, "needs_papers": 1, "restricted": 1, "allowed": 0}
    assert told["rules"] == {"us-drone": 1, "us-food": 1}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("drone", "--to", "India"), 1, "'India' is not known"),
        (("drone",), 2, "Missing option '--to'"),
        (("drone", "--to", "IN", "--by", "sea"), 2, "'sea' is not one of"),
    ],
)
def test_wrong_use_is_told(run, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.output
