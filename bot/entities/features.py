"""What the kinds of entities say about the intent: a message with a currency and no product may want to change it."""

from collections.abc import Sequence

from bot.entities.entity import Entity

_KINDS = (
    "category", "department", "brand", "color", "material", "audience", "size", "max_price", "min_price", "currency",
    "country", "language", "ordinal", "quantity", "order_id", "recipient", "occasion", "refinement",
    "reference",
)  # fmt: skip

_WEIGHT = 0.5
"""How much one kind counts beside the two halves of the sentence vector, whose mean length is 1."""


def kind_features(entities: Sequence[Entity]) -> list[float]:
    """Return a number for each kind of entity, and for: any product word, a price, two positions, no entity at all."""
    names = {entity.name for entity in entities}
    n_positions = sum(len(entity.value) for entity in entities if isinstance(entity.value, tuple))
    has_product = bool(names & {"category", "department", "brand"})
    has_price = bool(names & {"max_price", "min_price"})
    flags = [kind in names for kind in _KINDS]
    flags += [has_product, has_price, n_positions > 1, "currency" in names and not has_price, not names]
    return [_WEIGHT * flag for flag in flags]
