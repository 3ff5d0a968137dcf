"""The demo shop's drawings, one for each kind of product, as they are or in a product's colour."""

from http import HTTPStatus
from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request

from actions.api.problems import Problem
from actions.settings import PROJECT
from retrieval.drawings import TINTS, tinted

PICTURES = PROJECT / "data" / "demo" / "pictures"
_TYPE = "image/svg+xml"


def picture_routes(folder: Path = PICTURES) -> Blueprint:
    """Return the routes /pictures/<name>.svg and /pictures/<color>/<name>.svg; the colours are those of `TINTS`."""
    routes = Blueprint("pictures")
    routes.static("/pictures", folder, name="pictures")
    drawings = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.svg")}

    @routes.get("/pictures/<color:str>/<name:str>", name="tinted")
    async def in_color(_: Request, color: str, name: str) -> HTTPResponse:
        """Return a drawing whose main part has a colour."""
        if color not in TINTS or name not in drawings:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no picture {name!r} in {color!r}.")
        return HTTPResponse(tinted(drawings[name], color), content_type=_TYPE)

    return routes
