"""What conversations came to, by language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from actions.dialogues.script_run import Played
from actions.dialogues.simulation import Outcome


@dataclass(frozen=True, slots=True)
class DialogueReport:
    """Simulated conversations, the scripts that were played, the seconds that both took, and scripts left out."""

    outcomes: tuple[Outcome, ...]
    played: tuple[Played, ...]
    seconds: float
    n_left_out: int = 0

    @property
    def success(self) -> float:
        """The share of shoppers whose product came into the cart, nan without shoppers."""
        return _mean([float(one.is_success) for one in self.outcomes])

    @property
    def n_dead_ends(self) -> int:
        """Answers after which a shopper could not go on."""
        return sum(len(one.dead_ends) for one in self.outcomes)

    @property
    def failed(self) -> list[Played]:
        """The scripts in which something did not go as expected."""
        return [one for one in self.played if one.failures]

    def as_json(self) -> dict[str, Any]:
        """Return the figures as contract.md names them, with those of the scripts beside them."""
        spoken = dict.fromkeys([one.goal.language for one in self.outcomes])
        spoken |= dict.fromkeys(one.script.language for one in self.played)
        return {
            "languages": {code: self._of(code) for code in spoken},
            "success": _rounded(self.success),
            "mean_turns": _rounded(_mean([float(one.turns_to_product) for one in self.outcomes if one.is_success])),
            "dead_ends": self.n_dead_ends,
            "n": len(self.outcomes),
            "scripts": {
                "n": len(self.played),
                "passed": len(self.played) - len(self.failed),
                "left_out": self.n_left_out,
                "failed": [_failed(one) for one in self.failed],
            },
            "seconds": round(self.seconds, 1),
        }

    def _of(self, language: str) -> dict[str, Any]:
        own = [one for one in self.outcomes if one.goal.language == language]
        played = [one for one in self.played if one.script.language == language]
        return {
            "n": len(own),
            "success": _rounded(_mean([float(one.is_success) for one in own])),
            "mean_turns": _rounded(_mean([float(one.turns_to_product) for one in own if one.is_success])),
            "dead_ends": sum(len(one.dead_ends) for one in own),
            "scripts": len(played),
            "scripts_passed": sum(not one.failures for one in played),
        }

    def table(self) -> str:
        """Return the figures as text, then what failed: scripts with turn and finding, shoppers with what was said."""
        figures = self.as_json()
        lines = [f"{'language':9} {'n':>4} {'success':>8} {'turns':>6} {'dead ends':>10} {'scripts':>8}"]
        lines += [_row(code, of, (of["scripts_passed"], of["scripts"])) for code, of in figures["languages"].items()]
        of_all = (figures["scripts"]["passed"], figures["scripts"]["n"])
        lines.append(f"{_row('all', figures, of_all)}   in {figures['seconds']:.0f} s")
        for one in figures["scripts"]["failed"]:
            lines += ["", f"{one['language']}, script {one['name']!r}:"]
            lines += [f"  turn {turn['turn']}, {turn['said']!r}: {'; '.join(turn['found'])}" for turn in one["turns"]]
        for outcome in self.outcomes:
            if outcome.dead_ends or not outcome.is_success:
                lines += ["", *_told(outcome)]
        return "\n".join(lines)


def _row(name: str, of: Mapping[str, Any], scripts: tuple[int, int]) -> str:
    figures = f"{of['n']:4} {_shown(of['success']):>8} {_shown(of['mean_turns']):>6} {of['dead_ends']:10}"
    return f"{name:9} {figures} {f'{scripts[0]}/{scripts[1]}':>8}"


def _told(outcome: Outcome) -> list[str]:
    goal = outcome.goal
    wanted = [goal.category, goal.color, f"up to {goal.budget} {goal.currency}" if goal.budget else "", goal.country]
    how = ", ".join(outcome.dead_ends) or "out of patience"
    lines = [f"{goal.language}, shopper for {', '.join(filter(None, wanted))}: {how}"]
    return lines + [f"  {message!r} → {answer.splitlines()[0] if answer else ''}" for message, answer in outcome.said]


def _failed(played: Played) -> dict[str, Any]:
    turns = [{"turn": one.turn, "said": one.said, "found": list(one.found)} for one in played.failures]
    return {"language": played.script.language, "name": played.script.name, "turns": turns}


def _mean(figures: Sequence[float]) -> float:
    return fmean(figures) if figures else float("nan")


def _rounded(figure: float) -> float | None:
    return None if figure != figure else round(figure, 3)


def _shown(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.2f}"
