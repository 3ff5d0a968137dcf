"""Interests named in words of the shop, for a newcomer's recommendations on the command line."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

import actions.commands.recommend as recommend
from actions.cli import group
from actions.shop import Shop
from actions.talk.interests import Interests, interests_of


def test_names_are_read_in_any_case_and_with_commas(shop: Shop) -> None:
    assert interests_of(["Tea, MUG", "kitchen"], shop) == Interests(("tea", "mug"), ("kitchen",))
    assert interests_of([], shop) == interests_of([" , "], shop) == Interests((), ())


def test_what_is_not_sold_is_said(shop: Shop) -> None:
    found = interests_of(["tea", "ชุดอวกาศ"], shop)
    assert found.complaint.startswith("'ชุดอวกาศ' is not sold")
    assert "kitchen" in found.complaint


def test_command_recommends_a_newcomer_what_they_say_they_like(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recommend, "assemble", lambda *_: replace(shop))

    def run(*options: str) -> tuple[int, str]:
        done = CliRunner().invoke(group, ["recommend", "user:new", "--limit", "2", *options])
        return done.exit_code, done.output

    plain, liking = run(), run("--likes", "Perfume")
    assert plain[0] == liking[0] == 0
    assert "As you said you like: perfume" in liking[1]
    assert "As you said" not in plain[1]
    assert run("--likes", "spacesuit")[0] == 2
