"""Where the bot finds its files, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
"""The project's root."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders and files of the bot.

    `cache` holds what is built and never committed: trained models, the shop's lexicon, the conversations.
    `shop_lexicon` is what the shop writes about the catalogue it sells (see `bot.entities.lexicon`).
    """

    cache: Path
    shop_lexicon: Path
    data: Path
    bot: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Return the settings that `environment` asks for.

        `CROSSAISLE_CACHE` names the cache folder; unset or empty it is `.cache` in the project.
        """
        cache = Path(environment.get("CROSSAISLE_CACHE") or PROJECT / ".cache").expanduser().resolve()
        return cls(cache=cache, shop_lexicon=cache / "lexicon.json", data=PROJECT / "data", bot=PROJECT / "bot")


def quiet_rasa(scratch: Path) -> None:
    """Set what Rasa reads from the environment when it is imported: no telemetry, its own cache in `scratch`.

    Rasa caches components by the source of their class alone, so a change in a module that they import would go unseen.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["RASA_CACHE_DIRECTORY"] = str(scratch)
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
