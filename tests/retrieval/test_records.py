"""Records of YAML files, with the error of whoever reads them."""

from datetime import date
from pathlib import Path

import pytest

from retrieval.errors import PricingError, RestrictionError
from retrieval.pricing.rule import Confidence
from retrieval.records import day_of, member_of, records_of


def test_a_list_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("- {id: 茶, day: 2026-11-22}\n- 2\n", encoding="utf-8")
    assert records_of(tmp_path / "a.yml", PricingError) == [{"id": "茶", "day": date(2026, 11, 22)}, 2]


@pytest.mark.parametrize(("text", "said"), [("a: [", "not readable as YAML"), ("a: 1", "dict instead of a list")])
def test_what_is_no_list_is_refused_with_the_files_name(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.yml").write_text(text)
    with pytest.raises(RestrictionError, match=rf"a\.yml.*{said}"):
        records_of(tmp_path / "a.yml", RestrictionError)
    with pytest.raises(PricingError, match=r"none\.yml.*restore the file"):
        records_of(tmp_path / "none.yml", PricingError)


def test_values_are_checked_and_the_remedy_is_said() -> None:
    assert day_of(date(2026, 11, 22), PricingError) == date(2026, 11, 22)
    assert member_of(Confidence, "official", PricingError) is Confidence.OFFICIAL
    with pytest.raises(RestrictionError, match="without quotes"):
        day_of("2026-11-22", RestrictionError)
    with pytest.raises(PricingError, match="'sure' is none of official, secondary, unconfirmed"):
        member_of(Confidence, "sure", PricingError)
