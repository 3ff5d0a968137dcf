"""The language of a message: script first, then words, then what the conversation and the client say."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.scripts import languages_of_script, script_counts
from bot.vocabulary import Vocabulary

SERVED = (
    "en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "ar", "hi", "th",
    "vi", "id", "sv",
)  # fmt: skip
"""The languages that the assistant answers in, BCP 47."""

LATIN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "vi", "id", "sv")
"""Those of them in Latin script, which words alone can tell apart."""

ROMANISED = ("hi", "ar")
"""Languages of other scripts that shoppers also type in Latin letters, which their words alone betray."""

_ROMANISED_PRIOR = 2e-3
"""How likely a text in Latin letters is in each of `ROMANISED`, before its words are read: two known words decide."""

_SIZES = re.compile(
    r"\b(?:X{0,3}[SL]|M|EU|EUR|US|USD|UK|GBP|JP|JPY|CN|CNY|KRW|CHF|SEK|INR|BRL|cm|mm|kg|usb|ok)\b", re.IGNORECASE
)
_NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+|#?[A-Za-z]*\d[A-Za-z\d]*|[^\w\s'’]+")
_SENTENCE = 4
"""Words from which a text counts as a sentence."""

_KNOWN_WORDS = 3.0
"""Evidence of the vocabulary, as log odds, from which a sentence is in a served language."""

_SURE = 0.95
"""Probability from which a sentence is in a language that is not served."""

_CHINESE = frozenset({"zh-Hans", "zh-Hant"})
"""Two ways to write one language, which many a short message does not tell apart."""

_SIMPLIFIED_FIRST = 1.0
"""Log odds of simplified over traditional Chinese where the characters are the same, before the words are read."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language (BCP 47), how sure that is (0 to 1), and what said so: script, text, conversation or client."""

    code: str
    confidence: float
    source: str


class ShortTextDetector(Protocol):
    """Tells apart the languages of LATIN, on a word or two."""

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Return a probability for each of LATIN; they sum to 1, or all are missing where the text says nothing."""


class SentenceDetector(Protocol):
    """Tells apart many more languages than are served, on whole sentences."""

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Return a probability for each likely language, by ISO 639-1; empty where the text says nothing."""


