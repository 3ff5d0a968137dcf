"""The way from the talk to the shop's checkout: a signed link that soon expires."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from retrieval.errors import BackendError

LASTS = timedelta(minutes=30)
"""How long a link works."""

_AUDIENCE = "checkout"


@dataclass(frozen=True, slots=True)
class Checkout:
    """What a link says: which cart, shown how, until when. `checkout_id` makes one order of it, however often used."""

    cart_id: str
    checkout_id: str
    language: str
    currency: str
    country: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CheckoutLinks:
    """Makes and reads links: JWT (HS256, the shop's secret), put into an address in place of `{token}`.

    The audience `checkout` keeps a link from passing for an identity token. It names the cart, not the shopper.
    """

    address: str
    secret: str | None

    def link(self, checkout: Checkout) -> str:
        """Return the address of a checkout, "" where the shop has no secret to sign it with."""
        if not self.secret:
            return ""
        claims = {
            "aud": _AUDIENCE,
            "jti": checkout.checkout_id,
            "cart": checkout.cart_id,
            "lang": checkout.language,
            "currency": checkout.currency,
            "country": checkout.country,
            "exp": checkout.expires_at,
        }
        return self.address.replace("{token}", jwt.encode(claims, self.secret, algorithm="HS256"))

    def read(self, token: str) -> Checkout:
        """Return what a link's token says; raises BackendError for one that is forged, expired or of another form."""
        required = ["aud", "jti", "cart", "lang", "currency", "country", "exp"]
        try:
            if not self.secret:
                raise BackendError("no checkout link can be read: set CROSSAISLE_CHECKOUT_SECRET")
            claims = jwt.decode(
                token, self.secret, algorithms=["HS256"], audience=_AUDIENCE, options={"require": required}
            )
        except jwt.InvalidTokenError as error:
            raise BackendError(f"a checkout link is not usable ({type(error).__name__}); make a new one") from error
        return Checkout(
            cart_id=str(claims["cart"]),
            checkout_id=str(claims["jti"]),
            language=str(claims["lang"]),
            currency=str(claims["currency"]),
            country=str(claims["country"]),
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        )
