"""Files as the European Central Bank offers them, with few days and currencies; rates are made up."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from retrieval.errors import PricingError
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rates_file import FILE_NAME, keep_rates, kept_rates, read_rates

TODAY = date(2026, 11, 26)
HISTORY = "Date,USD,JPY,BGN,\n2026-11-25,1.1201,176.02,N/A,\n2026-11-24,1.1188,175.80,N/A,\n"
ONE_DAY = "Date, USD, JPY, \n25 November 2026, 1.1201, 176.02, \n"
XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<Cube><Cube time="2026-11-25"><Cube currency="USD" rate="1.1201"/><Cube currency="JPY" rate="176.02"/></Cube>
<Cube time="2026-11-24"><Cube currency="USD" rate="1.1188"/></Cube></Cube>
</gesmes:Envelope>
"""


def written(folder: Path, text: str, name: str = "rates.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def zipped(folder: Path, text: str) -> Path:
    path = folder / "eurofxref-hist.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("eurofxref-hist.csv", text)
    return path


# --- the bank's forms


@pytest.mark.parametrize("form", ["csv", "zip", "daily", "xml"])
def test_each_form_of_the_bank_is_read(tmp_path: Path, form: str) -> None:
    path = {
        "csv": lambda: written(tmp_path, HISTORY),
        "zip": lambda: zipped(tmp_path, HISTORY),
        "daily": lambda: written(tmp_path, ONE_DAY),
        "xml": lambda: written(tmp_path, XML, "eurofxref-hist.xml"),
    }[form]()
    read = read_rates(path, TODAY)
    assert read.rates[date(2026, 11, 25)] == {"USD": Decimal("1.1201"), "JPY": Decimal("176.02")}
    assert not read.rejects


def test_packages_own_file_is_read_without_a_reject() -> None:
    import currency_converter

    read = read_rates(Path(currency_converter.CURRENCY_FILE), TODAY)
    assert not read.rejects
    assert len(read.rates) > 7000


# --- what is rejected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2026-11-27,1.12,176.02,N/A,", "day in the future"),
        ("2026-13-01,1.12,176.02,N/A,", "day that cannot be"),
        ("yesterday,1.12,176.02,N/A,", "day that cannot be"),
        ("2026-11-23,zero,176.02,N/A,", "rate that is no number over zero"),
        ("2026-11-23,-1.12,176.02,N/A,", "rate that is no number over zero"),
        ("2026-11-23,0,176.02,N/A,", "rate that is no number over zero"),
        ("2026-11-23,NaN,176.02,N/A,", "rate that is no number over zero"),
        ("2026-11-26,11.2,176.02,N/A,", "rate that leaps"),
        ("2026-11-26,176.02,1.12,N/A,", "rate that leaps"),
    ],
)
def test_entry_that_cannot_be_is_left_out_and_counted(tmp_path: Path, line: str, reason: str) -> None:
    read = read_rates(written(tmp_path, f"{HISTORY}{line}\n"), TODAY)
    assert read.rejects[reason] >= 1
    assert read.rates[date(2026, 11, 25)]["USD"] == Decimal("1.1201")


def test_column_that_is_no_currency_is_left_out_and_counted(tmp_path: Path) -> None:
    read = read_rates(written(tmp_path, HISTORY.replace("JPY", "ZZZ")), TODAY)
    assert read.rejects == {"currency that is none": 2}


def test_first_day_is_compared_with_what_is_known(tmp_path: Path) -> None:
    """A file of one day with two columns mixed up leaps from the rates that are there."""
    rates = ExchangeRates.load()
    mixed = written(tmp_path, "Date,USD,JPY\n2026-11-02,175.9,1.1180\n")
    with pytest.raises(PricingError, match="holds no rates"):
        read_rates(mixed, TODAY, rates.per_euro)
    assert read_rates(written(tmp_path, "Date,USD,JPY\n2026-11-02,1.1180,175.9\n"), TODAY, rates.per_euro).rates


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "does not begin with the column Date"),
        ("Currency,USD\n2026-11-25,1.12\n", "does not begin with the column Date"),
        ("Date,USD\n", "holds no rates"),
        ("<html><p>Not found</p></html>", "holds no rates"),
        ("<Cube", "is no XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "declares a document type"),
        ("PK but no archive", "cannot be read"),
    ],
)
def test_file_that_is_not_the_banks_is_refused_with_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(PricingError, match=reason):
        read_rates(written(tmp_path, text), TODAY)


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PricingError, match="cannot be read"):
        read_rates(path, TODAY)


# --- keeping


def test_kept_rates_take_the_place_of_the_packages_and_bring_newer_days(tmp_path: Path) -> None:
    kept = keep_rates(read_rates(written(tmp_path, HISTORY), TODAY), tmp_path / "cache")
    assert (kept.n_new, kept.n_days, kept.latest) == (2, 2, date(2026, 11, 25))
    rates = ExchangeRates.load(kept=tmp_path / "cache" / FILE_NAME)
    assert rates.latest == date(2026, 11, 25)
    assert rates.convert(Decimal(100), "EUR", "USD").amount == Decimal("112.01")
    old = date(2026, 10, 23)
    assert rates.convert(Decimal(1), "EUR", "USD", old) == ExchangeRates.load().convert(Decimal(1), "EUR", "USD", old)


def test_currency_that_the_newest_day_lacks_is_that_of_the_last_days(tmp_path: Path) -> None:
    """A day of the file without a currency that the day before has: its rate of that day holds."""
    text = "Date,USD,CHF\n2026-11-04,1.12,\n2026-11-03,1.11,0.92\n"
    keep_rates(read_rates(written(tmp_path, text), TODAY), tmp_path)
    rates = ExchangeRates.load(kept=tmp_path / FILE_NAME)
    assert rates.convert(Decimal(1), "EUR", "CHF").amount == Decimal("0.92")
    assert rates.knows("JPY"), "of 30 October, four days before"


def test_currency_that_the_package_lacks_is_known_once_kept(tmp_path: Path) -> None:
    keep_rates(read_rates(written(tmp_path, "Date,VND\n2026-11-25,29500\n"), TODAY), tmp_path)
    assert ExchangeRates.load(kept=tmp_path / FILE_NAME).convert(Decimal(2), "EUR", "VND").amount == Decimal(59000)


def test_second_file_adds_its_days_and_corrects_those_that_are_there(tmp_path: Path) -> None:
    keep_rates(read_rates(written(tmp_path, HISTORY), TODAY), tmp_path)
    later = "Date,USD\n2026-11-26,1.13\n2026-11-25,1.1202\n"
    kept = keep_rates(read_rates(written(tmp_path, later), TODAY), tmp_path)
    assert (kept.n_new, kept.n_days) == (1, 3)
    assert kept_rates(tmp_path / FILE_NAME)[date(2026, 11, 25)] == {"USD": Decimal("1.1202"), "JPY": Decimal("176.02")}
    assert not list(tmp_path.glob("*.unfinished"))


def test_without_kept_rates_the_packages_serve(tmp_path: Path) -> None:
    assert ExchangeRates.load(kept=tmp_path / FILE_NAME).latest == ExchangeRates.load().latest


@pytest.mark.parametrize("text", ["", "Date,USD\n2026-11-25\n", "Date,USD\n2026-11-25,much\n", "Date,USD\nnever,1\n"])
def test_broken_file_of_kept_rates_is_named_with_the_remedy(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text, FILE_NAME)
    with pytest.raises(PricingError, match="delete it"):
        ExchangeRates.load(kept=path)
