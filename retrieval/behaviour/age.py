"""Ages, as the bands that shoppers are told apart by."""

from retrieval.behaviour.observed import number_of

BANDS = ((0, "under-18"), (18, "18-24"), (25, "25-34"), (35, "35-44"), (45, "45-54"), (55, "55-64"), (65, "65-plus"))
"""Each band from its lowest age in years."""

OLDEST = 120


def age_band(age: object) -> str:
    """Return the band of an age in years, "" for what is none.

    >>> age_band(34), age_band("65"), age_band("old"), age_band(-1)
    ('25-34', '65-plus', '', '')
    """
    years = number_of(age)
    if years is None or not 0 <= years <= OLDEST:
        return ""
    return max((lowest, name) for lowest, name in BANDS if lowest <= years)[1]
