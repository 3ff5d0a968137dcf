"""Measures of understanding: accuracy by language, F1 of entities, recall of what is out of scope."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

_OUT = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Score:
    """What one language reaches on `n` utterances, each measure between 0 and 1.

    `word_accuracy` and `pair_accuracy` say how often the language of a single word, or of two, is found; None where no
    words are judged.
    """

    n: int
    intent_accuracy: float
    entity_f1: float
    language_accuracy: float
    word_accuracy: float | None = None
    pair_accuracy: float | None = None

    def rounded(self) -> dict[str, float | None]:
        """Return the measures by name, to four decimals."""
        return {name: None if value is None else round(value, 4) for name, value in asdict(self).items()}


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


def out_of_scope(wanted: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """Return how many of the intents out of scope are found as such, and how many others are taken for one.

    Shares between 0 and 1; nan where there is nothing to count.
    """
    hits = [b == _OUT for a, b in zip(wanted, found) if a == _OUT]  # noqa: B905
    alarms = [b == _OUT for a, b in zip(wanted, found) if a != _OUT]  # noqa: B905
    return {"recall": _share(hits), "false_alarms": _share(alarms)}


def mean_of(scores: Iterable[Score]) -> dict[str, float | None]:
    """Return the mean of each measure over languages, each language counting the same; None where none has it."""
    return {name: round(sum(values) / len(values), 4) if values else None for name, values in _by_measure(scores)}


def worst_of(scores: Iterable[Score]) -> dict[str, float | None]:
    """Return the lowest value of each measure over languages; None where none has it."""
    return {name: round(min(values), 4) if values else None for name, values in _by_measure(scores)}


_MEASURES = ("intent_accuracy", "entity_f1", "language_accuracy", "word_accuracy", "pair_accuracy")


def _by_measure(scores: Iterable[Score]) -> Iterator[tuple[str, list[float]]]:
    known = list(scores)
    for name in _MEASURES:
        yield name, [value for value in (getattr(score, name) for score in known) if value is not None]


def _share(hits: Sequence[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else float("nan")