@dataclass(frozen=True, slots=True)
class LanguageFinder:
    """Finds the language of messages.

    `names` are brands and the like, casefolded: words that belong to no language. The three weights say how much
    likelier than chance the language is that the conversation was in and the client is set to; as log odds.
    """

    short: ShortTextDetector
    sentence: SentenceDetector
    vocabulary: Vocabulary
    names: frozenset[str] = frozenset()
    conversation_weight: float = 3.0
    client_weight: float = 1.5
    decided: float = field(default=0.55)

    def find(self, text: str, conversation: str | None = None, client: str | None = None, said: str = "") -> Language:
        """Return the language of `text`.

        `conversation` is the language of the conversation so far, `client` the locale that the shopper's device
        reports; both BCP 47, None where unknown. A text without words of its own leaves both as they are. `said` is
        what the shopper said before, where the conversation's language was taken from it.
        """
        context = _context(conversation, client)
        by_script = languages_of_script(text)
        if len(by_script) == 1:
            return Language(by_script[0], 0.99, "script")
        words = self._own_words(text)
        if not words:
            return context
        if by_script:
            if said and conversation in _CHINESE <= set(
                by_script
            ):  # what was said counts itself, not what it was taken for
                text, conversation = f"{said} {text}", None
            return self._weigh(text, _equal(by_script), conversation, client, "script")
        is_cyrillic = bool(script_counts(text)["cyrillic"])
        foreign = self._foreign(" ".join(words)) if len(words) >= _SENTENCE else None
        if foreign:
            return foreign
        if is_cyrillic:
            return Language("ru", 0.9, "script")
        if sum(map(len, words)) < 2:
            return context
        likelihood = self.short.probabilities(" ".join(words))
        if likelihood:
            likelihood = dict.fromkeys(ROMANISED, _ROMANISED_PRIOR) | dict(likelihood)
        return self._weigh(text, likelihood, conversation, client, "text")

    def _own_words(self, text: str) -> list[str]:
        """Return the words of `text` that can betray a language: no numbers, sizes, currency codes, brands."""
        words = _SIZES.sub(" ", _NOT_WORDS.sub(" ", text)).split()
        return [word for word in words if word.casefold() not in self.names and any(map(str.isalpha, word))]

    def _foreign(self, text: str) -> Language | None:
        """Return the language of a sentence in a language that is not served, None where that is not certain.

        Words that shoppers of a served language were seen to use settle it without asking the detector.
        """
        if max(self.vocabulary.evidence(text, SERVED).values()) >= _KNOWN_WORDS:
            return None
        found = self.sentence.probabilities(text)
        code, probability = max(found.items(), key=lambda item: item[1], default=("", 0.0))
        return Language(code, probability, "text") if probability >= _SURE and code not in _SERVED_639 else None

    def _weigh(
        self, text: str, likelihood: Mapping[str, float], conversation: str | None, client: str | None, source: str
    ) -> Language:
        """Return the likeliest language by Bayes: the detector, the shop's vocabulary, then the context as prior."""
        candidates = tuple(likelihood) or LATIN
        scores = self.vocabulary.evidence(text, candidates)
        if scores.keys() >= _CHINESE:  # no character tells them apart: their words may
            scores["zh-Hans"] += _SIMPLIFIED_FIRST
        for code in candidates:
            scores[code] += math.log(likelihood.get(code, 1 / len(candidates)) + 1e-3)
        by_words = _softmax(scores)
        for code, weight in ((conversation, self.conversation_weight), (client, self.client_weight)):
            if code and matching(code, candidates):
                scores[matching(code, candidates)] += weight
        posterior = _softmax(scores)
        winner = max(posterior, key=posterior.__getitem__)
        if by_words[winner] >= self.decided:
            return Language(winner, round(posterior[winner], 4), source)
        former = conversation and matching(conversation, candidates) == winner
        hinted = client and matching(client, candidates) == winner
        return Language(
            winner, round(posterior[winner], 4), "conversation" if former else "client" if hinted else source
        )


def _equal(codes: Iterable[str]) -> dict[str, float]:
    candidates = tuple(codes)
    return dict.fromkeys(candidates, 1 / len(candidates))


_SERVED_639 = frozenset(code.split("-")[0] for code in SERVED)


def matching(code: str, codes: Iterable[str]) -> str:
    """Return the one of `codes` that the BCP 47 code or locale `code` means, "" where there is none.

    >>> matching("de-AT", SERVED), matching("zh_TW", SERVED), matching("zh", SERVED), matching("fi", SERVED)
    ('de', 'zh-Hant', 'zh-Hans', '')
    """
    parts = code.replace("_", "-").split("-")
    if parts[0].lower() == "zh":
        is_traditional = any(part.lower() in {"hant", "tw", "hk", "mo"} for part in parts[1:])
        wanted = "zh-Hant" if is_traditional else "zh-Hans"
    else:
        wanted = parts[0].lower()
    return wanted if wanted in codes else ""


def _context(conversation: str | None, client: str | None) -> Language:
    if conversation:
        return Language(matching(conversation, SERVED) or conversation, 0.5, "conversation")
    if client:
        return Language(matching(client, SERVED) or client.replace("_", "-").split("-")[0], 0.5, "client")
    return Language("en", 0.0, "client")


def _softmax(scores: Mapping[str, float]) -> dict[str, float]:
    highest = max(scores.values())
    odds = {code: math.exp(score - highest) for code, score in scores.items()}
    total = sum(odds.values())
    return {code: value / total for code, value in odds.items()}
