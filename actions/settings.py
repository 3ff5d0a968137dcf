"""The settings of the shop's server: the only place that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


LIVE, KEPT = "live", "kept"
"""Where it is known from what is bought together."""

DOOR, PRICE = "door", "price"
"""What lists reckon with: costs to the shopper's door, or prices alone."""


PRICE_ENDINGS = ("exact", "tidy", "charm")
"""How converted prices may be shown; see data/pricing/retail_endings.yml."""


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names the variable and the value."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set, each by the environment variable that docs/settings.md names."""

    cache: Path
    """Folder for what is built: catalogue, indexes, models, database."""
    database_url: str
    """SQLAlchemy address of events, shoppers and handovers."""
    encoders: tuple[str, ...]
    """Sentence encoders of the index: bundled `use` and `e5`, or one model of the sentence-transformers hub."""
    host: str
    """Address to listen on."""
    port: int
    """Port of the shop's server."""
    page_port: int
    """Port of the page with the widget."""
    bot_url: str
    """Address of the bot as a shopper's browser reaches it."""
    public_url: str
    """Address of the shop's server as a shopper's browser reaches it; pictures are under it."""
    origins: tuple[str, ...]
    """Pages that may read the shop's API from a browser."""
    currency: str
    """ISO 4217 code of prices where neither shopper nor destination tells."""
    price_endings: str
    """How converted prices are shown: `exact`, or raised to end `tidy` or as `charm` prices."""
    api_token: str | None
    """Bearer token of writes and shopper data; without it both are refused."""
    identity_secret: str | None
    """Secret of shoppers' identity tokens; without it every shopper is anonymous."""
    backend_url: str | None
    """Address of the shop's own carts and orders; without it they are in the database."""
    backend_token: str | None
    """Bearer token of that backend."""
    rasa_url: str
    """Address of Rasa's HTTP API as the shop's server reaches it."""
    rasa_token: str | None
    """Token that Rasa's HTTP API asks for."""
    agent_language: str
    """BCP 47 code of the language in which those who take conversations over are told what these came to."""
    checkout_url: str
    """Address of the shop's checkout, with `{token}` where the signed cart goes."""
    checkout_secret: str | None
    """Secret that checkout links are signed with; without it there are none."""
    variety: float
    """How much lists vary across brands and categories, from 0, not at all, to 1."""
    exploration: float
    """Share of the places of recommendation lists in which products may be tried, from 0, none, to 1."""
    least_saving: float
    """Euros from which on it is said that something else costs less to the door."""
    ranks_by_door: bool
    """Whether lists reckon with costs to the door instead of prices, where these are wholly known."""
    banned: Path | None
    """File with the ids of products that stand in no list, one a line; without it none is banned."""
    milvus: str | None
    """Address of a Milvus that holds the vector indexes; without it they are files in the cache folder."""
    n_threads: int
    """Threads for embedding products; queries use one."""

    together: str
    """`live` to count what is bought together at every moment, `kept` for the version of counts that serves."""
    privacy_budget: float
    """ε at δ = 1e-6 that all releases of counts together may reach."""
    spark_master: str
    """Master of the Spark that trains: this machine, or the address of a cluster."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read and check the settings; raises SettingsError naming the variable and the value found."""
        get = _Reader(environment)
        cache = Path(get.text("CROSSAISLE_CACHE", str(PROJECT / ".cache"))).expanduser().resolve()
        host, port = get.text("CROSSAISLE_HOST", "127.0.0.1"), get.port("CROSSAISLE_PORT", 5055)
        page_port = get.port("CROSSAISLE_PAGE_PORT", 5080)
        public_url = get.text("CROSSAISLE_PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
        bot_url = get.text("CROSSAISLE_BOT_URL", "http://127.0.0.1:5005")
        return cls(
            cache=cache,
            database_url=get.text("CROSSAISLE_DATABASE_URL", f"sqlite:///{cache / 'shop.db'}"),
            encoders=tuple(get.text("CROSSAISLE_ENCODERS", "use,e5").split(",")),
            host=host,
            port=port,
            page_port=page_port,
            bot_url=bot_url,
            public_url=public_url,
            origins=tuple(
                get.text("CROSSAISLE_ORIGINS", f"http://127.0.0.1:{page_port},http://localhost:{page_port}").split(",")
            ),
            currency=get.currency("CROSSAISLE_CURRENCY", "EUR"),
            price_endings=get.choice("CROSSAISLE_PRICE_ENDINGS", PRICE_ENDINGS),
            api_token=get.text("CROSSAISLE_API_TOKEN", "") or None,
            identity_secret=get.text("CROSSAISLE_IDENTITY_SECRET", "") or None,
            backend_url=get.backend("CROSSAISLE_BACKEND_URL", "CROSSAISLE_BACKEND_TOKEN"),
            backend_token=get.text("CROSSAISLE_BACKEND_TOKEN", "") or None,
            rasa_url=get.text("CROSSAISLE_RASA_URL", bot_url).rstrip("/"),
            rasa_token=get.text("CROSSAISLE_RASA_TOKEN", "") or None,
            agent_language=get.text("CROSSAISLE_AGENT_LANGUAGE", "en"),
            checkout_url=get.template("CROSSAISLE_CHECKOUT_URL", f"{public_url}/checkout/{{token}}", "{token}"),
            checkout_secret=get.text("CROSSAISLE_CHECKOUT_SECRET", "") or None,
            variety=get.share("CROSSAISLE_VARIETY", 0.3),
            exploration=get.share("CROSSAISLE_EXPLORATION", 0.1),
            least_saving=get.over_zero("CROSSAISLE_LEAST_SAVING", 3.0),
            ranks_by_door=get.choice("CROSSAISLE_RANK_BY", (DOOR, PRICE)) == DOOR,
            banned=Path(banned).expanduser().resolve() if (banned := get.text("CROSSAISLE_BANNED", "")) else None,
            milvus=get.text("CROSSAISLE_MILVUS", "") or None,
            together=get.choice("CROSSAISLE_TOGETHER", (LIVE, KEPT)),
            privacy_budget=get.over_zero("CROSSAISLE_PRIVACY_BUDGET", 3.0),
            spark_master=get.text("CROSSAISLE_SPARK_MASTER", "local[*]"),
            n_threads=get.whole("CROSSAISLE_THREADS", os.cpu_count() or 1, 1, 256),
        )


@dataclass(frozen=True, slots=True)
class _Reader:
    environment: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        return self.environment.get(name) or default

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise SettingsError(f"{name} is {value!r}; it must be a whole number from {least} to {most}.")
        return int(value)

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        value = self.text(name, known[0])
        if value not in known:
            raise SettingsError(f"{name} is {value!r}; it must be one of {', '.join(known)}.")
        return value

    def share(self, name: str, default: float) -> float:
        value = self.text(name, str(default))
        try:
            share = float(value)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            raise SettingsError(f"{name} is {value!r}; it must be a number from 0 to 1.")
        return share

    def over_zero(self, name: str, default: float) -> float:
        value = self.text(name, str(default))
        try:
            number = float(value)
        except ValueError:
            number = 0.0
        if not 0 < number < float("inf"):
            raise SettingsError(f"{name} is {value!r}; it must be a finite number over 0.")
        return number

    def backend(self, name: str, token_name: str) -> str | None:
        value = self.text(name, "")
        if value and not value.startswith(("https://", "http://")):
            raise SettingsError(f"{name} is {value!r}; it must be an http or https address.")
        if value and not self.text(token_name, ""):
            raise SettingsError(f"{name} is {value!r}, but {token_name} is not set; the backend asks for it.")
        return value or None

    def template(self, name: str, default: str, place: str) -> str:
        value = self.text(name, default)
        if place not in value or not value.startswith(("https://", "http://")):
            raise SettingsError(f"{name} is {value!r}; it must be an http or https address that holds {place}.")
        return value

    def port(self, name: str, default: int) -> int:
        return self.whole(name, default, 1, 65535)

    def currency(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if len(value) != 3 or not value.isascii() or not value.isupper():
            raise SettingsError(f"{name} is {value!r}; it must be an ISO 4217 code such as EUR.")
        return value


def process_environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with `changes`, for a process that it starts."""
    return {**os.environ, **changes}
