"""What is known of a shopper: taste, purchasing power and sizes, in figures, as a vector, and as facts to be told."""

from retrieval.profile.price_levels import PriceLevels
from retrieval.profile.profile import HALF_LIFE_DAYS, SHORT_HALF_LIFE_DAYS, Affinity, Profile
from retrieval.profile.sizes import OwnSize
from retrieval.profile.stated import Stated
from retrieval.profile.taste_space import TasteSpace
from retrieval.profile.traits import EXTRAS, SHARES

__all__ = [
    "EXTRAS",
    "HALF_LIFE_DAYS",
    "SHARES",
    "SHORT_HALF_LIFE_DAYS",
    "Affinity",
    "OwnSize",
    "PriceLevels",
    "Profile",
    "Stated",
    "TasteSpace",
]
