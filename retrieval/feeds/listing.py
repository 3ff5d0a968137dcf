"""What a feed says of a product, before it is understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A product in the words of its feed: any field may hold what it should not. `line` is where it begins.

    `merchant_id` None is the feed's one merchant. `titles` and `descriptions` may have "" for the feed's own language.
    `category_names` are names to look up, the best first, `category_noun` is the English one to use where the category
    tree has none of them. `stock` counts more than `availability`. `is_in_project_words` says that colours, materials,
    audience and category are likely to be English, whatever language the texts are in.
    """

    line: int
    product_id: Any
    merchant_id: Any = None
    is_in_project_words: bool = False
    titles: Any = field(default_factory=dict)
    descriptions: Any = field(default_factory=dict)
    price: Any = None
    sale_price: Any = None
    sale_period: Any = None
    currency: Any = None
    category_names: tuple[str, ...] = ()
    category_noun: str = ""
    department: Any = None
    brand: Any = None
    colors: Any = None
    materials: Any = None
    sizes: Any = None
    size_system: Any = None
    gender: Any = None
    age_group: Any = None
    weight: Any = None
    hs_code: Any = None
    origin: Any = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    image: Any = None
    url: Any = None
    availability: Any = None
    stock: Any = None
    rating: Any = None
    best_rating: Any = None
    n_ratings: Any = None
    added: Any = None
