"""Who the shopper is, as far as the shop's own token proves it."""

from dataclasses import dataclass

import jwt

ANONYMOUS = "anon:"
KNOWN = "user:"


@dataclass(frozen=True, slots=True)
class Identity:
    """Reads identity tokens: JWT, HS256 with the shop's secret, claims `sub` and `exp`."""

    secret: str | None

    def user_id(self, sender_id: str, token: str) -> str:
        """Return the id under which events and profile are kept.

        `user:<sub>` for a valid token, else `anon:<sender>`: a conversation of its own that nobody else can claim by
        naming a user.
        """
        if self.secret and token:
            try:
                claims = jwt.decode(token, self.secret, algorithms=["HS256"], options={"require": ["sub", "exp"]})
            except jwt.InvalidTokenError:
                return ANONYMOUS + sender_id
            return KNOWN + str(claims["sub"])
        return ANONYMOUS + sender_id


def is_known(user_id: str) -> bool:
    """Return whether an id is that of a shopper who has proven who they are."""
    return user_id.startswith(KNOWN)
