"""Which kinds of goods a text names, in any of the languages that goods.yml has words for."""

from collections.abc import Iterable
from functools import lru_cache

from retrieval.restrictions.kind import GoodsKind
from retrieval.understanding.phrases import Meaning, Phrases, chosen
from retrieval.understanding.tokens import normalised

_KIND = "goods"
_FALLBACK = "en"
_REMEMBERED = 20_000
"""Texts whose kinds are remembered: titles of products and messages come again."""


class KindWords:
    """Finds the names of kinds in texts. Safe for threads; phrases of a language are put together when first needed."""

    def __init__(self, kinds: Iterable[GoodsKind]) -> None:
        self._kinds = tuple(kinds)
        self._phrases: dict[str, Phrases] = {}
        self.kinds_in = lru_cache(maxsize=_REMEMBERED)(self._found)

    def _found(self, text: str, language: str) -> tuple[str, ...]:
        """Return the ids of the kinds that `text` names, in its order; the longest of overlapping names counts.

        A word may be a name of several kinds: those are all given. An unknown language is read as English.
        """
        code = self._language(language)
        phrases = self._of(code)
        tokens = phrases.tokens(normalised(text))
        matches = chosen(tokens, phrases.find_all(tokens), code, ())
        return tuple(dict.fromkeys(meaning.value for match in matches for meaning in match.meanings))

    def share_in(self, text: str, language: str) -> float:
        """Return which share of the letters of a text, 0..1, are names of kinds."""
        code = self._language(language)
        phrases = self._of(code)
        tokens = phrases.tokens(normalised(text))
        matches = chosen(tokens, phrases.find_all(tokens), code, ())
        n_letters = sum(token.end - token.start for token in tokens)
        named = sum(token.end - token.start for match in matches for token in tokens[match.first : match.last])
        return named / n_letters if n_letters else 0.0

    def _language(self, language: str) -> str:
        known = {code for kind in self._kinds for code in kind.words}
        primary = language.split("-")[0]
        return next((one for one in (language, primary, f"{primary}-Hans") if one in known), _FALLBACK)

    def _of(self, language: str) -> Phrases:
        if language not in self._phrases:
            phrases = Phrases(language)
            for kind in self._kinds:
                for word in kind.words.get(language, ()):
                    phrases.add(word, Meaning(_KIND, kind.kind_id, 0))
            self._phrases[language] = phrases
        return self._phrases[language]
