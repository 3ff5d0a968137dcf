"""Reading query parameters, with an error that names the parameter and the value found."""

from datetime import date
from decimal import Decimal, InvalidOperation
from http import HTTPStatus

from babel.core import get_global
from sanic import Request

from actions.api.problems import Problem

MAX_TEXT = 2_000


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

    def amount(self, name: str) -> Decimal | None:
        """Return a decimal number from 0 to a billion, None where it is not given."""
        value = self.text(name, "")
        if not value:
            return None
        try:
            amount = Decimal(value)
        except InvalidOperation as error:
            raise Problem(HTTPStatus.BAD_REQUEST, f"{name} is {value!r}; it must be a number such as 79.90.") from error
        if not amount.is_finite() or not 0 <= amount <= 10**9:
            raise Problem(HTTPStatus.BAD_REQUEST, f"{name} is {value!r}; it must lie between 0 and a billion.")
        return amount

    def needed_amount(self, name: str) -> Decimal:
        """Return an amount that must be given."""
        amount = self.amount(name)
        if amount is None:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is missing.")
        return amount

    def country(self, name: str) -> str:
        """Return an ISO 3166-1 alpha-2 code, "" where it is not given."""
        code = self.text(name, "").upper()
        if code and (len(code) != 2 or code not in get_global("territory_languages")):
            raise Problem(HTTPStatus.BAD_REQUEST, f"{name} is {code!r}; it must be a country's ISO code such as DE.")
        return code

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
