"""Sample answers of the shop, as it sends them to the bot; `python -m tests.contract.samples` writes them anew.

Nothing of either side is imported until it is needed: both environments read this file.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "payloads"

Turn = tuple[str, dict[str, Any]]

LIST: Turn = ("action_search", {"category": "headphones"})
MAY_IT = {"intent": "ask_restrictions"}

TURNS: dict[str, tuple[str, tuple[Turn, ...]]] = {
    "greet": ("en", (("action_greet", {}),)),
    "search": ("de", (("action_search", {"category": "headphones", "max_price": 80, "currency": "EUR"}),)),
    "search-relaxed": ("ja", (("action_search", {"category": "mug", "color": "red"}),)),
    "search-unsupported": ("el", (("action_search", {"category": "tea"}),)),
    "search-nothing": ("ar", (("action_search", {"category": "tea", "country": "KP"}),)),
    "show-more": ("ar", (LIST, ("action_show_more", {}))),
    "select": ("zh-Hans", (LIST, ("action_select", {"ordinal": [1]}))),
    "compare": ("fr", (LIST, ("action_compare", {"ordinal": [1, 2]}))),
    "similar": ("es", (LIST, ("action_similar", {"ordinal": [1]}))),
    "recommend": ("pt", (LIST, ("action_select", {"ordinal": [1]}), ("action_recommend", {}))),
    "explain": ("en", (LIST, ("action_explain", {"ordinal": [1]}))),
    "gift": ("de", (("action_gift", {"recipient": "mother", "occasion": "birthday", "max_price": 40}),)),
    "bundle": ("fr", (("action_search", {"category": "tea"}), ("action_bundle", {"ordinal": [1]}))),
    "offer": (
        "zh-Hans",
        (("action_search", {"category": "tea"}), ("action_select", {"ordinal": [1]}), ("action_offer", {})),
    ),
    "add-to-cart": ("tr", (LIST, ("action_add_to_cart", {"ordinal": [1], "quantity": 2}))),
    "cart": ("ar", (LIST, ("action_add_to_cart", {"ordinal": [1, 2]}), ("action_view_cart", {}))),
    "remove-from-cart": (
        "th",
        (LIST, ("action_add_to_cart", {"ordinal": [1, 2]}), ("action_remove_from_cart", {"ordinal": [2]})),
    ),
    "checkout": ("zh-Hans", (LIST, ("action_add_to_cart", {"ordinal": [1]}), ("action_checkout", {}))),
    "order-status": ("ar", (("action_order_status", {}),)),
    "cancel-order": ("zh-Hans", (("action_cancel_order", {"order_id": "CA-1000000"}),)),
    "return-order": ("tr", (("action_return_order", {"order_id": "CA-2000002"}),)),
    "order-unproven": ("th", (("action_order_status", {}),)),
    "landed-cost": ("de", (LIST, ("action_landed_cost", {"ordinal": [1]}))),
    "landed-cost-incomplete": ("ja", (LIST, ("action_landed_cost", {"ordinal": [2], "country": "US"}))),
    "shipping": ("en", (LIST, ("action_shipping", {"ordinal": [1]}))),
    "set-destination": ("en", (LIST, ("action_set_destination", {"country": "JP"}))),
    "ask-country": ("de", (("action_set_destination", {}),)),
    "price-alert": ("ar", (LIST, ("action_price_alert", {"ordinal": [1]}))),
    "talk-to-human": ("th", (LIST, ("action_talk_to_human", {}))),
    "restriction": ("th", (("action_hand_on", {**MAY_IT, "category": "perfume", "country": "AE"}),)),
    "restriction-prohibited": ("ar", (("action_hand_on", {**MAY_IT, "category": "drone", "country": "EG"}),)),
    "restriction-unknown": ("tr", (("action_hand_on", {**MAY_IT, "category": "mug", "country": "JP"}),)),
    "hand-on": ("en", (LIST, ("action_hand_on", {}))),
    "size": (
        "tr",
        (("action_search", {"category": "running shoes"}), ("action_hand_on", {"ordinal": [1], "size": "EU 38"})),
    ),
    "size-asked": (
        "zh-Hans",
        (("action_search", {"category": "running shoes"}), ("action_hand_on", {"ordinal": [1]})),
    ),
    "delete-my-data": ("en", (LIST, ("action_delete_my_data", {}))),
}
"""The last of these turns, taken in a language one after the other, is the sample of that name."""


PROVEN = {"order-status", "cancel-order", "return-order"}
"""Samples of a shopper who has proven who they are, and has an order that may be cancelled and one that may go back."""


def kept(name: str) -> dict[str, Any]:
    """Return a sample as it is kept: what /webhook answered, what /nlg was asked then, and what it answered."""
    sample: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return sample


def emitted() -> dict[str, dict[str, Any]]:
    """Return every sample as the shop's server answers now."""
    import httpx
    import jwt

    from tests.actions.chat import INTENTS, Chat
    from tests.actions.serving import serve
    from tests.actions.small_shop import SECRET, build_shop

    samples = {}
    with tempfile.TemporaryDirectory() as folder, serve(build_shop(Path(folder))) as served:
        for name, (language, turns) in TURNS.items():
            chat = Chat(served.shop, language, sender=name)
            if name in PROVEN:
                chat.metadata["identity_token"] = jwt.encode({"sub": name, "exp": 4_000_000_000}, SECRET, "HS256")
                keep_orders(chat)
            for action, said in turns:
                named = {entity: value for entity, value in said.items() if entity != "intent"}
                entities = [{"entity": entity, "value": value} for entity, value in named.items()]
                tracker = chat.tracker("…", said.get("intent", INTENTS.get(action, "greet")), entities)
                call = {"next_action": action, "sender_id": name, "tracker": tracker, "version": "3.6.21", "domain": {}}
                webhook = httpx.post(f"{served.url}/webhook", json=call, timeout=30).json()
                chat.slots |= {event["name"]: event["value"] for event in webhook["events"] if event["event"] == "slot"}
            (message,) = webhook["responses"]
            request = nlg_request(message)
            nlg = httpx.post(f"{served.url}/nlg", json=request, timeout=30).json()
            samples[name] = {"webhook": webhook, "nlg_request": request, "nlg": nlg}
        served.shop.store.close()
    return samples


