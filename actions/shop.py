"""The parts of a running shop, as the actions and the HTTP API use them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial

from actions.backend.commerce import Commerce
from actions.buying.door_prices import DoorPrices
from actions.identity import Identity
from actions.metrics import Metrics
from actions.payloads.cards import Audience, Payloads
from actions.settings import Settings
from actions.talk.anger import Anger
from actions.talk.conversation import Conversation
from actions.talk.search_state import SearchState
from actions.wording.texts import Texts
from retrieval.advice.advice import Advice
from retrieval.alerts.price_alerts import PriceAlerts
from retrieval.asking import WordedSearch
from retrieval.catalogue import Catalogue
from retrieval.collaborative import CollaborativeScores
from retrieval.events import Event
from retrieval.feedback_store import FeedbackStore
from retrieval.filters import Filters
from retrieval.finder import ProductFinder
from retrieval.findings import Found
from retrieval.handoffs import Handoffs
from retrieval.lexicon import Lexicon
from retrieval.mains import Mains
from retrieval.policies import PolicySearch
from retrieval.profile import Profile, Stated
from retrieval.quality.trials import NO_TRIALS, Trials
from retrieval.ranking import Weights
from retrieval.shopper_store import ShopperStore
from retrieval.shown_lists import ShownLists
from retrieval.sizing import SizeWords, Sizing


@dataclass(frozen=True, slots=True)
class Shop:
    """Everything that answering needs. Built once, in `actions.server`; `today` gives the calendar day."""

    settings: Settings
    catalogue: Catalogue
    finder: ProductFinder
    asking: WordedSearch
    advice: Advice
    lexicon: Lexicon
    prices: DoorPrices
    store: ShopperStore
    shown: ShownLists
    collaborative: CollaborativeScores
    weights: Callable[[], Weights]
    identity: Identity
    texts: Texts
    payloads: Payloads
    metrics: Metrics
    commerce: Commerce
    policies: PolicySearch
    alerts: PriceAlerts
    handoffs: Handoffs
    feedback: FeedbackStore
    anger: Anger
    mains: Mains
    sizing: Sizing
    size_words: SizeWords
    today: Callable[[], date]
    trials: Trials = NO_TRIALS
    versions: Callable[[], Mapping[str, str]] = dict
    clock: Callable[[], datetime] = partial(datetime.now, UTC)  # noqa: RUF009 it is a function

    def audience(self, conversation: Conversation) -> Audience:
        """Return for whom this conversation's payloads are."""
        return Audience(
            language=self.texts.spoken(conversation.language),
            currency=self.shown_currency(conversation.currency),
            country=conversation.country,
            today=self.today(),
            moment=self.now(),
        )

    def shown_currency(self, currency: str) -> str:
        """Return `currency` where there is a rate for it, else the shop's own."""
        return currency if currency and self.prices.rates.knows(currency) else self.settings.currency

    def user_id(self, conversation: Conversation) -> str:
        """Return under which id the shopper's events are kept."""
        return self.identity.user_id(conversation.sender_id, conversation.identity_token)

    def now(self) -> datetime:
        """Return the moment, on the shop's day."""
        return datetime.combine(self.today(), self.clock().timetz())

    def profile(self, user_id: str) -> Profile:
        """Return the shopper's profile as of their last event."""
        return Profile.from_events(
            self.store.events_of(user_id),
            self.catalogue,
            self.prices.in_euros,
            self.finder.price_levels,
            datetime.now(UTC),
        )

    def with_stated(self, profile: Profile, stated: Stated) -> Profile:
        """Return a profile with what the shopper said; where they live and speak counts until they do something."""
        said = replace(stated, country="", language="") if profile.n_products else stated
        return profile.with_stated(self.finder.widened(said), self.catalogue.merchants.values())

    def record(self, *events: Event) -> dict[str, int]:
        """Keep what shoppers did, so that the next request reckons with it; return how many events went which way."""
        return self.store.add_events(events)

    def erase(self, user_id: str) -> dict[str, int]:
        """Erase all that is kept of a shopper and return the number of records by table.

        Where the shop's own backend has the carts, the shopper's is emptied there; its orders are that backend's.
        """
        counts = self.store.erase(user_id)
        if self.commerce.till is None:
            self.commerce.carts.clear(user_id)
        return counts

    def open_filters(self, conversation: Conversation) -> Filters:
        """Return filters that ask for nothing but what can be sold to this shopper."""
        return self.filters_for(conversation.currency, conversation.country)

    def filters_for(self, currency: str, country: str) -> Filters:
        """Return filters that ask for nothing but what can be sent to a country ("" for any)."""
        return Filters(currency=self.shown_currency(currency), destination=country)

    def again(self, state: SearchState, product_ids: Sequence[str], country: str) -> list[Found]:
        """Return products of an earlier list with the reasons they had.

        Those no longer sold are left out, and those that are not sent to `country` ("" for any) or prohibited there.
        """
        products = [self.catalogue.get(product_id) for product_id in product_ids if product_id in self.catalogue]
        return [
            Found(
                product,
                None,
                state.reasons.get(product.product_id, ()),
                self.finder.variants(product.product_id, self.filters_for("", country)),
            )
            for product in products
            if not country
            or (
                self.prices.serves(self.catalogue.merchant_of(product), country)
                and not self.prices.bars(product, country)
            )
        ]
