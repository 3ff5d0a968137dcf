"""The shop's server: the one place where its parts are built and put together."""

import gc
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic
from sanic.response import HTTPResponse
from threadpoolctl import threadpool_limits

from actions import agent_delivery
from actions.api.advice import advice_routes
from actions.api.alerts import alert_routes
from actions.api.buying import buying_routes
from actions.api.checkout import checkout_routes
from actions.api.guard import check_size
from actions.api.handoffs import handoff_routes
from actions.api.offers import offer_routes
from actions.api.pictures import picture_routes
from actions.api.problems import add_problem_handlers
from actions.api.rasa import rasa_routes
from actions.api.service import service_routes
from actions.api.shoppers import shopper_routes
from actions.api.shopping import shopping_routes
from actions.current_shop import CurrentShop
from actions.metrics import Metrics
from actions.settings import Settings, SettingsError
from actions.shop import Shop
from actions.talk.shop_action import Answerer, ShopAction
from actions.turns import (
    alerts,
    bundles,
    cart,
    cart_changes,
    checkout,
    disclosure,
    door,
    follow_ups,
    gifts,
    going_back,
    lists,
    mains,
    offers,
    onboarding,
    opinions,
    orders,
    person,
    policies,
    products,
    questions,
    requests,
    restrictions,
    search,
    shipping,
    silence,
    sizes,
    talk,
    totals,
)
from actions.turns.with_backend import with_backend
from retrieval.errors import RetrievalError

logger = logging.getLogger(__name__)

_TURNS: dict[str, Answerer] = {
    "action_greet": gifts.answering(talk.greet),
    "action_goodbye": talk.goodbye,
    "action_thank": gifts.answering(talk.thank),
    "action_affirm": gifts.answering(talk.affirm),
    "action_deny": gifts.answering(onboarding.deny),
    "action_help": talk.help_,
    "action_out_of_scope": person.calming(
        gifts.answering(products.pointing(totals.searching(policies.quoting(talk.out_of_scope))))
    ),
    "action_policy": policies.policy,
    "action_search": gifts.answering(onboarding.answering(products.pointing(search.search))),
    "action_refine": gifts.answering(onboarding.answering(products.pointing(gifts.refine))),
    "action_gift": gifts.gift,
    "action_bundle": bundles.bundle,
    "action_offer": offers.offer,
    "action_show_more": lists.show_more,
    "action_go_back": going_back.go_back,
    "action_start_over": going_back.start_over,
    "action_select": gifts.answering(products.select),
    "action_compare": products.compare,
    "action_similar": products.similar,
    "action_recommend": gifts.answering(onboarding.recommend),
    "action_explain": products.explain,
    "action_landed_cost": cart.costing(
        totals.searching(restrictions.refusing(door.landed_cost)), with_backend(cart.view)
    ),
    "action_shipping": totals.searching(restrictions.refusing(shipping.shipping)),
    "action_set_currency": door.set_currency,
    "action_set_destination": door.set_destination,
    "action_set_language": door.set_language,
    "action_add_to_cart": with_backend(cart_changes.add),
    "action_view_cart": with_backend(cart.view),
    "action_remove_from_cart": with_backend(cart_changes.remove),
    "action_checkout": with_backend(checkout.checkout),
    "action_order_status": with_backend(orders.status),
    "action_cancel_order": with_backend(orders.cancel),
    "action_return_order": with_backend(orders.send_back),
    "action_price_alert": alerts.price_alert,
    "action_talk_to_human": person.calming(person.talk_to_human),
    "action_hand_on": restrictions.answering(sizes.answering(person.hand_on)),
    "action_mains": mains.works,
    "action_feedback": person.calming(opinions.feedback),
    "action_delete_my_data": person.delete_my_data,
}

_CHOSEN = {name: onboarding.choosing(turn) for name, turn in mains.with_mains(_TURNS).items()}
_FOLLOWED = {name: follow_ups.going_on(name, _CHOSEN) for name in _TURNS}
_ASKED = {name: questions.taking_up(name, _FOLLOWED) for name in _TURNS}


def _told_to_all(turn: Answerer) -> Answerer:
    """Add to a turn what any may have to say or hear."""
    return disclosure.disclosing(alerts.telling(opinions.hearing_reasons(turn)))


ANSWERERS: dict[str, Answerer] = {
    **{name: silence.silent(_told_to_all(requests.both(name, _ASKED))) for name in _TURNS},
    agent_delivery.ACTION: silence.agent_says,
}
"""Every action of the bot's domain, and the function that answers it."""

_MAX_CONVERSATION = 64 * 1024 * 1024
"""Bytes of a body from Rasa, which sends the whole conversation each time."""


def create_app(settings: Settings, shop: Callable[[], Shop], metrics: Metrics) -> Sanic:  # type: ignore[type-arg] # Sanic's own defaults
    """Return the web application for a shop; `shop` gives its parts, as they are now."""
    executor = ActionExecutor()
    for name, answerer in ANSWERERS.items():
        executor.register_action(ShopAction(name, answerer, shop, metrics))
    app: Sanic = Sanic("crossaisle-shop", configure_logging=False)  # type: ignore[type-arg] # Sanic's own defaults
    app.config.REQUEST_MAX_SIZE = _MAX_CONVERSATION
    app.config.ACCESS_LOG = False
    add_problem_handlers(app)

    @app.on_request
    async def check(request: Request) -> None:
        if request.path.startswith("/api/"):
            check_size(request)

    app.blueprint(rasa_routes(executor, shop))
    app.blueprint(service_routes(shop, metrics))
    app.blueprint(shopping_routes(shop))
    app.blueprint(advice_routes(shop))
    app.blueprint(offer_routes(shop))
    app.blueprint(shopper_routes(shop, metrics))
    app.blueprint(alert_routes(shop))
    app.blueprint(handoff_routes(shop))
    app.blueprint(picture_routes())
    app.blueprint(checkout_routes(shop))
    app.blueprint(buying_routes(shop))

    @app.on_response  # type: ignore[untyped-decorator] # Sanic types its decorator by the request's hook alone
    async def finish(request: Request, response: HTTPResponse) -> None:
        origin = request.headers.get("origin")
        if origin in settings.origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Vary"] = "Origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        route = request.route.path if request.route else "unknown"
        metrics.requests.labels(route=route, status=response.status).inc()

    return app


def main() -> None:
    """Build the shop and serve it until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        settings = Settings.from_environment()
        current = CurrentShop(settings, lambda: datetime.now(UTC).date())
    except (SettingsError, RetrievalError) as error:
        sys.exit(str(error))
    shop = current()
    logger.info("products=%d source=%s", len(shop.catalogue), shop.catalogue.source)
    gc.collect()
    gc.freeze()  # what was built stays for good: no collection need look at it again
    threadpool_limits(1, "blas")  # requests have threads of their own, and those of BLAS wait for each other under load
    create_app(settings, current, shop.metrics).run(
        host=settings.host, port=settings.port, single_process=True, motd=False, access_log=False
    )


if __name__ == "__main__":
    main()