def keep_orders(chat: Any) -> None:
    """Keep two orders of a shopper: one that has not left, and one that was delivered."""
    from dataclasses import replace
    from datetime import timedelta

    from retrieval.commerce.order import OrderState
    from tests.actions.backend.orders_contract import NOON, ORDER

    orders, owner = chat.shop.commerce.till.orders, f"user:{chat.sender}"
    number = sorted(PROVEN).index(chat.sender)
    early = replace(ORDER, order_id=f"CA-100000{number}", placed_at=NOON - timedelta(days=1), tracking_url="")
    there = {"state": OrderState.DELIVERED, "delivered_at": NOON - timedelta(days=3), "placed_at": NOON - timedelta(9)}
    orders.keep(owner, early)
    orders.keep(owner, replace(ORDER, order_id=f"CA-200000{number}", **there))


def nlg_request(message: dict[str, Any]) -> dict[str, Any]:
    """Return what Rasa's `nlg_request_format` makes of a message, but for the tracker."""
    arguments = {name: value for name, value in message.items() if name != "response"}
    return {"response": message["response"], "id": None, "arguments": arguments, "channel": {"name": "rest"}}


def shape(value: Any) -> Any:
    """Return the structure of JSON: keys and types; of a list, each structure that its items have.

    >>> shape({"a": [1, 2.5, None], "b": []})
    {'a': ['null', 'number'], 'b': []}
    """
    if isinstance(value, dict):
        return {key: shape(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        shapes = {json.dumps(shape(item), sort_keys=True) for item in value}
        return [json.loads(one) for one in sorted(shapes)]
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    return "number" if isinstance(value, int | float) else "string"


def write() -> None:
    """Write every sample anew."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for name, sample in emitted().items():
        (FOLDER / f"{name}.json").write_text(
            json.dumps(sample, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    write()
