"""Amounts as a button names them."""

from decimal import Decimal


def rounded(amount: float) -> Decimal:
    """Return an amount with one digit that is not nought, at least 1.

    >>> rounded(37.2), rounded(1240.0), rounded(0.2)
    (Decimal('40'), Decimal('1000'), Decimal('1'))
    """
    digits = len(str(int(max(amount, 1.0)))) - 1
    return Decimal(max(round(amount / 10**digits), 1) * 10**digits)
