"""A small shop on fakes: a catalogue made up for the tests, everything else as the server has it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from actions.assembly import SIZES, filter_columns
from actions.backend.building import build_commerce
from actions.buying.door_prices import DoorPrices
from actions.identity import Identity
from actions.metrics import Metrics
from actions.payloads.cards import Payloads
from actions.settings import PROJECT, Settings
from actions.shop import Shop
from actions.talk.anger import Anger
from actions.wording.texts import Texts
from retrieval.advice.advice import Advice
from retrieval.advice.offer_ledger import OfferLedger
from retrieval.alerts.price_alerts import PriceAlerts
from retrieval.asking import WordedSearch
from retrieval.catalogue import Catalogue
from retrieval.collaborative import CollaborativeScores
from retrieval.commerce.stored_carts import StoredCarts
from retrieval.commerce.stored_orders import StoredOrders
from retrieval.database import create_engine_for
from retrieval.feedback_store import FeedbackStore
from retrieval.finder import ProductFinder
from retrieval.handoffs import Handoffs
from retrieval.lexicon import Lexicon
from retrieval.lists.duplicates import Groups
from retrieval.mains import Mains
from retrieval.policies import Passage, PolicySearch
from retrieval.pricing.rates import ExchangeRates
from retrieval.pricing.rules import Rules
from retrieval.product import Merchant, Product, ShippingZone
from retrieval.quality.guardrails import GuardRails
from retrieval.ranking import Weights
from retrieval.restrictions import Restrictions, Screen
from retrieval.shopper_store import ShopperStore
from retrieval.shown_lists import ShownLists
from retrieval.sizing import SizeWords, Sizing
from retrieval.understanding import Vocabulary
from tests.fakes import FakeEncoder, fused_search

POLICIES = (
    Passage("returns", "en", "Returns", "How long can I return something?", "Within 30 days.", "returns.en.md"),
    Passage("returns", "en", "Returns", "Who pays the postage?", "You do, unless it is faulty.", "returns.en.md"),
    Passage("returns", "de", "Rückgabe", "Wie lange kann ich zurückgeben?", "30 Tage lang.", "returns.de.md"),
    Passage("payment", "en", "Payment", "How can I pay?", "By card.", "payment.en.md", "https://shop.example/payment"),
)
OFFERS = Path(__file__).parent / "offers.yml"
TODAY = date(2026, 11, 22)
API_TOKEN = "the shop's own token"
SECRET = "a secret of the shop, long enough to sign with"
PAGE_ORIGIN = "http://127.0.0.1:5080"


def _zone(destinations: str, base: str, per_kg: str, days: tuple[int, int]) -> ShippingZone:
    return ShippingZone(tuple(destinations.split()), Decimal(base), Decimal(per_kg), days)


NOWHERE = "KP"
"""A country to which none of the merchants sends."""

NORD = Merchant("nord", "Nord Handel", "DE", "de", "EUR",
                (_zone("domestic", "4.90", "1", (1, 3)), _zone("EU", "9.90", "2", (3, 6)),
                 _zone("world", "25", "8", (8, 14))),
                frozenset({"RU", NOWHERE}))  # fmt: skip
HANA = Merchant("hana", "花商店", "JP", "ja", "JPY",
                (_zone("domestic", "500", "100", (1, 2)), _zone("world", "2800", "900", (6, 10))),
                frozenset({NOWHERE}))  # fmt: skip
PRAIRIE = Merchant("prairie", "Prairie Goods", "US", "en", "USD", (_zone("domestic CA", "7.50", "2", (2, 5)),))
LUNE = Merchant("lune", "Maison Lune", "FR", "fr", "EUR", (_zone("EU", "8.50", "0", (2, 5)),))
TIAN = Merchant(
    "tian", "天天小铺", "CN", "zh-Hans", "CNY", (_zone("world", "60", "25", (9, 18)),), frozenset({NOWHERE})
)
MERCHANTS = {merchant.merchant_id: merchant for merchant in (NORD, HANA, PRAIRIE, LUNE, TIAN)}

_KINDS: dict[str, dict[str, Any]] = {
    "headphones": {"department": "electronics", "hs_code": "8518.30", "weight_kg": 0.4, "materials": ("plastic",)},
    "running shoes": {"department": "shoes", "hs_code": "6404.11", "weight_kg": 0.9, "sizes": ("EU 38", "EU 42")},
    "tea": {"department": "food", "hs_code": "0902.20", "weight_kg": 0.2},
    "mug": {"department": "kitchen", "hs_code": "6912.00", "weight_kg": 0.5, "materials": ("ceramic",)},
    "t-shirt": {"department": "clothing", "hs_code": "6109.10", "weight_kg": 0.2, "materials": ("cotton",)},
    "perfume": {"department": "beauty", "hs_code": "3303.00", "weight_kg": 0.3},
}


def _product(
    product_id: str, merchant_id: str, title: str, english: str, price: str, category: str, brand: str, colors: str,
    **fields: Any,
) -> Product:  # fmt: skip
    merchant = MERCHANTS[merchant_id]
    made: dict[str, Any] = {
        "language": merchant.language,
        "titles": {"en": english, merchant.language: title},
        "descriptions": {"en": f"{english} of {brand}"},
        "price": Decimal(price),
        "currency": merchant.currency,
        "category": category,
        "brand": brand,
        "colors": tuple(colors.split()),
        "stock": 7,
        "rating": 4.1,
        "n_ratings": 12,
        "url": f"https://shop.example/{product_id}",
        **_KINDS[category],
    }
    return Product(product_id=product_id, merchant_id=merchant_id, **{**made, **fields})


HEADPHONES = (
    _product("h01", "nord", "Kopfhörer Eins", "Headphones One", "19.90", "headphones", "Nordton", "black"),
    _product("h02", "nord", "Kopfhörer Zwei", "Headphones Two", "39.90", "headphones", "Nordton", "white"),
    _product("h03", "nord", "Kopfhörer Klar", "Headphones Clear", "59.90", "headphones", "Klang", "black",
             rating=4.9, n_ratings=400),
    _product("h04", "nord", "Kopfhörer Blau", "Headphones Blue", "79.90", "headphones", "Klang", "blue"),
    _product("h05", "nord", "Kopfhörer Holz", "Wooden headphones", "149.00", "headphones", "Nordton", "black brown",
             materials=("wood", "leather")),
    _product("h06", "hana", "赤いヘッドホン", "Red headphones", "4900", "headphones", "Otoha", "red", added=TODAY),
    _product("h07", "hana", "ヘッドホン 黒", "Quiet headphones", "11800", "headphones", "Otoha", "black"),
    _product("h08", "hana", "ヘッドホン 白", "Studio headphones", "23800", "headphones", "Otoha", "white"),
    _product("h09", "prairie", "Travel headphones", "Travel headphones", "49.00", "headphones", "Twang", "black"),
    _product("h10", "prairie", "Loud headphones", "Loud headphones", "99.00", "headphones", "Twang", "red"),
    _product("h11", "lune", "Casque rose", "Pink headphones", "69.00", "headphones", "Sonate", "pink"),
    _product("h12", "lune", "Casque noir", "Night headphones", "89.00", "headphones", "Sonate", "black",
             rating=None, n_ratings=0),
    _product("h13", "nord", "Kopfhörer Rest", "Last headphones", "29.90", "headphones", "Nordton", "black", stock=0),
)  # fmt: skip
"""One of them sold out; the two of prairie are not sent to Europe, those of lune nowhere else."""

PRODUCTS = (
    *HEADPHONES,
    _product("s01", "nord", "Laufschuh Rot", "Red runner", "89.00", "running shoes", "Lauf", "red", audience="women"),
    _product("s02", "nord", "Laufschuh Blau", "Blue runner", "119.00", "running shoes", "Lauf", "blue", audience="men"),
    _product("s03", "hana", "ランニングシューズ", "Light runner", "9800", "running shoes", "Hayate", "white"),
    _product("s04", "lune", "Chaussure de course", "City runner", "75.00", "running shoes", "Foulée", "black"),
    _product("s05", "prairie", "Trail runner", "Trail runner", "110.00", "running shoes", "Bison", "green"),
    _product("s06", "tian", "跑鞋", "Swift runner", "399", "running shoes", "飞步", "black", audience="unisex"),
    _product("t01", "hana", "煎茶", "Green tea", "1600", "tea", "茶乃", "green", weight_kg=None),
    _product("t02", "tian", "乌龙茶", "Oolong tea", "88", "tea", "云山", "brown"),
    _product("t03", "tian", "红茶", "Black tea", "168", "tea", "云山", "black", stock=None),
    _product("t04", "lune", "Tisane", "Herbal tea", "12.50", "tea", "Sonate", "green"),
    _product("t05", "hana", "ほうじ茶", "Roasted tea", "2400", "tea", "茶乃", "brown"),
    _product("m01", "nord", "Becher Weiß", "White mug", "12.90", "mug", "Klang", "white"),
    _product("m02", "hana", "青いマグ", "Blue mug", "1800", "mug", "茶乃", "blue"),
    _product("m03", "lune", "Tasse en verre", "Glass mug", "15.00", "mug", "Sonate", "transparent",
             materials=("glass",)),
    _product("m04", "tian", "竹杯", "Bamboo mug", "59", "mug", "云山", "brown", materials=("bamboo",)),
    _product("c01", "nord", "T-Shirt Weiß", "White t-shirt", "14.90", "t-shirt", "Lauf", "white", sizes=("S", "M")),
    _product("c02", "lune", "T-shirt rouge", "Red t-shirt", "29.00", "t-shirt", "Foulée", "red", sizes=("M", "L")),
    _product("c03", "tian", "T恤", "Black t-shirt", "79", "t-shirt", "飞步", "black", sizes=("L",)),
    _product("p01", "lune", "Parfum Nuit", "Night perfume", "95.00", "perfume", "Sonate", ""),
)  # fmt: skip


def build_shop(folder: Path, products: Sequence[Product] = PRODUCTS, today: date = TODAY, **changes: Any) -> Shop:
    """Put a shop together as `actions.assembly` does, its database in `folder`; `changes` are settings."""
    settings = replace(Settings.from_environment({"CROSSAISLE_CACHE": str(folder)}), **{
        "api_token": API_TOKEN, "identity_secret": SECRET, "checkout_secret": SECRET[::-1], **changes,
    })  # fmt: skip
    catalogue = Catalogue.from_products(products, MERCHANTS.values(), "small shop")
    rates, rules, restrictions, lexicon, texts = _shipped()
    screen = Screen(restrictions, catalogue, lambda: today)
    prices = DoorPrices(rates, rules, catalogue.merchants, screen)
    database = create_engine_for(settings.database_url)
    store = ShopperStore(database)
    collaborative = CollaborativeScores.from_store(store)
    vocabulary = Vocabulary.load(PROJECT / "data", lexicon, catalogue.brands())
    columns = filter_columns(catalogue, prices, vocabulary)
    groups = Groups.of(catalogue, columns.prices, lexicon)
    finder = ProductFinder(catalogue, fused_search(catalogue, columns), columns, collaborative, Weights, groups)
    asking = WordedSearch(finder, vocabulary)
    rails = GuardRails(catalogue.merchants, prices.serves)
    return Shop(
        settings=settings,
        catalogue=catalogue,
        finder=finder,
        asking=asking,
        advice=Advice.load(
            PROJECT / "data",
            catalogue,
            finder,
            asking,
            store,
            lambda product, country: rails.reason_against(product, country) is None,
            prices.parcels(),
            OfferLedger(database),
            OFFERS,
        ),
        lexicon=lexicon,
        prices=prices,
        store=store,
        shown=ShownLists(database),
        collaborative=collaborative,
        weights=Weights,
        identity=Identity(settings.identity_secret),
        texts=texts,
        payloads=Payloads(texts, prices, f"{settings.public_url}/pictures", mains=_mains()),
        metrics=Metrics(),
        commerce=build_commerce(settings, StoredCarts(database), StoredOrders(database)),
        policies=PolicySearch.of(POLICIES, {"fake": FakeEncoder()}),
        alerts=PriceAlerts(database),
        handoffs=Handoffs(database),
        feedback=FeedbackStore(database),
        anger=Anger.load(PROJECT / "data"),
        mains=_mains(),
        sizing=_sizes()[0],
        size_words=_sizes()[1],
        today=lambda: today,
    )


@cache
def _shipped() -> tuple[ExchangeRates, Rules, Restrictions, Lexicon, Texts]:
    """Read what the project ships and no test changes."""
    lexicon = Lexicon.load(PROJECT / "data")
    texts = Texts.load(PROJECT / "actions" / "locales", lexicon)
    return ExchangeRates.load(), Rules.load(), Restrictions.load(), lexicon, texts


@cache
def _sizes() -> tuple[Sizing, SizeWords]:
    """Read the size charts, those of the demo shop's brands among them, and the words for sizes."""
    return Sizing.load(SIZES, SIZES / "brands"), SizeWords.load(SIZES / "words.yml")


@cache
def _mains() -> Mains:
    return Mains.load(PROJECT / "data")
