"""What lies in a cart, as it can be sold now."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from actions.buying.door_prices import DoorPrices
from retrieval.catalogue import Catalogue
from retrieval.commerce.cart import Cart
from retrieval.pricing.money import Money
from retrieval.product import Product


class Problem(StrEnum):
    """Why a line of a cart cannot be bought as it stands."""

    SOLD_OUT = "sold_out"
    OVER_STOCK = "over_stock"
    NOT_SENT = "not_sent"
    PROHIBITED = "prohibited"


@dataclass(frozen=True, slots=True)
class CartItem:
    """A line of a cart with its product."""

    product: Product
    quantity: int
    size: str
    problem: Problem | None

    def total(self, prices: DoorPrices, currency: str) -> Money:
        """Return what its pieces cost together, rounded as a landed cost rounds them."""
        return Money(prices.price(self.product, currency).amount * self.quantity, currency).rounded()

    @property
    def counts(self) -> bool:
        """Whether it can be had at all, and so belongs to the sum."""
        return self.problem not in {Problem.SOLD_OUT, Problem.NOT_SENT, Problem.PROHIBITED}


def cart_items(cart: Cart, catalogue: Catalogue, prices: DoorPrices, country: str) -> tuple[CartItem, ...]:
    """Return the lines of a cart in their order; those of products that are sold no more are left out."""
    found = []
    for line in cart.lines:
        if line.product_id in catalogue:
            product = catalogue.get(line.product_id)
            pieces = sum(one.quantity for one in cart.lines if one.product_id == line.product_id)
            problem = problem_of(product, pieces, catalogue, prices, country)
            found.append(CartItem(product, line.quantity, line.size, problem))
    return tuple(found)


def problem_of(product: Product, pieces: int, catalogue: Catalogue, prices: DoorPrices, country: str) -> Problem | None:
    """Return why a number of pieces of a product cannot be sent to a country ("" where none is known)."""
    if not product.is_in_stock:
        return Problem.SOLD_OUT
    if country and not prices.serves(catalogue.merchant_of(product), country):
        return Problem.NOT_SENT
    if country and prices.bars(product, country):
        return Problem.PROHIBITED
    return Problem.OVER_STOCK if product.stock is not None and pieces > product.stock else None


def sum_of(items: Sequence[CartItem], prices: DoorPrices, currency: str) -> Money:
    """Return what those items that can be had cost together, without carriage and tax."""
    totals = (item.total(prices, currency).amount for item in items if item.counts)
    return Money(sum(totals, Decimal(0)), currency)
