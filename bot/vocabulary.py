"""Which words shoppers use in which language: what a general language detector does not know.

`cheaper`, `Größe` or `送料` are rare in the texts that such detectors learn from and daily bread in a shop. The counts
come from the training examples of the intents.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")


def words_of(text: str) -> list[str]:
    """Return the words of `text`, casefolded; of Chinese characters, which no space parts, each and each pair.

    >>> words_of("L'été 42")
    ["l'été"]
    >>> words_of("跑鞋")
    ['跑', '鞋', '跑鞋']
    """
    runs = _HAN_RUN.findall(text)
    pieces = [character for run in runs for character in run]
    pieces += [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
    return [word.casefold().replace("’", "'") for word in _WORD.findall(_HAN_RUN.sub(" ", text))] + pieces


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often each word occurs in each language, as a share of the language's words."""

    shares: Mapping[str, Mapping[str, float]]
    n_seen: Mapping[str, int]

    @classmethod
    def learn(cls, examples: Iterable[tuple[str, str]]) -> "Vocabulary":
        """Count the words of `examples`, pairs of text and language (BCP 47)."""
        by_language: dict[str, Counter[str]] = defaultdict(Counter)
        for text, language in examples:
            by_language[language].update(words_of(text))
        shares: dict[str, dict[str, float]] = defaultdict(dict)
        n_seen: Counter[str] = Counter()
        for language, counts in sorted(by_language.items()):
            total = sum(counts.values())
            for word, n in sorted(counts.items()):
                shares[word][language] = n / total
                n_seen[word] += n
        return cls(shares=dict(shares), n_seen=dict(n_seen))

    def evidence(self, text: str, languages: Iterable[str]) -> dict[str, float]:
        """Return for each of `languages` the log of how much likelier the words of `text` make it than chance does.

        A word never seen says nothing. A word seen n times is believed by n / (n + 1), so that a single example cannot
        rule a language out. Words count as independent (naive Bayes).
        """
        candidates = tuple(languages)
        scores = dict.fromkeys(candidates, 0.0)
        for word in words_of(text):
            shares = self.shares.get(word, {})
            total = sum(shares.get(language, 0.0) for language in candidates)
            if not total:
                continue
            belief = self.n_seen[word] / (self.n_seen[word] + 1)
            for language in candidates:
                scores[language] += math.log(belief * shares.get(language, 0.0) / total * len(candidates) + 1 - belief)
        return scores
