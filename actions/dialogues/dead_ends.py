"""Answers after which a shopper cannot go on."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from actions.dialogues.reply import Reply
from actions.wording.texts import Line, Texts
from retrieval.errors import EvaluationError
from retrieval.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class DeadEnds:
    """Tells dead ends, by the texts that say in some language that something failed or was not understood."""

    apologies: frozenset[str]
    not_understood: frozenset[str]

    @classmethod
    def load(cls, project: Path) -> "DeadEnds":
        """Read the texts of the shop and of the bot; raises EvaluationError where they cannot be read."""
        path = project / "bot" / "texts" / "apologies.yml"
        try:
            of_bot = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise EvaluationError(f"{path} cannot be read ({error}): restore it from the project.") from error
        texts = Texts.load(project / "actions" / "locales", Lexicon({}, {}))
        return cls(
            frozenset(_strings(of_bot)) | {texts.say(code, Line("apology", {})) for code in texts.languages},
            frozenset(texts.say(code, Line("not_understood", {})) for code in texts.languages),
        )

    def of(self, reply: Reply, before: Reply) -> str:
        """Return why an answer is a dead end, "" where it is none; `before` is the answer before it.

        It is one that says nothing, apologises for a failure, has not understood for the second time running, shows an
        empty list, or leaves the shopper to a person without being asked.
        """
        lines = set(reply.text.splitlines())
        if not reply.text.strip():
            return "silence"
        if lines & self.apologies:
            return "apology"
        if lines & self.not_understood and set(before.text.splitlines()) & self.not_understood:
            return "not understood twice"
        listed = reply.payload("products")
        if listed is not None and not reply.cards:
            return "empty list"
        return "handed over" if "handoff" in reply.types else ""


def _strings(content: object) -> set[str]:
    """Return all texts of a YAML document."""
    if isinstance(content, str):
        return {content}
    parts = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return {text for part in parts for text in _strings(part)}
