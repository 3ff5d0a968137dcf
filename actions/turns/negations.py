"""What a message rules out: "not leather", "ohne Zucker", 不要黑色的."""

from dataclasses import dataclass, replace
from typing import Any

from actions.shop import Shop
from actions.talk.conversation import Conversation
from actions.talk.entities import Entities
from retrieval.filters import EXCLUSIONS, Filters

_ENTITIES = {
    "excluded_categories": "category",
    "excluded_brands": "brand",
    "excluded_colors": "color",
    "excluded_materials": "material",
}
"""The entity that names what an exclusion rules out."""

_FIELDS = {
    "excluded_categories": "categories",
    "excluded_brands": "brands",
    "excluded_colors": "colors",
    "excluded_materials": "materials",
}
"""The condition that asks for what an exclusion rules out."""


@dataclass(frozen=True, slots=True)
class Negations:
    """What a message rules out, and the message without it.

    `contradicted` are the (kind, value) pairs that it both asks for and rules out; what it says last counts.
    """

    conversation: Conversation
    excluded: Filters
    contradicted: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, conversation: Conversation, shop: Shop) -> "Negations":
        """Read the message in its language; what it rules out is no entity of it any more."""
        read = shop.asking.read(conversation.residual_text or conversation.text, conversation.language, Filters())
        excluded = Filters(**{name: getattr(read.filters, name) for name in EXCLUSIONS})
        if excluded == Filters():
            return cls(conversation, excluded, read.contradicted)
        values = dict(conversation.entities.values)
        for name, entity in _ENTITIES.items():
            kept = tuple(value for value in values.get(entity, ()) if not _is_among(value, getattr(excluded, name)))
            values.pop(entity, None)
            values |= {entity: kept} if kept else {}
        affirmed = replace(conversation, entities=Entities(values), residual_text=read.text)
        return cls(affirmed, excluded, read.contradicted)

    def applied_to(self, filters: Filters) -> Filters:
        """Return `filters` without what the message rules out, and ruling out no more what it asks for."""
        changes: dict[str, Any] = {}
        for name in EXCLUSIONS:
            asked = self.conversation.entities.all(_ENTITIES.get(name, ""))
            former = (one for one in getattr(filters, name) if not _is_among(one, asked))
            changes[name] = tuple(dict.fromkeys((*former, *getattr(self.excluded, name))))
            if name in _FIELDS:
                wanted = getattr(filters, _FIELDS[name])
                changes[_FIELDS[name]] = tuple(one for one in wanted if not _is_among(one, changes[name]))
        return replace(filters, **changes)


def _is_among(value: str, values: tuple[str, ...]) -> bool:
    return value.casefold() in {one.casefold() for one in values}
