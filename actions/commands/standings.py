"""Words for what products' HS codes are worth."""


def standings_text(counts: dict[str, int]) -> str:
    """Return counts of products by the standing of their code in words.

    >>> standings_text({"known": 3, "missing": 1})
    '3 known, 1 missing'
    """
    return ", ".join(f"{counts[name]} {name}" for name in sorted(counts) if counts[name]) or "none"
