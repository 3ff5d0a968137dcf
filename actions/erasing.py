"""Erasing a shopper from the command line, also out of the memory of a shop that runs meanwhile."""

from collections import Counter
from http import HTTPStatus
from urllib.parse import quote

import httpx

from actions.settings import Settings
from retrieval.database import create_engine_for
from retrieval.errors import StoreError
from retrieval.shopper_store import ShopperStore

_SECONDS = 30.0
"""How long a running shop may take."""


def erase_everywhere(settings: Settings, user_id: str) -> dict[str, int]:
    """Erase all that is kept of a shopper and return the number of rows by table.

    A running shop holds scores in memory, which only it can forget, so it is asked to erase first; without one, what is
    in the database is all there is. Raises StoreError where a shop runs and does not obey; rows are erased then too.
    """
    url = f"http://{settings.host}:{settings.port}/api/v1/shoppers/{quote(user_id, safe='')}"
    headers = {"Authorization": f"Bearer {settings.api_token or ''}"}
    counts: Counter[str] = Counter()
    trouble = ""
    try:
        reply = httpx.delete(url, headers=headers, timeout=_SECONDS)
        if reply.status_code == HTTPStatus.OK:
            counts.update(reply.json()["erased"])
        else:
            trouble = f"answered {reply.status_code}"
    except httpx.ConnectError:
        pass  # no shop runs, so no memory holds anything
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        trouble = f"failed ({type(error).__name__})"
    counts.update(ShopperStore(create_engine_for(settings.database_url)).erase(user_id))
    if trouble:
        raise StoreError(
            f"the rows of {user_id!r} are erased, but the shop that runs at {settings.host}:{settings.port} {trouble} "
            "and may hold scores of them until its next start: set its CROSSAISLE_API_TOKEN and erase again, or start "
            "it anew"
        )
    return dict(counts)
