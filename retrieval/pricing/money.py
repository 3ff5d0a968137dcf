"""Money: an exact amount in one currency."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision

from retrieval.errors import PricingError

MAX_AMOUNT = Decimal(1_000_000_000)


def check_currency(code: str) -> str:
    """Return `code` if it is an ISO 4217 code that CLDR lists, in capitals; raise PricingError otherwise.

    >>> check_currency("EUR")
    'EUR'
    >>> check_currency("eur")
    Traceback (most recent call last):
    retrieval.errors.PricingError: 'eur' is no ISO 4217 currency code; give three capitals such as EUR
    """
    if code not in get_global("all_currencies"):
        raise PricingError(f"{code!r} is no ISO 4217 currency code; give three capitals such as EUR")
    return code


def parse_decimal(value: str | int | Decimal, what: str) -> Decimal:
    """Return `value` as a finite Decimal; `what` names it in the error. Floats are refused, they are not exact.

    >>> parse_decimal("74.90", "price")
    Decimal('74.90')
    >>> parse_decimal("1,50", "price")
    Traceback (most recent call last):
    retrieval.errors.PricingError: the price '1,50' is not a number; write it like 74.90
    """
    if isinstance(value, (bool, float)) or (isinstance(value, str) and "_" in value):
        raise PricingError(f"the {what} {value!r} is not exact; write it as text, like '74.90'")
    try:
        number = Decimal(value)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise PricingError(f"the {what} {value!r} is not a number; write it like 74.90") from error
    if not number.is_finite():
        raise PricingError(f"the {what} {value!r} is not a finite number; write it like 74.90")
    return number


@cache
def smallest_unit(currency: str) -> Decimal:
    """Return the unit of the last decimal that CLDR gives a currency: 0.01 for EUR, 1 for JPY and KRW."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """Return `amount` rounded half up to the currency's decimals.

    >>> round_amount(Decimal("21.465"), "EUR"), round_amount(Decimal("980.5"), "JPY")
    (Decimal('21.47'), Decimal('981'))
    """
    return amount.quantize(smallest_unit(currency), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount from 0 to 1,000,000,000 in `currency` (ISO 4217), unrounded until `rounded` or `as_wire` is asked for.

    >>> Money(Decimal("-1"), "EUR")
    Traceback (most recent call last):
    retrieval.errors.PricingError: the amount -1 EUR is below zero; prices and costs are 0 or more
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        check_currency(self.currency)
        amount = parse_decimal(self.amount, "amount")
        if amount < 0:
            raise PricingError(f"the amount {amount} {self.currency} is below zero; prices and costs are 0 or more")
        if amount > MAX_AMOUNT:
            raise PricingError(f"the amount {amount} {self.currency} is over {MAX_AMOUNT:,}; check its unit")

    @classmethod
    def parse(cls, value: str | int | Decimal, currency: str) -> "Money":
        """Read an amount as people and feeds write it: digits with a decimal point.

        >>> Money.parse("11800", "JPY")
        Money(amount=Decimal('11800'), currency='JPY')
        """
        return cls(parse_decimal(value, "amount"), currency)

    def rounded(self) -> "Money":
        """Return it rounded half up to the currency's decimals."""
        return Money(round_amount(self.amount, self.currency), self.currency)

    def text(self) -> str:
        """Return the rounded amount as a plain decimal string: `74.90`, never `7.49E+1`."""
        return format(round_amount(self.amount, self.currency), "f")

    def as_wire(self) -> dict[str, str]:
        """Return the form the contract gives it.

        >>> Money(Decimal("74.9"), "EUR").as_wire()
        {'amount': '74.90', 'currency': 'EUR'}
        """
        return {"amount": self.text(), "currency": self.currency}
