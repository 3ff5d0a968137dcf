"""Finding the passage of the shop's documents that answers a question, in any language, or none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Encoder
from retrieval.policies.clauses import clauses
from retrieval.policies.documents import Passage

SURE = 0.2
"""Score from which a passage is taken for an answer, whatever else the message may be about."""

ON_TOPIC = 0.0
"""Score from which it is, where the message is known to be about the shop's policies."""

_AS_WELL = 0.1
"""By how much less a second passage may answer to be quoted too: which of them is meant is not known then."""

_NEUTRAL = ("The weather is fine today.", "One, two, three.", "A cat sat on the mat.")
"""Texts about nothing that a shop has rules for: what is as far from a passage as these does not ask for it."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage, and how well it answers: 0 for what has nothing to do with it, 1 for its own heading asked."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class _Signal:
    """What an encoder knows of the passages: vectors of headings and texts, (n, dim), and the scale of its cosines.

    `level` is the likeness of what does not belong together, `own` that of a heading and its passage.
    """

    encoder: Encoder
    headings: NDArray[np.float32]
    texts: NDArray[np.float32]
    level: float = 0.0
    own: float = 1.0

    def scores(self, question: str) -> NDArray[np.float64]:
        """Return how well each passage answers, (n,) float64, on the scale of `Quote`."""
        likeness = self.likeness(self.encoder.encode_queries([question]))
        return np.asarray((likeness[0] - self.level) / (self.own - self.level))

    def likeness(self, queries: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the mean cosine of each query with heading and text of each passage, (n_queries, n)."""
        return np.asarray(queries @ self.headings.T + queries @ self.texts.T, dtype=np.float64) / 2


class PolicySearch:
    """Searches passages by meaning: the mean of what each encoder that knows the language says.

    Passages are embedded when a question is first asked in the language that they are read in: all twenty at the start
    would keep a server waiting, and cosines within one language have a scale of their own. Safe for several threads.
    """

    def __init__(self, passages: Sequence[Passage], encoders: Mapping[str, Encoder]) -> None:
        self._passages = passages
        self._encoders = encoders
        self._signals: dict[tuple[str, tuple[int, ...]], _Signal] = {}
        self._lock = Lock()

    @classmethod
    def of(cls, passages: Sequence[Passage], encoders: Mapping[str, Encoder]) -> "PolicySearch":
        """Search these passages with these encoders, by name."""
        return cls(passages, encoders)

    @property
    def topics(self) -> frozenset[str]:
        """The topics that there are documents about."""
        return frozenset(passage.topic for passage in self._passages)

    def ask(self, question: str, language: str, topics: Collection[str] = (), top_k: int = 1) -> tuple[Quote, ...]:
        """Return the passages that answer a question in `language` best, at most `top_k`, all of one topic.

        Of a topic, the documents in the shopper's language count, else the English ones, else all. `topics` are those
        that the message is known to be about, if any: then others are left out, and less is asked of an answer. Where
        no passage answers, there is none.
        """
        read = self._rows(language)
        places = [place for place, row in enumerate(read) if not topics or self._passages[row].topic in topics]
        if not places or not question.strip():
            return ()
        rows = [read[place] for place in places]
        signals = [self._signal(name, read) for name in self._names(language)]
        scores = np.mean([signal.scores(question)[places] for signal in signals], axis=0)
        order = np.argsort(-scores, kind="stable")
        best = self._passages[rows[order[0]]]
        least = ON_TOPIC if topics else SURE
        quotes = (Quote(self._passages[rows[place]], float(scores[place])) for place in order)
        return tuple(quote for quote in quotes if quote.score >= least and quote.passage.topic == best.topic)[:top_k]

    def ask_each(self, question: str, language: str, topics: Collection[str] = (), most: int = 2) -> tuple[Quote, ...]:
        """Return the passage that answers each part of a message, in its order, at most `most`.

        Where its parts do not ask for two passages, that is the one that answers the whole, and another that answers
        about as well. A part counts from `SURE` on, so that greetings and what is told in passing ask nothing.
        """
        parts = clauses(question, language)
        found: dict[Passage, Quote] = {}
        for part in parts if len(parts) > 1 else ():
            for quote in self.ask(part, language, topics):
                if quote.score >= SURE:
                    found.setdefault(quote.passage, quote)
        if len(found) > 1:
            return tuple(found.values())[:most]
        quotes = self.ask(question, language, topics, most)
        return tuple(quote for quote in quotes if quote.score > quotes[0].score - _AS_WELL)

    def _rows(self, language: str) -> tuple[int, ...]:
        languages: dict[str, set[str]] = {}
        for one in self._passages:
            languages.setdefault(one.topic, set()).add(one.language)
        read = {topic: _read(language, written) for topic, written in languages.items()}
        return tuple(row for row, one in enumerate(self._passages) if one.language in read[one.topic])

    def _names(self, language: str) -> Collection[str]:
        """Return the encoders that know the language, or all where none does."""
        known = [name for name, one in self._encoders.items() if one.languages is None or language in one.languages]
        return known or self._encoders.keys()

    def _signal(self, name: str, rows: tuple[int, ...]) -> _Signal:
        with self._lock:
            if (name, rows) not in self._signals:
                self._signals[name, rows] = _signal([self._passages[row] for row in rows], self._encoders[name])
            return self._signals[name, rows]


def _read(language: str, written: set[str]) -> set[str]:
    """Return the languages whose documents count, of those that a topic is written in."""
    base = language.split("-")[0]
    return next(({code} for code in (language, base, "en") if code in written), written)


def _signal(passages: Sequence[Passage], encoder: Encoder) -> _Signal:
    headings = [passage.heading for passage in passages]
    texts = encoder.encode_documents([f"{passage.heading} {passage.text}" for passage in passages])
    bare = _Signal(encoder, encoder.encode_documents(headings), texts)
    asked = bare.likeness(encoder.encode_queries([*headings, *_NEUTRAL]))
    n = len(passages)
    is_apart = np.ones_like(asked, dtype=bool)
    is_apart[np.arange(n), np.arange(n)] = False
    return _Signal(encoder, bare.headings, texts, float(asked[is_apart].mean()), float(asked[~is_apart].mean()))
