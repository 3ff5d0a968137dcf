"""The page with the chat: a small server of static files; what shoppers see is in static/."""

from actions.page.server import create_app

__all__ = ["create_app"]
