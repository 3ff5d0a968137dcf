"""Reading query parameters, with an error that names the parameter and the value found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from http import HTTPStatus

from babel.core import get_global
from sanic import Request

from actions.api.problems import Problem
from retrieval.errors import PricingError
from retrieval.pricing.money import MAX_AMOUNT, parse_decimal
from retrieval.pricing.territories import read_country

MAX_TEXT = 2_000
_MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: at most `limit` products after the first `offset`, page `page` counted from 1."""

    limit: int
    offset: int
    page: int


class Parameters:
    """The query parameters of a request; every method raises Problem 400 for a value that cannot be used."""

    def __init__(self, request: Request) -> None:
        self._args = request.args

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without `default` it must be there."""
        value = self._args.get(name, default)
        if value is None:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is missing.")
        cleaned = "".join(letter for letter in str(value) if letter.isprintable()).strip()
        if len(cleaned) > MAX_TEXT:
            raise Problem(HTTPStatus.BAD_REQUEST, f"{name} has {len(cleaned)} characters; at most {MAX_TEXT} are read.")
        return cleaned

    def several(self, name: str) -> tuple[str, ...]:
        """Return every value of a parameter that may be repeated."""
        return tuple(str(value) for value in self._args.getlist(name) or () if value)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise Problem(
                HTTPStatus.BAD_REQUEST, f"{name} is {value!r}; it must be a whole number from {least} to {most}."
            )
        return int(value)

    def choice(self, name: str, default: str, allowed: Sequence[str]) -> str:
        """Return one of the `allowed` values."""
        value = self.text(name, default)
        if value not in allowed:
            named = ", ".join(filter(None, allowed))
            raise Problem(HTTPStatus.BAD_REQUEST, f"{name} is {value!r}; it must be one of {named}.")
        return value

    def choices(self, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """Return some of the `allowed` values, repeated or joined by commas; "true" is all of them, "false" none."""
        named = [part.strip() for value in self.several(name) for part in value.split(",") if part.strip()]
        if named in (["true"], ["false"]):
            return tuple(allowed) if named == ["true"] else ()
        for value in named:
            if value not in allowed:
                raise Problem(
                    HTTPStatus.BAD_REQUEST, f"{name} has {value!r}; it must be true or some of {', '.join(allowed)}."
                )
        return tuple(one for one in allowed if one in named)

    def part(self, most: int) -> "Part":
        """Return which part of a list is wanted, by `limit` and either `page` or `offset`."""
        limit = self.whole("limit", 10, 1, most)
        if not self.text("offset", ""):
            page = self.whole("page", 1, 1, _MOST_PAGES)
            return Part(limit, (page - 1) * limit, page)
        if self.text("page", ""):
            raise Problem(HTTPStatus.BAD_REQUEST, "page and offset are both given; give one of them.")
        offset = self.whole("offset", 0, 0, _MOST_PAGES)
        return Part(limit, offset, offset // limit + 1)

    def amount(self, name: str) -> Decimal | None:
        """Return a decimal number from 0 to a billion, None where it is not given."""
        value = self.text(name, "")
        if not value:
            return None
        try:
            amount = parse_decimal(value, name)
        except PricingError as error:
            raise Problem(HTTPStatus.BAD_REQUEST, f"{name} is {value!r}; it must be a number such as 79.90.") from error
        if not 0 <= amount <= MAX_AMOUNT:
            raise Problem(HTTPStatus.BAD_REQUEST, f"{name} is {value!r}; it must lie between 0 and a billion.")
        return amount

    def needed_amount(self, name: str) -> Decimal:
        """Return an amount that must be given."""
        amount = self.amount(name)
        if amount is None:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is missing.")
        return amount

    def country(self, name: str) -> str:
        """Return the ISO 3166-1 alpha-2 code of a country or territory, "" where it is not given."""
        code = self.text(name, "")
        try:
            return read_country(code, name) if code else ""
        except PricingError as error:
            raise Problem(
                HTTPStatus.BAD_REQUEST, f"{name} is {code!r}; it must be a country's ISO code such as DE."
            ) from error

    def currency(self, name: str, default: str) -> str:
        """Return an ISO 4217 code."""
        code = self.text(name, default).upper()
        if code not in get_global("all_currencies"):
            raise Problem(HTTPStatus.BAD_REQUEST, f"{name} is {code!r}; it must be a currency's ISO code such as EUR.")
        return code

    def day(self, name: str, default: date) -> date:
        """Return a calendar day."""
        value = self.text(name, default.isoformat())
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise Problem(
                HTTPStatus.BAD_REQUEST, f"{name} is {value!r}; it must be a day such as 2026-11-22."
            ) from error
