"""Files of the European Central Bank's reference rates: read, checked, and kept beside those that the package ships.

The bank offers eurofxref-hist.zip with a CSV in it, that CSV, eurofxref.zip with one day, and the same as XML
(https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html).
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from babel.core import get_global

from retrieval.errors import PricingError

FILE_NAME = "exchange_rates.csv"
"""The name of the file of kept rates in the shop's cache folder."""

_MOST_BYTES = 64 * 1024 * 1024
"""The bank's whole history since 1999 has about 2 MB as CSV and 10 MB as XML."""

_LEAP, _NEAR = Decimal(2), timedelta(days=10)
"""By what factor no rate moves from one of its days to the next within so many days, in the history since 1999."""

_NOT_QUOTED = ("", "N/A")
_DAY_FORMS = ("%Y-%m-%d", "%d %B %Y")

Rates = dict[date, dict[str, Decimal]]
"""Units of each currency for one euro, by day."""

Known = Callable[[str, date], Decimal | None]
"""What gives the units of a currency for one euro that are known for a day, None where none are."""


@dataclass(frozen=True, slots=True)
class RatesRead:
    """What a file holds: rates by day and currency, and how many entries were rejected, by reason."""

    rates: Mapping[date, Mapping[str, Decimal]]
    rejects: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RatesKept:
    """What has been kept: days that the file brought anew, all days kept by now, and the last of them."""

    n_new: int
    n_days: int
    latest: date


def read_rates(path: Path, today: date, known: Known = lambda *_: None) -> RatesRead:
    """Read a file of the bank's, zipped or not, CSV or XML; raise PricingError where it is none, or holds no rates.

    Rejected and counted are days that cannot be or lie after `today`, currencies that are none, rates that are no
    number over zero, and rates that leap: twice or half of that of the day before in the file, or of the one `known`
    for a currency's first day in it.
    """
    text = _text(path)
    rejects: Counter[str] = Counter()
    entries = _xml_entries(text, path) if text.lstrip().startswith("<") else _csv_entries(text, path)
    rates: Rates = {}
    for day, currency, rate in entries:
        found = _checked(day, currency, rate, today, rejects)
        if found:
            rates.setdefault(found[0], {})[currency] = found[1]
    kept = _without_leaps(rates, known, rejects)
    if not kept:
        raise PricingError(f"{path} holds no rates ({dict(rejects)}); give eurofxref-hist.zip, its CSV, or the XML")
    return RatesRead(kept, dict(rejects))


def keep_rates(read: RatesRead, folder: Path) -> RatesKept:
    """Add what has been read to the rates kept in a folder; of a day that is there, the new figures count."""
    path = folder / FILE_NAME
    kept: Rates = kept_rates(path)
    n_new = sum(day not in kept for day in read.rates)
    for day, rates in read.rates.items():
        kept[day] = {**kept.get(day, {}), **rates}
    currencies = sorted({currency for rates in kept.values() for currency in rates})
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{FILE_NAME}.unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Date", *currencies])
        for day in sorted(kept, reverse=True):
            writer.writerow([day.isoformat(), *(str(kept[day].get(currency, "")) for currency in currencies)])
    unfinished.replace(path)
    return RatesKept(n_new, len(kept), max(kept))


def kept_rates(path: Path) -> Rates:
    """Return the rates of a file that `keep_rates` wrote, none without a file; raise PricingError for a broken one."""
    if not path.exists():
        return {}
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        header = rows[0]
        return {
            date.fromisoformat(row[0]): {
                currency: Decimal(rate) for currency, rate in zip(header[1:], row[1:], strict=True) if rate
            }
            for row in rows[1:]
        }
    except (OSError, IndexError, ValueError, InvalidOperation) as error:
        raise PricingError(
            f"{path} is not the file of kept rates ({error}); delete it, and read the bank's file again"
        ) from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise PricingError(
                f"{path} has {path.stat().st_size:,} bytes; the bank's files have at most {_MOST_BYTES:,}"
            )
        data = path.read_bytes()
        if data[:2] == b"PK":
            with ZipFile(io.BytesIO(data)) as archive:
                first = archive.infolist()[0]
                if first.file_size > _MOST_BYTES:
                    raise PricingError(
                        f"{first.filename} in {path} unpacks to {first.file_size:,} bytes; it is not the bank's"
                    )
                data = archive.read(first)
        return data.decode("utf-8-sig")
    except (OSError, BadZipFile, IndexError, UnicodeDecodeError) as error:
        raise PricingError(f"{path} cannot be read ({error}); give eurofxref-hist.zip, its CSV, or the XML") from error


def _csv_entries(text: str, path: Path) -> Iterator[tuple[str, str, str]]:
    rows = csv.reader(io.StringIO(text), skipinitialspace=True)
    header = [name.strip() for name in next(rows, [])]
    if not header or header[0] != "Date":
        raise PricingError(f"{path} does not begin with the column Date; give the bank's eurofxref-hist.csv")
    for row in rows:
        for currency, rate in zip(header[1:], row[1:], strict=False):
            if currency:
                yield row[0].strip(), currency, rate.strip()


def _xml_entries(text: str, path: Path) -> Iterator[tuple[str, str, str]]:
    if "<!DOCTYPE" in text:  # the bank's has none, and entities of one could blow a small file up
        raise PricingError(f"{path} declares a document type; the bank's XML has none")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 there are no entities without a document type
    except ElementTree.ParseError as error:
        raise PricingError(f"{path} is no XML ({error}); give the bank's eurofxref-hist.xml") from error
    for cube in root.iter():
        day = cube.get("time")
        for one in cube if day else ():
            yield day or "", one.get("currency", ""), one.get("rate", "")


def _checked(day: str, currency: str, rate: str, today: date, rejects: Counter[str]) -> tuple[date, Decimal] | None:
    """Return day and rate as values; None for a currency that is not quoted, and for what is rejected and counted."""
    if rate in _NOT_QUOTED:
        return None
    when = _day(day)
    if when is None or when > today:
        rejects["day that cannot be" if when is None else "day in the future"] += 1
        return None
    if currency not in get_global("all_currencies"):
        rejects["currency that is none"] += 1
        return None
    try:
        units = Decimal(rate)
    except InvalidOperation:
        units = Decimal(0)
    if not units.is_finite() or units <= 0:
        rejects["rate that is no number over zero"] += 1
        return None
    return when, units


def _day(text: str) -> date | None:
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _without_leaps(rates: Mapping[date, Mapping[str, Decimal]], known: Known, rejects: Counter[str]) -> Rates:
    """Leave out rates that leap from the day before that has one: columns mixed up, or a point lost."""
    last: dict[str, tuple[date, Decimal]] = {}
    kept: Rates = {}
    for day in sorted(rates):
        for currency, rate in rates[day].items():
            then, of_then = last.get(currency, (day, rate))
            before = of_then if currency in last and day - then <= _NEAR else known(currency, day) or rate
            if before / _LEAP < rate < before * _LEAP:
                kept.setdefault(day, {})[currency] = rate
                last[currency] = day, rate
            else:
                rejects["rate that leaps"] += 1
    return kept


def rows_of(rates: Mapping[date, Mapping[str, Decimal]], columns: Mapping[str, int]) -> Iterable[tuple[date, str]]:
    """Return days with their rates as comma-separated rows, each currency in its column, the day in the first."""
    width = max(columns.values(), default=0) + 1
    for day, found in rates.items():
        cells = [day.isoformat(), *[""] * (width - 1)]
        for currency, rate in found.items():
            cells[columns[currency]] = str(rate)
        yield day, ",".join(cells)
