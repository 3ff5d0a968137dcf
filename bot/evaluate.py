"""Measure the understanding on utterances that no training saw: `python -m bot.evaluate --json`."""

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.examples import read_examples
from bot.held_out import (
    HELD_OUT,
    SPLITS,
    Phrase,
    Utterance,
    comparable_entities,
    conversations,
    read_held_out,
    read_phrases,
)
from bot.measures import (
    MEASURES,
    Score,
    confusion,
    f1,
    mean_of,
    most_confused,
    out_of_scope,
    share,
    worst_of,
)
from bot.settings import Settings, quiet_rasa
from bot.train import train

_UNJUDGED = frozenset({"reference"})
"""Entities that count neither as right nor as wrong: they point into the talk, and say nothing of a lone utterance."""

_UNJUDGED_VALUES = frozenset({("refinement", "instead")})
"""The same of single values: "no, I meant" corrects what was said before."""

_SHOWN_MISTAKES = 12
_HEADS = ("intent", "entity F1", "language", "on words", "on pairs", "in talk", "oos found", "oos false")


@dataclass(frozen=True, slots=True)
class Judged:
    """Rasa's parse of each utterance, phrase and turn of a conversation, in the order of what was asked."""

    utterances: Sequence[tuple[Utterance, Mapping[str, Any]]]
    phrases: Sequence[tuple[Phrase, Mapping[str, Any]]] = ()
    later_turns: Sequence[tuple[Utterance, Mapping[str, Any]]] = ()


def evaluate(judged: Judged) -> dict[str, Any]:
    """Return the figures of `crossaisle evaluate nlu`.

    An utterance is as it would be at the start of a conversation; the second and third of conversations are judged for
    their language alone. `nlu_fallback` counts as out_of_scope. An entity is right with name and value; F1 is over all
    entities of a language, without those that point into the talk (`_UNJUDGED`).
    """
    scores = {
        language: _score(language, judged) for language in sorted({said.language for said, _ in judged.utterances})
    }
    wanted, found = _intents(judged.utterances)
    matrix = confusion(wanted, found)
    return {
        "languages": {language: score.rounded() for language, score in scores.items()},
        "mean": mean_of(scores.values()),
        "worst": worst_of(scores.values()),
        "out_of_scope": {name: round(value, 4) for name, value in asdict(out_of_scope(wanted, found)).items()},
        "confusion": matrix,
        "most_confused": [
            {"wanted": one, "found": other, "n": n} for one, other, n in most_confused(matrix, _SHOWN_MISTAKES)
        ],
    }


def parse_talks(model: Path, talks: Sequence[Sequence[str]]) -> list[list[dict[str, Any]]]:
    """Return Rasa's parse of each text of each talk, by the model in the file `model`.

    Each text is read with what was said before it in the same talk, as in a conversation.
    """
    quiet_rasa(model.parent)
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.shared.core.events import UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    agent = Agent.load(str(model))

    async def parse(talk: Sequence[str]) -> list[dict[str, Any]]:
        tracker = DialogueStateTracker.from_events("evaluation", [], agent.domain.slots)
        found = []
        for text in talk:
            found.append(await agent.processor.parse_message(UserMessage(text), tracker))
            tracker.update(UserUttered(text, parse_data=found[-1]), agent.domain)
        return found

    async def run() -> list[list[dict[str, Any]]]:
        return [await parse(talk) for talk in talks]

    return asyncio.run(run())


