"""All restrictions, and what they say of goods that are to be sent somewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from retrieval.errors import RestrictionError
from retrieval.pricing.territories import country_codes, markets
from retrieval.product import Product
from retrieval.records import records_of
from retrieval.restrictions.kind import GoodsKind, read_kind
from retrieval.restrictions.kind_words import KindWords
from retrieval.restrictions.restriction import Restriction, Transport, Verdict, read_restriction

DATA_FOLDER = Path(__file__).resolve().parents[2] / "data" / "restrictions"
"""Where a checkout of the project keeps the records."""

GOODS_FILE = "goods.yml"
_STRICTNESS = tuple(Verdict)
_REMEMBERED = 100_000
"""Answers to "is what has this code, category and materials of that kind?": a catalogue has few of these."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A restriction that is about goods, and the kind of goods by which it is."""

    kind: GoodsKind
    restriction: Restriction


class Restrictions:
    """Dated restrictions on kinds of goods. Immutable, safe for threads; build it with `load` or of records."""

    def __init__(self, kinds: Iterable[GoodsKind], restrictions: Iterable[Restriction]) -> None:
        self.kinds: dict[str, GoodsKind] = _by_id(((kind.kind_id, kind) for kind in kinds), "kind")
        self.restrictions: dict[str, Restriction] = _by_id(
            ((one.restriction_id, one) for one in restrictions), "restriction"
        )
        self.words = KindWords(self.kinds.values())
        self._held_by = lru_cache(maxsize=_REMEMBERED)(self._holds)

    @classmethod
    def load(cls, folder: Path = DATA_FOLDER) -> "Restrictions":
        """Read every `*.yml` of `folder`; raise RestrictionError naming file and record where one is not usable."""
        kinds = [
            _checked(folder / GOODS_FILE, record, read_kind)
            for record in records_of(folder / GOODS_FILE, RestrictionError)
        ]
        known = frozenset(kind.kind_id for kind in kinds)
        restrictions = [
            _checked(path, record, lambda one: read_restriction(one, known))
            for path in sorted(folder.glob("*.yml"))
            if path.name != GOODS_FILE
            for record in records_of(path, RestrictionError)
        ]
        return cls(kinds, restrictions)

    def kinds_of(self, product: Product, among: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return the ids of the kinds that a product is of, of those `among` which it is asked, or of all.

        Codes, categories, materials and attributes say; where they leave it open, the words of its titles do.
        """
        asked = self.kinds if among is None else among
        return tuple(kind_id for kind_id in asked if self._is_of(product, self.kinds[kind_id]))

    def kinds_of_category(self, category: str) -> tuple[str, ...]:
        """Return the ids of the kinds that a category of the tree stands for."""
        return tuple(kind_id for kind_id, kind in self.kinds.items() if category in kind.goods.categories)

    def findings(
        self, product: Product, origin: str, destination: str, transport: Transport, on: date
    ) -> tuple[Finding, ...]:
        """Return what is known of sending a product; nothing where no record is about it, which is not "allowed".

        The strictest comes first, then the destination's own before its customs union's before everyone's.
        """
        held = self._held(origin, destination, transport, on)
        kinds = self.kinds_of(product, dict.fromkeys(kind_id for one in held for kind_id in one.goods))
        return self._found(held, kinds, destination)

    def findings_of_kinds(
        self, kinds: Sequence[str], origin: str, destination: str, transport: Transport, on: date
    ) -> tuple[Finding, ...]:
        """Return what is known of sending kinds of goods, in the same order."""
        return self._found(self._held(origin, destination, transport, on), kinds, destination)

    def _is_of(self, product: Product, kind: GoodsKind) -> bool:
        if kind.fact is not None and not kind.fact.holds(product):
            return False
        covered: bool | None = self._held_by(kind.kind_id, product.hs_code, product.category, product.materials)
        if covered is not None:
            return covered
        return any(kind.kind_id in self.words.kinds_in(title, language) for language, title in product.titles.items())

    def _holds(self, kind_id: str, hs_code: str | None, category: str, materials: tuple[str, ...]) -> bool | None:
        return self.kinds[kind_id].holds(hs_code, category, materials)

    def _held(self, origin: str, destination: str, transport: Transport, on: date) -> list[Restriction]:
        if destination not in country_codes():
            return []
        held = (one for one in self.restrictions.values() if one.holds(origin, destination, transport, on))
        return [one.asked_from(origin) for one in held]

    def _found(self, held: Iterable[Restriction], kinds: Sequence[str], destination: str) -> tuple[Finding, ...]:
        places = markets(destination) if destination in country_codes() else ()
        found = []
        for one in held:
            kind_id = next((kind_id for kind_id in one.goods if kind_id in kinds), None)
            if kind_id is not None:
                found.append(Finding(self.kinds[kind_id], one))
        return tuple(sorted(found, key=lambda finding: _rank(finding.restriction, places)))


def verdict_of(findings: Iterable[Finding]) -> Verdict | None:
    """Return the strictest verdict of those that are confirmed, None where nothing is known.

    What is prohibited on one way of transport alone is restricted: another way may do.
    """
    verdicts = {
        Verdict.RESTRICTED
        if one.restriction.verdict is Verdict.PROHIBITED and not one.restriction.forbids
        else one.restriction.verdict
        for one in findings
        if one.restriction.is_sure
    }
    return next((verdict for verdict in _STRICTNESS if verdict in verdicts), None)


def _rank(restriction: Restriction, places: Sequence[str]) -> tuple[bool, int, int, str]:
    strictness = _STRICTNESS.index(restriction.verdict)
    return (not restriction.is_sure, strictness, places.index(restriction.destination), restriction.restriction_id)


def _by_id(named: Iterable[tuple[str, Any]], what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, one in named:
        if name in found:
            raise RestrictionError(f"the {what} id {name!r} is given twice; ids name one record each")
        found[name] = one
    return found


def _checked(path: Path, record: Any, read: Any) -> Any:
    name = record.get("id") if isinstance(record, dict) else record
    try:
        if not isinstance(record, dict):
            raise RestrictionError("it is not a record with keys")
        return read(record)
    except (RestrictionError, TypeError, KeyError, AttributeError) as error:
        raise RestrictionError(f"{path.name}: record {name!r}: {error}") from error
