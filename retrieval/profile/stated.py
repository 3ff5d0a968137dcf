"""What a shopper has said that they want, before they did anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from retrieval.product import Merchant


@dataclass(frozen=True, slots=True)
class Stated:
    """Interests said in words: categories and departments, for whom (`audience`), where the shopper lives and speaks.

    `country` is an ISO 3166-1 alpha-2 code, `language` a BCP 47 code; an empty value says nothing.
    """

    categories: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    audience: str = ""
    country: str = ""
    language: str = ""

    @property
    def weight(self) -> int:
        """How many products this counts as: words on what one likes three, where one lives one, nothing none."""
        if self.categories or self.departments or self.audience:
            return 3
        return 1 if self.country or self.language else 0

    def likes(self, merchants: Iterable[Merchant]) -> dict[str, Mapping[str, float]]:
        """Return the likings that this stands for, by trait: all that was said counts alike.

        Goods of merchants in the shopper's own country come fast and without customs, and texts in their own language
        can be read: with nothing else known, that is a reason to begin with these.
        """
        at_home = [merchant.merchant_id for merchant in merchants if merchant.country == self.country]
        likes: dict[str, Iterable[str]] = {
            "category": self.categories,
            "department": self.departments,
            "audience": (self.audience,) if self.audience else (),
            "merchant": at_home if self.country else (),
            "language": (self.language,) if self.language else (),
        }
        return {trait: dict.fromkeys(values, 1.0) for trait, values in likes.items() if values}
