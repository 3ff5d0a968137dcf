"""Headings proposed for products whose merchants give no code that exists."""

from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.catalogue import Catalogue
from retrieval.encoder import Encoder
from retrieval.errors import EvaluationError
from retrieval.tariff.classified import classified
from retrieval.tariff.heading_search import HeadingSearch
from retrieval.tariff.judging import Outcome, report
from retrieval.tariff.kept_proposals import FILE_NAME, kept_codes, load_or_propose
from retrieval.tariff.nomenclature import Nomenclature, own_words
from retrieval.tariff.proposal import Proposal
from retrieval.tariff.proposing import proposals
from tests.fakes import HERE, FakeEncoder, product

NOMENCLATURE = Nomenclature(
    {"0902": "Tea", "6109": "T-shirts; knitted", "610910": "of cotton", "8516": "Electric heaters", "9503": "Toys"},
    True,
    "a table",
)
OWN = {"0902": "green tea, black tea", "6109": "T-shirts, tank tops", "8516": "electric kettle, hair dryer"}
TEA = product("t", titles={"de": "Tee", "en": "Green tea"}, category="tea")
KETTLE = product("k", titles={"de": "Kocher", "en": "Electric kettle"}, category="kettle", hs_code="8516.79")
BAD = product("b", titles={"de": "Hemd", "en": "T-shirts"}, category="t-shirts", hs_code="6199.00")
ODD = product("o", titles={"de": "Xyz", "en": "Qwv"}, category="", hs_code="soon")


@pytest.fixture
def search() -> HeadingSearch:
    return HeadingSearch.build(NOMENCLATURE, OWN, FakeEncoder())


def test_heading_most_alike_is_proposed_with_the_runner_up(search: HeadingSearch) -> None:
    tea, kettle = proposals(search, [TEA, KETTLE])
    assert (tea.heading, kettle.heading) == ("0902", "8516")
    assert tea.runner_up in {"6109", "8516", "9503"}
    assert tea.confidence > 0.8


def test_equal_headings_leave_little_confidence(search: HeadingSearch) -> None:
    nothing = proposals(search, [replace(ODD, titles={"de": "", "en": ""})])[0]
    assert nothing.confidence < 0.6
    assert nothing.heading != nothing.runner_up


def test_no_product_gives_no_score(search: HeadingSearch) -> None:
    assert search.scores([]).shape == (0, 4)
    assert proposals(search, []) == []


def test_subheadings_words_count_for_their_heading(search: HeadingSearch) -> None:
    assert search.words.scores({"cotton": 1.0}).argmax() == search.headings.index("6109")


def test_only_products_without_a_usable_code_get_a_proposal(tmp_path: Path) -> None:
    catalogue = Catalogue.from_products([TEA, KETTLE, BAD, ODD], [HERE], "made up")
    made: list[str] = []

    def encoder() -> Encoder:
        made.append("built")
        return FakeEncoder()

    whole = Nomenclature({**own_words(), "851679": "kettles"}, True, "a table")
    codes = load_or_propose(catalogue, whole, encoder, "fake", tmp_path)
    assert codes.standings == {"missing": 1, "known": 1, "unknown": 1, "malformed": 1}
    assert set(codes.codes) == {"t", "b", "o"}
    found = classified(catalogue, codes.codes)
    by_id = {one.product_id: one for one in found}
    assert by_id["t"].hs_code_source == "proposed"
    assert by_id["t"].hs_code == "0902"
    assert (by_id["k"].hs_code, by_id["k"].hs_code_source) == ("8516.79", "merchant")
    assert by_id["b"].hs_proposal
    assert by_id["b"].hs_proposal.given == "6199.00"
    assert by_id["o"].hs_code is None or by_id["o"].hs_code_source == "proposed"
    assert found.get("t") == by_id["t"] == found.products[0] == found.products[0:1][0]
    assert (found.fingerprint, len(found)) == (catalogue.fingerprint, 4)
    assert load_or_propose(catalogue, whole, encoder, "fake", tmp_path) == codes == kept_codes(catalogue, tmp_path)
    assert made == ["built"]
    load_or_propose(catalogue, whole, encoder, "another", tmp_path)
    assert made == ["built"] * 2


def test_proposals_cut_off_are_made_again(tmp_path: Path) -> None:
    catalogue = Catalogue.from_products([TEA], [HERE], "made up")
    codes = load_or_propose(catalogue, NOMENCLATURE, FakeEncoder, "fake", tmp_path)
    (path,) = tmp_path.glob(f"*/*/{FILE_NAME}")
    path.write_text(path.read_text()[:-9])
    assert kept_codes(catalogue, tmp_path) is None
    assert load_or_propose(catalogue, NOMENCLATURE, FakeEncoder, "fake", tmp_path) == codes


def test_catalogue_without_a_gap_builds_no_encoder(tmp_path: Path) -> None:
    def encoder() -> Encoder:
        raise AssertionError("nothing is to be proposed")

    catalogue = Catalogue.from_products([replace(KETTLE, hs_code="8516")], [HERE], "made up")
    codes = load_or_propose(catalogue, NOMENCLATURE, encoder, "fake", tmp_path)
    assert classified(catalogue, codes.codes) is catalogue


def test_saved_catalogue_holds_what_merchants_say(tmp_path: Path) -> None:
    proposed = replace(TEA, hs_proposal=Proposal("0902", 0.9, "9503"))
    Catalogue.from_products([proposed], [HERE], "made up").save(tmp_path)
    assert Catalogue.load(tmp_path).get("t").hs_proposal is None


def test_figures_by_hand() -> None:
    outcomes = [
        Outcome(0.9, True, True),
        Outcome(0.9, True, True),
        Outcome(0.9, False, True),
        Outcome(0.3, False, False),
    ]
    found = report(outcomes)
    assert (found.at_1, found.at_3, found.proposed) == (0.5, 0.75, 0.75)
    assert found.right_where_proposed == pytest.approx(2 / 3)
    assert found.calibration_error == pytest.approx((3 * abs(0.9 - 2 / 3) + 0.3) / 4)
    with pytest.raises(EvaluationError, match="nothing can be judged"):
        report([])
