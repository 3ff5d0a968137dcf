"""Measures of understanding: accuracy by language, F1 of entities, recall of what is out of scope, confusion."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

_OUT = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Score:
    """What one language reaches on `n` utterances, each measure between 0 and 1; None where nothing was judged.

    `word_accuracy` and `pair_accuracy` say how often the language of a single word, or of two, is found, and
    `conversation_accuracy` how often that of an utterance behind others. All are better high, but `false_alarms`.
    """

    n: int
    intent_accuracy: float
    entity_f1: float
    language_accuracy: float
    word_accuracy: float | None = None
    pair_accuracy: float | None = None
    conversation_accuracy: float | None = None
    out_of_scope_recall: float | None = None
    false_alarms: float | None = None

    def rounded(self) -> dict[str, float | None]:
        """Return the measures by name, to four decimals."""
        return {name: None if value is None else round(value, 4) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Scope:
    """The share of what is out of scope that is found to be, and of the rest that is taken for it; nan of nothing."""

    recall: float
    false_alarms: float


def f1(pairs: Iterable[tuple[frozenset, frozenset]]) -> float:
    """Return the F1 of sets found against sets wanted, counted over all `pairs` (wanted, found).

    `2 tp / (2 tp + fp + fn)`; 1 where nothing was wanted and nothing found.
    """
    n_right = n_false = n_missed = 0
    for wanted, found in pairs:
        n_right += len(wanted & found)
        n_false += len(found - wanted)
        n_missed += len(wanted - found)
    total = 2 * n_right + n_false + n_missed
    return 2 * n_right / total if total else 1.0


def out_of_scope(wanted: Sequence[str], found: Sequence[str]) -> Scope:
    """Return how many of the intents out of scope are found as such, and how many others are taken for one."""
    hits = [b == _OUT for a, b in zip(wanted, found) if a == _OUT]  # noqa: B905
    alarms = [b == _OUT for a, b in zip(wanted, found) if a != _OUT]  # noqa: B905
    return Scope(share(hits), share(alarms))


def confusion(wanted: Sequence[str], found: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return how often each intent wanted was taken for which: wanted ▸ found ▸ count, zeros left out."""
    counts = Counter(zip(wanted, found))  # noqa: B905
    matrix: dict[str, dict[str, int]] = {}
    for (one, other), n in sorted(counts.items()):
        matrix.setdefault(one, {})[other] = n
    return matrix


def most_confused(matrix: dict[str, dict[str, int]], top_k: int) -> list[tuple[str, str, int]]:
    """Return the `top_k` most frequent (wanted, found, count) of a confusion that are mistakes; ties by name."""
    mistakes = [(one, other, n) for one, row in matrix.items() for other, n in row.items() if one != other]
    return sorted(mistakes, key=lambda mistake: (-mistake[2], mistake[0], mistake[1]))[:top_k]


def mean_of(scores: Iterable[Score]) -> dict[str, float | None]:
    """Return the mean of each measure over languages, each language counting the same; None where none has it."""
    return {name: round(sum(values) / len(values), 4) if values else None for name, values in _by_measure(scores)}


def worst_of(scores: Iterable[Score]) -> dict[str, float | None]:
    """Return the worst value of each measure over languages; None where none has it."""
    return {
        name: round(max(values) if name == "false_alarms" else min(values), 4) if values else None
        for name, values in _by_measure(scores)
    }


def share(hits: Iterable[bool]) -> float:
    """Return the share of what is true, nan of nothing."""
    counted = list(hits)
    return sum(counted) / len(counted) if counted else float("nan")


MEASURES = (
    "intent_accuracy",
    "entity_f1",
    "language_accuracy",
    "word_accuracy",
    "pair_accuracy",
    "conversation_accuracy",
    "out_of_scope_recall",
    "false_alarms",
)
"""The measures of `Score`, in the order of tables."""


def _by_measure(scores: Iterable[Score]) -> Iterator[tuple[str, list[float]]]:
    known = list(scores)
    for name in MEASURES:
        yield name, [value for value in (getattr(score, name) for score in known) if value is not None]
