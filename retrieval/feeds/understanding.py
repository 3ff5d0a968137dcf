"""From what a feed says of a product to the product."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from retrieval.feeds import cells
from retrieval.feeds.listing import Listing
from retrieval.feeds.prices import price_in
from retrieval.feeds.words import FeedWords, stock_meant
from retrieval.lexicon import Lexicon
from retrieval.product import Merchant, Product

_LATER = ("preorder", "backorder", "presale")


class Understanding:
    """Turns listings of one feed into products.

    `language` is the one that the feed is written in where it is not the merchant's, `now` decides which sale prices
    count.
    """

    def __init__(self, merchants: Mapping[str, Merchant], lexicon: Lexicon, language: str, now: datetime) -> None:
        self._merchants = merchants
        self._departments = lexicon.departments
        self._words = FeedWords(lexicon)
        self._language = language
        self._now = now

    def product(self, listing: Listing) -> Product:
        """Return the product that a listing describes; raises ValueError with the reason in words."""
        merchant = self._merchant(listing)
        language = self._language or merchant.language
        product_id = cells.text(listing.product_id)
        if not product_id:
            raise ValueError("no id")
        titles = cells.texts(listing.titles, language)
        if language not in titles:
            raise ValueError(f"no title in the merchant's language {language}")
        price, currency = self._price(listing, merchant)
        spoken = ("en", language) if listing.is_in_project_words or language.startswith("en") else (language, "en")
        category = self._words.category(listing.category_names, listing.category_noun, spoken)
        colors, odd_colors = self._words.colors(cells.words(listing.colors), spoken)
        materials, odd_materials = self._words.materials(cells.words(listing.materials), spoken)
        return Product(
            product_id=product_id,
            merchant_id=merchant.merchant_id,
            language=language,
            titles=titles,
            descriptions=cells.texts(listing.descriptions, language),
            price=price,
            currency=currency,
            category=category,
            department=self._departments.get(category) or cells.text(listing.department).casefold(),
            brand=cells.text(listing.brand),
            colors=colors or self._words.colors_in(titles[language], language),
            materials=materials,
            sizes=_sizes(listing),
            audience=self._words.audience(cells.text(listing.gender), cells.text(listing.age_group), spoken),
            weight_kg=cells.kilograms(listing.weight, merchant),
            hs_code=cells.text(listing.hs_code) or None,
            origin=cells.text(listing.origin) or None,
            attributes=_attributes(listing, odd_colors, odd_materials),
            image=cells.text(listing.image),
            url=cells.text(listing.url),
            stock=_stock(listing, merchant),
            rating=cells.rating(listing.rating, listing.best_rating, merchant),
            n_ratings=cells.whole(listing.n_ratings, "number of ratings", merchant) or 0,
            added=cells.day(listing.added),
        )

    def _merchant(self, listing: Listing) -> Merchant:
        if listing.merchant_id is None and len(self._merchants) == 1:
            return next(iter(self._merchants.values()))
        merchant = self._merchants.get(str(listing.merchant_id))
        if merchant is None:
            raise ValueError(f"unknown merchant {listing.merchant_id!r}; known are {sorted(self._merchants)}")
        return merchant

    def _price(self, listing: Listing, merchant: Merchant) -> tuple[Decimal, str]:
        currency = cells.text(listing.currency)
        if cells.text(listing.sale_price) and self._is_on_sale(cells.text(listing.sale_period)):
            return price_in(listing.sale_price, currency, merchant)
        return price_in(listing.price, currency, merchant)

    def _is_on_sale(self, period: str) -> bool:
        """Return whether a period such as `2026-11-01T00:00+0100/2026-11-30` holds now; none holds always."""
        if not period:
            return True
        try:
            begin, end = (cells.moment(part) for part in period.split("/"))
        except ValueError as error:
            raise ValueError(f"the period {period!r} of the sale is not of the form 2026-11-01/2026-11-30") from error
        return begin <= self._now <= end


def _stock(listing: Listing, merchant: Merchant) -> int | None:
    stock = cells.whole(listing.stock, "stock", merchant)
    if stock is not None or not cells.text(listing.availability):
        return stock
    return stock_meant(cells.text(listing.availability))


def _sizes(listing: Listing) -> tuple[str, ...]:
    system = cells.text(listing.size_system).upper()
    sizes = cells.words(listing.sizes)
    if not system:
        return sizes
    return tuple(f"{system} {size}" if size[:1].isdigit() else size for size in sizes)


def _attributes(
    listing: Listing, odd_colors: tuple[str, ...], odd_materials: tuple[str, ...]
) -> dict[str, str | float | bool]:
    """Return the listing's attributes, and what it says that has no place among the other fields."""
    found = cells.attributes(listing.attributes)
    if odd_colors:
        found.setdefault("color", ", ".join(odd_colors))
    if odd_materials:
        found.setdefault("material", ", ".join(odd_materials))
    availability = "".join(filter(str.isalpha, cells.text(listing.availability).rsplit("/", 1)[-1].casefold()))
    if availability in _LATER:
        found.setdefault("availability", availability)
    return found
