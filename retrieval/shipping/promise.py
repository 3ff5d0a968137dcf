"""When a parcel is at the door: a range of dates, reckoned from the moment of asking."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from retrieval.pricing.shipping import customs_days
from retrieval.product import Dispatch, Merchant, ShippingZone
from retrieval.shipping.working_days import is_working_day, knows_holidays, on_or_after, plus_days

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Promise:
    """The first and the last day on which a parcel should be at the door, and the two days between which it leaves.

    `cut_off` is until when an order still leaves on the day of asking (aware), None where it does not any more, or the
    merchant does not say. `customs` are the working days at a border that are reckoned in, (0, 0) where there is none
    or the merchant's own days hold them. `without_holidays` names the countries whose public holidays are not known;
    `remote_unknown` says that the place is remote, and the merchant does not say what that adds.
    """

    earliest: date
    latest: date
    leaves: tuple[date, date]
    cut_off: datetime | None
    customs: tuple[int, int]
    without_holidays: tuple[str, ...]
    remote_unknown: bool = False

    def is_kept_by(self, deadline: date) -> bool | None:
        """Tell whether it is there on a day at the latest: None where it may be and may not."""
        if self.latest <= deadline:
            return None if self.remote_unknown else True
        return False if self.earliest > deadline else None


def promise(
    merchant: Merchant, zone: ShippingZone, destination: str, moment: datetime, *, is_remote: bool = False
) -> Promise:
    """Return when a parcel ordered at `moment` (aware) is at the door in `destination`, sent in that zone.

    The zone's days are working days. What is not told is in which of the two countries the parcel is on each of them:
    so the earliest day counts those on which people work in either, the latest only those on which they work in both.
    Days at customs are working days of the destination, where the parcel is also delivered on one. A range of a single
    day is widened by the next one: a carrier's usual day is no promise. Where the merchant has no cut-off, the order
    may leave today or on the next working day.
    """
    first, last, cut_off = leaving(merchant.country, merchant.dispatch, moment)
    remote = zone.remote.days if is_remote and zone.remote else (0, 0)
    customs = customs_days(zone, merchant.country, destination)
    days = zone.days[0] + remote[0], zone.days[1] + remote[1]
    earliest, latest = _arrival(merchant.country, destination, (first, last), days, customs)
    pair = dict.fromkeys((merchant.country, destination))
    return Promise(
        earliest,
        latest,
        (first, last),
        cut_off,
        customs,
        tuple(country for country in pair if not knows_holidays(country)),
        remote_unknown=is_remote and zone.remote is None,
    )


def leaving(country: str, dispatch: Dispatch | None, moment: datetime) -> tuple[date, date, datetime | None]:
    """Return the first and the last day on which an order of `moment` leaves, and until when today's does."""
    if dispatch is None:
        today = moment.date()
        return on_or_after(country, today), on_or_after(country, today + _ONE), None
    there = moment.astimezone(ZoneInfo(dispatch.time_zone))
    today = there.date()
    closes = datetime.combine(today, dispatch.cut_off, there.tzinfo)
    if is_working_day(country, today) and there < closes:
        return today, today, closes
    day = on_or_after(country, today + _ONE)
    return day, day, None


@lru_cache(maxsize=8192)
def _arrival(
    origin: str, destination: str, leaves: tuple[date, date], days: tuple[int, int], customs: tuple[int, int]
) -> tuple[date, date]:
    countries = tuple(dict.fromkeys((origin, destination)))
    earliest = plus_days(leaves[0], days[0], countries, in_any=True)
    earliest = on_or_after(destination, plus_days(earliest, customs[0], (destination,), in_any=False))
    latest = plus_days(leaves[1], days[1], countries, in_any=False)
    latest = on_or_after(destination, plus_days(latest, customs[1], (destination,), in_any=False))
    return earliest, max(latest, on_or_after(destination, earliest + _ONE))
