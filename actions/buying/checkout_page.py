"""The demo shop's checkout as pages: the cart with what it costs and a button that orders, and what came of it."""

from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

from actions.wording import values
from actions.wording.texts import RIGHT_TO_LEFT, Line, Texts

_STYLE = Path(__file__).with_name("checkout.css")


def cart_page(payload: dict[str, Any], seen: str, texts: Texts) -> str:
    """Return the page of a cart, given as its payload; ordering sends `seen` along, "" where it cannot be ordered."""
    language, currency = payload["language"], payload["currency"]

    def money(amount: str | None) -> str:
        if amount is None:
            return texts.say(language, Line("checkout_unknown", {}))
        return texts.say(language, Line("checkout_money", {"price": values.money(Decimal(amount), currency)}))

    rows = [_row(_named(line), money(line["total"]["amount"]) if line["counts"] else "–") for line in payload["lines"]]
    rows += [_row(row["text"], money(row["amount"])) for row in payload["costs"] if row["kind"] != "item"]
    key = "checkout_total" if payload["complete"] else "checkout_total_at_least"
    foot = _row(texts.say(language, Line(key, {})), money(payload["total"]["amount"]))
    parts = [f"<table><tbody>{''.join(rows)}</tbody><tfoot>{foot}</tfoot></table>"]
    if seen:
        order = escape(texts.say(language, Line("checkout_order", {})))
        field = f'<input type="hidden" name="seen" value="{escape(seen)}">'
        parts.append(f'<form method="post">{field}<button>{order}</button></form>')
        parts.append(_note(texts.say(language, Line("checkout_demo", {}))))
    return page(language, payload["title"], parts)


def message_page(language: str, line: Line, texts: Texts) -> str:
    """Return a page that says one thing."""
    said = texts.say(language, line)
    return page(language, said, [])


def page(language: str, title: str, parts: list[str]) -> str:
    """Return a page of HTML; `parts` are HTML already, the rest is escaped."""
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    style = _STYLE.read_text(encoding="utf-8")
    return (
        f'<!doctype html><html lang="{escape(language)}" dir="{direction}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<title>{escape(title)}</title><style>{style}</style><h1>{escape(title)}</h1>{''.join(parts)}</html>"
    )


def _named(line: dict[str, Any]) -> str:
    size = f" · {line['size']}" if line["size"] else ""
    remark = f" ({line['text']})" if line["text"] else ""
    return f"{line['quantity']} × {line['title']}{size}{remark}"


def _row(name: str, amount: str) -> str:
    return f"<tr><th scope=row><bdi>{escape(name)}</bdi></th><td><bdi>{escape(amount)}</bdi></td></tr>"


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'
