"""What the bot says when a turn brought no answer, in the shopper's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.language import SERVED, matching

_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Apologies:
    """One sentence for each served language."""

    texts: Mapping[str, str]

    @classmethod
    def load(cls, bot: Path) -> "Apologies":
        """Read `texts/apologies.yml` in the folder `bot`. Raises `ValueError` where a served language is missing."""
        texts = yaml.safe_load((bot / "texts" / "apologies.yml").read_text(encoding="utf-8"))
        missing = [language for language in SERVED if language not in texts]
        if missing:
            raise ValueError(f"apologies.yml lacks {', '.join(missing)}; add a line for each.")
        return cls(texts)

    def text(self, *languages: str | None) -> str:
        """Return the apology in the first of `languages` (BCP 47 or locales) that is served, else in English."""
        for language in languages:
            served = matching(language, SERVED) if language else ""
            if served:
                return self.texts[served]
        return self.texts[_FALLBACK]
