"""Ranges of dates, each worked out by hand along a calendar."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from retrieval.product import Dispatch, Merchant, RemoteTerms, ShippingZone
from retrieval.shipping import Promise, promise
from retrieval.shipping.promise import leaving

HOME = ShippingZone(("domestic",), Decimal(5), Decimal(0), (1, 3))
ABROAD = ShippingZone(("world",), Decimal(20), Decimal(0), (3, 5), customs=(1, 2))
BERLIN = Dispatch("Europe/Berlin", time(14, 0))


def merchant(country: str = "DE", dispatch: Dispatch | None = BERLIN) -> Merchant:
    return Merchant("m", "M", country, "de", "EUR", (HOME, ABROAD), dispatch=dispatch)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def range_of(found: Promise) -> tuple[str, str]:
    return found.earliest.isoformat(), found.latest.isoformat()


def test_domestic_parcel_counts_working_days_from_the_day_it_leaves() -> None:
    """Mon 30 Nov 2026, 10:00 UTC is 11:00 in Berlin: it leaves that day and takes 1 to 3 working days."""
    assert range_of(promise(merchant(), HOME, "DE", at("2026-11-30T10:00"))) == ("2026-12-01", "2026-12-03")


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        ("2026-11-30T12:59", "2026-11-30"),  # 13:59 in Berlin
        ("2026-11-30T13:00", "2026-12-01"),  # 14:00, the cut-off itself is too late
        ("2026-11-27T13:00", "2026-11-30"),  # Friday after it: Monday
        ("2026-11-28T08:00", "2026-11-30"),  # Saturday
        ("2026-12-24T14:00", "2026-12-28"),  # over Christmas: Fri 25 and Sat 26 are holidays
        ("2026-07-06T12:30", "2026-07-07"),  # summer time: 14:30 in Berlin
    ],
)
def test_cut_off_is_on_the_merchants_clock(moment: str, leaves: str) -> None:
    found = promise(merchant(), HOME, "DE", at(moment)).leaves
    assert found == (date.fromisoformat(leaves),) * 2


def test_day_of_asking_is_the_merchants_not_that_of_utc() -> None:
    """Sun 29 Nov, 23:00 UTC is Mon 30 Nov, 08:00 in Tokyo."""
    tokyo = Dispatch("Asia/Tokyo", time(13, 0))
    first, _, cut_off = leaving("JP", tokyo, at("2026-11-29T23:00"))
    assert first == date(2026, 11, 30)
    assert cut_off is not None
    assert cut_off.isoformat() == "2026-11-30T13:00:00+09:00"


def test_without_a_cut_off_it_may_leave_today_or_on_the_next_working_day() -> None:
    found = promise(merchant(dispatch=None), HOME, "DE", at("2026-11-30T10:00"))
    assert found.leaves == (date(2026, 11, 30), date(2026, 12, 1))
    assert range_of(found) == ("2026-12-01", "2026-12-04")
    assert found.cut_off is None


def test_customs_days_come_on_top_at_a_border_and_nowhere_else() -> None:
    """From Mon 30 Nov: 3 days to Thu 3, one at customs to Fri 4; 5 days to Mon 7 (not Sat, Sun), two to Wed 9."""
    assert range_of(promise(merchant(), ABROAD, "CH", at("2026-11-30T08:00"))) == ("2026-12-04", "2026-12-09")
    inside = promise(merchant(), ABROAD, "AT", at("2026-11-30T08:00"))
    assert inside.customs == (0, 0)
    assert range_of(inside) == ("2026-12-03", "2026-12-07")


def test_territory_that_is_taxed_apart_has_a_border() -> None:
    assert promise(merchant("FI"), ABROAD, "AX", at("2026-11-30T08:00")).customs == (1, 2)


def test_holidays_of_the_destination_delay_the_latest_day() -> None:
    """Thanksgiving, Thu 26 Nov 2026: from Mon 23, three days both work in are Tue, Wed, Fri; five end on Tue 1 Dec."""
    flat = ShippingZone(("world",), Decimal(20), Decimal(0), (3, 5))
    found = promise(merchant(), flat, "US", at("2026-11-23T08:00"))
    assert range_of(found) == ("2026-11-27", "2026-12-01")


def test_earliest_day_counts_days_worked_in_either_country_the_latest_those_worked_in_both() -> None:
    """Germany rests on Sat and Sun, Saudi Arabia on Fri and Sat: in either, only Sat is off; in both, Mon to Thu count.

    From Mon 30 Nov, three days in either: Tue, Wed, Thu 3 Dec. Five in both: Tue, Wed, Thu, Mon 7, Tue 8 Dec.
    """
    flat = ShippingZone(("world",), Decimal(20), Decimal(0), (3, 5))
    assert range_of(promise(merchant(), flat, "SA", at("2026-11-30T08:00"))) == ("2026-12-03", "2026-12-08")


def test_parcel_is_delivered_on_a_working_day_of_the_destination() -> None:
    """Four days in either country from Mon 30 Nov end on Fri 4 Dec, a day off in Saudi Arabia: Sunday, 6 Dec."""
    flat = ShippingZone(("world",), Decimal(20), Decimal(0), (4, 5))
    assert promise(merchant(), flat, "SA", at("2026-11-30T08:00")).earliest == date(2026, 12, 6)


def test_worked_weekend_counts_in_china() -> None:
    """Sun 4 Jan 2026 was worked for the days off at New Year: a parcel of Sat 3 Jan leaves on it."""
    shanghai = Dispatch("Asia/Shanghai", time(16, 0))
    assert leaving("CN", shanghai, at("2026-01-03T02:00"))[0] == date(2026, 1, 4)


def test_range_over_new_year_skips_the_day_off() -> None:
    """From Thu 31 Dec 2026: Fri 1 Jan is a holiday, so one to three days are Mon 4 to Wed 6 January."""
    assert range_of(promise(merchant(), HOME, "DE", at("2026-12-31T08:00"))) == ("2027-01-04", "2027-01-06")


def test_a_single_day_is_never_promised() -> None:
    next_day = ShippingZone(("domestic",), Decimal(9), Decimal(0), (1, 1))
    assert range_of(promise(merchant(), next_day, "DE", at("2026-11-26T08:00"))) == ("2026-11-27", "2026-11-30")


def test_origin_equal_to_destination_is_a_sale_at_home() -> None:
    found = promise(merchant("JP", None), ABROAD, "JP", at("2026-11-30T08:00"))
    assert found.customs == (0, 0)


def test_remote_area_adds_the_merchants_days_or_is_said_to_be_unknown() -> None:
    told = ShippingZone(("domestic",), Decimal(5), Decimal(0), (1, 3), remote=RemoteTerms(Decimal(4), (1, 2)))
    moment = at("2026-11-30T08:00")
    assert range_of(promise(merchant(), told, "DE", moment, is_remote=True)) == ("2026-12-02", "2026-12-07")
    silent = promise(merchant(), HOME, "DE", moment, is_remote=True)
    assert silent.remote_unknown
    assert range_of(silent) == ("2026-12-01", "2026-12-03")


def test_country_without_a_calendar_is_named_and_rests_at_the_weekend() -> None:
    found = promise(merchant(), ABROAD, "AC", at("2026-11-30T08:00"))
    assert found.without_holidays == ("AC",)
    assert promise(merchant(), ABROAD, "XI", at("2026-11-30T08:00")).without_holidays == ()


@pytest.mark.parametrize(
    ("deadline", "kept"),
    [("2026-12-03", True), ("2026-12-02", None), ("2026-12-01", None), ("2026-11-30", False)],
)
def test_in_time_is_yes_only_where_the_whole_range_is(deadline: str, kept: bool | None) -> None:
    found = promise(merchant(), HOME, "DE", at("2026-11-30T10:00"))
    assert found.is_kept_by(date.fromisoformat(deadline)) is kept


def test_in_time_is_never_yes_where_a_remote_area_adds_an_unknown() -> None:
    found = promise(merchant(), HOME, "DE", at("2026-11-30T10:00"), is_remote=True)
    assert found.is_kept_by(date(2026, 12, 24)) is None
    assert found.is_kept_by(date(2026, 11, 30)) is False


@pytest.mark.parametrize("country", ["DE", "US", "CN", "SA", "AE", "TH", "TR", "BR", "AC", "IC"])
def test_every_moment_of_a_year_has_a_range_in_order(country: str) -> None:
    for day in range(1, 366, 9):
        moment = datetime.fromtimestamp(datetime(2026, 1, 1, 20, tzinfo=UTC).timestamp() + day * 86_400, UTC)
        found = promise(merchant(), ABROAD, country, moment)
        assert moment.date() <= found.leaves[0] <= found.earliest < found.latest
