import pytest

from retrieval.lists.shown import NOTHING_SHOWN, Shown, digests_of


def test_what_was_shown_is_known_again() -> None:
    ids = [f"产品-{number}" for number in range(500)]
    shown = NOTHING_SHOWN.with_products(ids[:100]).with_products(ids[100:200])
    assert Shown.from_text(shown.text).among(digests_of(ids)).tolist() == [True] * 200 + [False] * 300


def test_a_product_takes_eight_letters() -> None:
    assert len(NOTHING_SHOWN.with_products(["x" * 100] * 1000).text) == 8000


def test_nothing_shown_is_among_nothing() -> None:
    assert not NOTHING_SHOWN.among(digests_of(["a", "b"])).any()
    assert NOTHING_SHOWN.with_products([]) == NOTHING_SHOWN


@pytest.mark.parametrize("text", ["a", "AAAA", "ünïcode!", "AAAAAAAA?", 7, None])
def test_text_of_another_form_is_refused(text: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        Shown.from_text(text)  # type: ignore[arg-type] # what a foreign slot may hold
