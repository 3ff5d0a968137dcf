"""Ways to take the record behind a claim away: each changes the shop of a conversation, or what is kept for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from actions.backend.ports import Orders
from actions.buying.door_prices import DoorPrices
from actions.payloads.cards import Payloads
from retrieval.advice.bundles import Bundles
from retrieval.advice.occasions import Occasions
from retrieval.advice.offer_book import OfferBook
from retrieval.catalogue import Catalogue
from retrieval.commerce.order import Order
from retrieval.commerce.withdrawal import Withdrawals
from retrieval.consumer_rights import Rights
from retrieval.policies import PolicySearch
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rule import Kind
from retrieval.pricing.rules import Rules
from retrieval.restrictions import Restrictions, Screen
from retrieval.sizing import Sizing
from tests.actions.chat import Chat
from tests.actions.small_shop import MERCHANTS
from tests.fakes import FakeEncoder

Removal = Callable[[Chat], None]


def product_fields(**fields: Any) -> Removal:
    """Set fields of every product: to None, say."""

    def remove(chat: Chat) -> None:
        products = [replace(one, **fields) for one in chat.shop.catalogue]
        merchants = chat.shop.catalogue.merchants.values()
        chat.shop = replace(chat.shop, catalogue=Catalogue.from_products(products, merchants, "small shop"))

    return remove


def products(*gone: str) -> Removal:
    """Take products out of the catalogue."""

    def remove(chat: Chat) -> None:
        left = [one for one in chat.shop.catalogue if one.product_id not in gone]
        merchants = chat.shop.catalogue.merchants.values()
        chat.shop = replace(chat.shop, catalogue=Catalogue.from_products(left, merchants, "small shop"))

    return remove


def zones(chat: Chat) -> None:
    """Take every merchant's tariff away: nobody says what sending costs, how long it takes, or where it goes."""
    merchants = {name: replace(one, shipping=()) for name, one in MERCHANTS.items()}
    catalogue = Catalogue.from_products(chat.shop.catalogue, merchants.values(), "small shop")
    _set_prices(chat, replace(chat.shop.prices, merchants=merchants))
    chat.shop = replace(chat.shop, catalogue=catalogue)


def merchant_fields(**fields: Any) -> Removal:
    """Set fields of every merchant: what it says of when orders leave, say."""

    def remove(chat: Chat) -> None:
        merchants = {name: replace(one, **fields) for name, one in chat.shop.prices.merchants.items()}
        catalogue = Catalogue.from_products(chat.shop.catalogue, merchants.values(), "small shop")
        _set_prices(chat, replace(chat.shop.prices, merchants=merchants))
        chat.shop = replace(chat.shop, catalogue=catalogue)

    return remove


def sent_on(incoterm: str) -> Removal:
    """Let every merchant send on these terms; with "" none says who pays duty and tax."""

    def change(chat: Chat) -> None:
        merchants = {
            name: replace(one, shipping=tuple(replace(zone, incoterm=incoterm) for zone in one.shipping))
            for name, one in chat.shop.prices.merchants.items()
        }
        catalogue = Catalogue.from_products(chat.shop.catalogue, merchants.values(), "small shop")
        _set_prices(chat, replace(chat.shop.prices, merchants=merchants))
        chat.shop = replace(chat.shop, catalogue=catalogue)

    return change


def rules(*kinds: Kind) -> Removal:
    """Take the rules of some kinds away, all where none is named."""

    def remove(chat: Chat) -> None:
        left = [rule for rule in chat.shop.prices.rules.rules if kinds and rule.kind not in kinds]
        _set_prices(chat, replace(chat.shop.prices, rules=Rules.from_rules(left)))

    return remove


def restrictions(chat: Chat) -> None:
    """Take every record of what may be sent where away; kinds of goods are still known by name."""
    kinds = chat.shop.prices.screen.restrictions.kinds.values()
    screen = Screen(Restrictions(kinds, ()), chat.shop.catalogue, chat.shop.today)
    _set_prices(chat, replace(chat.shop.prices, screen=screen))


def size_charts(chat: Chat) -> None:
    """Take every size chart away; what is a shoe and what a ring is still known."""
    garments = {name: found for name in ("running shoes", "t-shirt") if (found := chat.shop.sizing.garment(name))}
    chat.shop = replace(chat.shop, sizing=Sizing.of((), garments))


def rate_of(currency: str) -> Removal:
    """Take the exchange rate of a currency away."""

    def remove(chat: Chat) -> None:
        _set_prices(chat, replace(chat.shop.prices, rates=_without_rate(currency)))

    return remove


def _without_rate(currency: str) -> ExchangeRates:
    full = ExchangeRates.load()
    columns = {name: column for name, column in full._columns.items() if name != currency}
    return ExchangeRates(columns, full._rows, {name: peg for name, peg in full._pegs.items() if name != currency})