def judge(model: Path, split: str, settings: Settings) -> Judged:
    """Return what `model` makes of the utterances, phrases and conversations of `split`.

    An utterance that training made itself, of an example or of the catalogue's words, is left out.
    """
    seen = {(example.text.casefold(), example.language) for example in read_examples(settings)}
    utterances = [said for said in read_held_out(HELD_OUT / split) if (said.text.casefold(), said.language) not in seen]
    phrases = read_phrases(HELD_OUT / split)
    talks = conversations(utterances)
    found = parse_talks(
        model, [*([said.text] for said in (*utterances, *phrases)), *([said.text for said in talk] for talk in talks)]
    )
    alone, together = [parse for (parse,) in found[: -len(talks)]], found[-len(talks) :]
    later = [turn for talk, parses in zip(talks, together) for turn in list(zip(talk, parses))[1:]]  # noqa: B905
    return Judged(
        utterances=list(zip(utterances, alone)),  # noqa: B905
        phrases=list(zip(phrases, alone[len(utterances) :])),  # noqa: B905
        later_turns=later,
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command line: print the figures as JSON or as a table, and with `--errors` what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluate", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--errors", action="store_true", help="print each utterance whose intent was taken for another")
    parser.add_argument("--split", choices=SPLITS, default="test", help="which utterances (default: %(default)s)")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    judged = judge(train(settings), options.split, settings)
    figures = evaluate(judged)
    sys.stdout.write(json.dumps(figures) + "\n" if options.json else table(figures))
    if options.errors:
        for said, parse in judged.utterances:
            if _intent(parse) != said.intent:
                sys.stdout.write(f"{said.language}\t{said.intent}\t{_intent(parse)}\t{said.text}\n")
    return 0


def table(figures: Mapping[str, Any]) -> str:
    """Return what `evaluate` found for reading: a line for each language, and the intents most often confused."""
    rows = [*figures["languages"].items(), ("mean", figures["mean"]), ("worst", figures["worst"])]
    lines = [f"{'language':10}{'n':>6}" + "".join(f"{head:>11}" for head in _HEADS)]
    for name, row in rows:
        cells = ("-" if row[measure] is None else format(row[measure], ".3f") for measure in MEASURES)
        lines.append(f"{name:10}{row.get('n', ''):>6}" + "".join(f"{cell:>11}" for cell in cells))
    scope = figures["out_of_scope"]
    lines.append(f"out of scope: recall {scope['recall']:.3f}, false alarms {scope['false_alarms']:.3f}")
    lines += [f"{pair['n']:4} times {pair['wanted']} taken for {pair['found']}" for pair in figures["most_confused"]]
    return "\n".join(lines) + "\n"


def _score(language: str, judged: Judged) -> Score:
    pairs = [(said, parse) for said, parse in judged.utterances if said.language == language]
    scope = out_of_scope(*_intents(pairs))
    return Score(
        n=len(pairs),
        intent_accuracy=share(_intent(parse) == said.intent for said, parse in pairs),
        entity_f1=f1([(_judged(said.entities), _found(parse)) for said, parse in pairs]),
        language_accuracy=share(_is_right(said, parse) for said, parse in pairs),
        word_accuracy=_accuracy([turn for turn in judged.phrases if turn[0].kind == "words"], language),
        pair_accuracy=_accuracy([turn for turn in judged.phrases if turn[0].kind == "pairs"], language),
        conversation_accuracy=_accuracy(judged.later_turns, language),
        out_of_scope_recall=_or_none(scope.recall),
        false_alarms=_or_none(scope.false_alarms),
    )


def _accuracy(turns: Sequence[tuple[Utterance | Phrase, Mapping[str, Any]]], language: str) -> float | None:
    """Return the share of what was said in `language` whose language is found, None where nothing was."""
    return _or_none(share(_is_right(said, parse) for said, parse in turns if said.language == language))


def _is_right(said: Utterance | Phrase, parse: Mapping[str, Any]) -> bool:
    return bool(parse["language"]["code"] == said.language)


def _or_none(value: float) -> float | None:
    return None if value != value else value  # nan alone differs from itself


def _intents(pairs: Sequence[tuple[Utterance, Mapping[str, Any]]]) -> tuple[list[str], list[str]]:
    return [said.intent for said, _ in pairs], [_intent(parse) for _, parse in pairs]


def _intent(parse: Mapping[str, Any]) -> str:
    name = parse["intent"]["name"]
    return "out_of_scope" if name in {None, "nlu_fallback"} else str(name)


def _found(parse: Mapping[str, Any]) -> frozenset[tuple[str, Any]]:
    return _judged(comparable_entities((entity["entity"], entity["value"]) for entity in parse["entities"]))


def _judged(entities: frozenset[tuple[str, Any]]) -> frozenset[tuple[str, Any]]:
    return frozenset(one for one in entities if one[0] not in _UNJUDGED and one not in _UNJUDGED_VALUES)


if __name__ == "__main__":
    raise SystemExit(main())
