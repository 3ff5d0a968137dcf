"""Drawings of products: in a product's colour, and as pixels."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from resvg_py import svg_to_bytes

from retrieval.errors import CatalogError
from retrieval.product import Product

SIDE = 64
"""Pixels along each side of a picture as networks see it."""

TINTS = {
    "black": ("#3b3f4a", "#23262e"),
    "white": ("#fbfcfe", "#d5dbe5"),
    "gray": ("#a3abb8", "#757e8d"),
    "silver": ("#ccd3de", "#9aa5b5"),
    "gold": ("#e3b84c", "#b5892a"),
    "red": ("#e2474b", "#b02f39"),
    "orange": ("#f38b3c", "#c9651d"),
    "yellow": ("#f8d44c", "#d3a92a"),
    "green": ("#5fb36b", "#3c8450"),
    "blue": ("#4f9be6", "#2f6fb8"),
    "navy": ("#34456b", "#222f4e"),
    "purple": ("#8f6fd0", "#6748a6"),
    "pink": ("#f598b8", "#d9628f"),
    "brown": ("#a56d45", "#6e4429"),
    "beige": ("#e8d5b4", "#c6ab81"),
    "turquoise": ("#43bfc0", "#22898f"),
    "multicolor": ("#ec6f5e", "#4f9be6"),
    "transparent": ("#e6f1f6", "#bcd3df"),
}
"""The colour of the main part of a drawing, and of its shade, for each colour word of a product."""

_MARKED = re.compile(r'\bdata-main="(#[0-9a-f]{6})" data-shade="(#[0-9a-f]{6})"')


def drawing_name(category: str) -> str:
    """Return the name of the drawing of a category, without suffix.

    >>> drawing_name("running shoes"), drawing_name("")
    ('running-shoes', 'product')
    """
    return category.replace(" ", "-") or "product"


def tinted(drawing: str, color: str) -> str:
    """Return a drawing (SVG) with its main part in a colour, an English word of `TINTS`.

    A drawing says at its top which fills are its main part and the shade of that, `data-main` and `data-shade`. One
    that says nothing, such as a jar of honey, stays as it is, and so does every one for a word that is not known.
    """
    marked = _MARKED.search(drawing)
    if marked is None or color not in TINTS:
        return drawing
    main, shade = TINTS[color]
    head, body = drawing[: marked.end()], drawing[marked.end() :]
    return head + re.sub(
        f'"({marked[1]}|{marked[2]})"', lambda found: f'"{main if found[1] == marked[1] else shade}"', body
    )


def pixels_of(drawing: str, side: int = SIDE) -> NDArray[np.uint8]:
    """Return a drawing (SVG) as pixels (side, side, 3) on white.

    Raises CatalogError where it cannot be drawn.
    """
    try:
        content = svg_to_bytes(svg_string=drawing, width=side, height=side, background="#fff", skip_system_fonts=True)
    except ValueError as error:
        raise CatalogError(f"a drawing cannot be drawn ({error}): {drawing[:60]!r}; give an SVG") from error
    return read_picture(bytes(content), side)


def read_picture(content: bytes, side: int = SIDE) -> NDArray[np.uint8]:
    """Return a PNG, JPEG or WebP as pixels (side, side, 3), whole, in the middle of a white square.

    Raises CatalogError where it is none.
    """
    try:
        with Image.open(BytesIO(content)) as opened:
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise CatalogError(f"a picture cannot be read ({error}); give a PNG, JPEG or WebP") from error
    picture.thumbnail((side, side))
    square = Image.new("RGBA", (side, side), "white")
    square.alpha_composite(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    return np.asarray(square.convert("RGB"), dtype=np.uint8).copy()


def product_pictures(products: Sequence[Product], folder: Path, side: int = SIDE) -> NDArray[np.uint8]:
    """Return the drawing of each product in its first colour, (n, side, side, 3); that of `product` for a kind without.

    `folder` holds `<category with - for spaces>.svg`. Raises CatalogError where not even `product.svg` is there.
    """
    drawn: dict[tuple[str, str], NDArray[np.uint8]] = {}
    pictures = np.empty((len(products), side, side, 3), np.uint8)
    for place, product in enumerate(products):
        color = product.colors[0] if product.colors else ""
        key = (product.category, color)
        if key not in drawn:
            drawn[key] = pixels_of(tinted(_drawing(folder, product.category), color), side)
        pictures[place] = drawn[key]
    return pictures


def _drawing(folder: Path, category: str) -> str:
    """Return the drawing of a category."""
    for name in (drawing_name(category), drawing_name("")):
        path = folder / f"{name}.svg"
        if path.is_file() and path.parent == folder:
            return path.read_text(encoding="utf-8")
    raise CatalogError(f"{folder} holds no drawing of {category!r} and no product.svg: give the folder of pictures")