def _set_prices(chat: Chat, prices: DoorPrices) -> None:
    shop = chat.shop
    advice = shop.advice
    bundles = Bundles(shop.catalogue, advice.companions, advice.complements, prices.parcels())
    payloads = Payloads(shop.texts, prices, "http://pictures.example")
    chat.shop = replace(shop, prices=prices, payloads=payloads, advice=replace(advice, bundles=bundles))


def policies(chat: Chat) -> None:
    """Take the shop's documents away."""
    chat.shop = replace(chat.shop, policies=PolicySearch.of((), {"fake": FakeEncoder()}))


def withdrawals(chat: Chat) -> None:
    """Take away until when the laws let goods be sent back."""
    chat.shop = replace(chat.shop, commerce=replace(chat.shop.commerce, withdrawals=Withdrawals({})))


def rights(chat: Chat) -> None:
    """Take away what else the laws say: of postage, exceptions, faults and charges at the border."""
    chat.shop = replace(chat.shop, commerce=replace(chat.shop.commerce, rights=Rights(())))


def laws(chat: Chat) -> None:
    """Take all away that is known of the laws for those who buy from afar."""
    withdrawals(chat)
    rights(chat)


def supplies(chat: Chat) -> None:
    """Take away what is known of the sockets and the voltage of countries."""
    mains = chat.shop.mains
    chat.shop = replace(chat.shop, mains=replace(mains, supplies=replace(mains.supplies, countries={})))


def checkout_secret(chat: Chat) -> None:
    """Take away what links to the checkout are signed with."""
    links = replace(chat.shop.commerce.links, secret=None)
    chat.shop = replace(chat.shop, commerce=replace(chat.shop.commerce, links=links))


def occasions(chat: Chat) -> None:
    """Take the days of all occasions away."""
    book = chat.shop.advice.occasions.book
    undated = {name: replace(one, days=()) for name, one in book.occasions.items()}
    chat.shop = replace(
        chat.shop, advice=replace(chat.shop.advice, occasions=Occasions(replace(book, occasions=undated)))
    )


def offers(chat: Chat) -> None:
    """Take the shop's file of offers away."""
    offer_fields_set(chat, {})


def offer_fields(**fields: Any) -> Removal:
    """Set fields of every offer."""

    def remove(chat: Chat) -> None:
        offer_fields_set(chat, {code: replace(one, **fields) for code, one in _book(chat).offers.items()})

    return remove


def offer_fields_set(chat: Chat, book: Any) -> None:
    """Let the shop make these offers and no others."""
    offers = chat.shop.advice.offers
    changed = type(offers)(OfferBook(book, _book(chat).margins), offers.ledger, offers._chances, offers._source,
                           offers._parcels)  # fmt: skip
    chat.shop = replace(chat.shop, advice=replace(chat.shop.advice, offers=changed))


def _book(chat: Chat) -> OfferBook:
    return chat.shop.advice.offers.book


def everything_kept(chat: Chat) -> None:
    """Take away all that is kept of this shopper: events, cart, orders, coupons and alerts."""
    chat.shop.erase(f"user:{chat.sender}")


def order_fields(**fields: Any) -> Removal:
    """Set fields of the shopper's orders."""

    def remove(chat: Chat) -> None:
        class Kept:
            """The shopper's orders, changed."""

            def __init__(self, inner: Orders) -> None:
                self._inner = inner

            def orders(self, user_id: str) -> tuple[Order, ...]:
                return tuple(replace(one, **fields) for one in self._inner.orders(user_id))

            def order(self, user_id: str, order_id: str) -> Order | None:
                found = self._inner.order(user_id, order_id)
                return found and replace(found, **fields)

            def cancel(self, user_id: str, order_id: str) -> Order:
                return replace(self._inner.cancel(user_id, order_id), **fields)

            def request_return(self, user_id: str, order_id: str) -> Order:
                return replace(self._inner.request_return(user_id, order_id), **fields)

        commerce = chat.shop.commerce
        chat.shop = replace(chat.shop, commerce=replace(commerce, orders=Kept(commerce.orders)))

    return remove


def those_who_bought(product_id: str) -> Removal:
    """Take away what the shoppers did whom `turns.others_bought` let buy it."""

    def remove(chat: Chat) -> None:
        for name in sorted(
            name for name, _ in chat.shop.store.events_by_shopper() if name.startswith(f"with {product_id}")
        ):
            chat.shop.store.erase(name)

    return remove


def nothing_anonymous(chat: Chat) -> None:
    """Take away what the shopper did before they signed in."""
    chat.shop.erase(f"anon:{chat.sender}")
