"""Which goods a rule is about."""

from dataclasses import dataclass

from retrieval.errors import PricingError

SUBHEADING = 6
"""The digits that the Harmonized System defines; no rule's prefix is longer."""


def hs_digits(code: str) -> str:
    """Return a Harmonized System code as digits alone: `6109.10` gives `610910`.

    Two to ten digits are accepted, the chapter first. Raise PricingError for anything else.

    >>> hs_digits("6109.10"), hs_digits("61")
    ('610910', '61')
    >>> hs_digits("T-shirt")
    Traceback (most recent call last):
    retrieval.errors.PricingError: 'T-shirt' is no Harmonized System code; write two to ten digits such as 6109.10
    """
    digits = code.replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and 2 <= len(digits) <= 10):
        raise PricingError(f"{code!r} is no Harmonized System code; write two to ten digits such as 6109.10")
    return digits


def _begins(digits: str, prefixes: tuple[str, ...]) -> bool | None:
    """Tell whether a code lies under one of the prefixes; None where the code is too short to say."""
    if digits.startswith(prefixes):
        return True
    is_too_short = len(digits) < SUBHEADING and any(prefix.startswith(digits) for prefix in prefixes)
    return None if is_too_short else False


@dataclass(frozen=True, slots=True)
class Goods:
    """A set of goods: those under a prefix of `hs`, if there are any, and under none of `except_hs`.

    `audiences` narrows it to goods made for them, `only_categories` to such goods, where codes alone do not tell them
    apart: dolls and puzzles share one. `categories` and `except_categories` (English nouns of the category
    tree) stand in for the two lists of codes where an item has none.
    """

    hs: tuple[str, ...] = ()
    except_hs: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()
    except_categories: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    only_categories: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        longest = max((*self.hs, *self.except_hs), key=len, default="")
        if len(longest) > SUBHEADING:
            raise PricingError(f"the HS prefix {longest!r} is longer than {SUBHEADING} digits; shorten it")

    @property
    def is_everything(self) -> bool:
        """Whether no product lies outside."""
        return not (self.hs or self.except_hs or self.audiences or self.only_categories)

    @property
    def is_selection(self) -> bool:
        """Whether it names its goods, rather than being everything, or everything but some."""
        return bool(self.hs or self.audiences or self.only_categories)

    def covers(self, hs: str, category: str, audience: str) -> bool | None:
        """Tell whether a product lies in the set; None where that cannot be said from what is known of it.

        `hs` is the code's digits, "" where unknown. An `audience` of "" is taken for adults.

        >>> toys = Goods(hs=("95",), except_hs=("9506",))
        >>> toys.covers("950300", "", ""), toys.covers("950691", "", ""), toys.covers("", "doll", "")
        (True, False, None)
        """
        if self.audiences and audience not in self.audiences:
            return False
        if category and self.only_categories and category not in self.only_categories:
            return False
        is_covered = self._covers(hs, category)
        return None if is_covered and self.only_categories and not category else is_covered

    def _covers(self, hs: str, category: str) -> bool | None:
        if not hs:
            return self._covers_category(category)
        is_inside = _begins(hs, self.hs) if self.hs else True
        is_outside = _begins(hs, self.except_hs) if self.except_hs else False
        if is_inside is False or is_outside is True:
            return False
        return None if is_inside is None or is_outside is None else True

    def _covers_category(self, category: str) -> bool | None:
        if self.is_everything:
            return True
        if not category:
            return None
        if self.hs:
            return category in self.categories if self.categories else None
        return category not in self.except_categories if self.except_categories else None


ALL_GOODS = Goods()
