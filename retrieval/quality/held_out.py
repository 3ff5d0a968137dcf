"""Which shoppers no model learns from, and what stands for a shopper in files; needs only the standard library."""

import hashlib

HELD_OUT_SHARE = 0.2
"""Share of shoppers that no model learns from."""
_SALT = b"crossaisle frozen 1"
_VALIDATION_SALT = b"crossaisle validation 1"


def is_held_out(user_id: str) -> bool:
    """Say whether a shopper is kept from all models: by a salted SHA-256 of the id, always the same for the same id."""
    return _place_of(user_id, _SALT) < HELD_OUT_SHARE


def is_for_validation(user_id: str) -> bool:
    """Say whether a shopper is one by whom methods are chosen, in the same way and independent of the former."""
    return _place_of(user_id, _VALIDATION_SALT) < HELD_OUT_SHARE


def digest_of(user_id: str) -> str:
    """Return what stands for a shopper in files, so that the id itself is kept in the database alone."""
    return hashlib.sha256(_SALT + b"\0" + user_id.encode()).hexdigest()


def _place_of(user_id: str, salt: bytes) -> float:
    return int(hashlib.sha256(salt + b"\0" + user_id.encode()).hexdigest()[:13], 16) / 16**13
