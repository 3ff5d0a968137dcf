"""The demo shop's drawings, one for each kind of product."""

from pathlib import Path

from sanic import Blueprint

from actions.settings import PROJECT

PICTURES = PROJECT / "data" / "demo" / "pictures"


def picture_routes(folder: Path = PICTURES) -> Blueprint:
    """Return the route /pictures/<name>.svg."""
    routes = Blueprint("pictures")
    routes.static("/pictures", folder, name="pictures")
    return routes
