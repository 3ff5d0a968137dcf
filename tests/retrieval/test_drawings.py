"""Drawings of products: tinted, drawn as pixels, and pictures of any shape as a square."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from retrieval.drawings import TINTS, drawing_name, pixels_of, product_pictures, read_picture, tinted
from retrieval.errors import CatalogError
from retrieval.product import Product

PICTURES = Path(__file__).resolve().parents[2] / "data" / "demo" / "pictures"
SQUARE = (
    '<svg data-main="#ec6f5e" data-shade="#c74e40" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    '<rect width="10" height="5" fill="#ec6f5e"/><rect y="5" width="10" height="5" fill="#c74e40"/>'
    '<rect width="1" height="1" stroke="#00ff00"/></svg>'
)


def product(category: str, *colors: str) -> Product:
    return Product("p", "m", "th", {"th": "รองเท้า"}, Decimal(1), "THB", category=category, colors=colors)


def rgb(color: str) -> list[int]:
    return [int(color[place : place + 2], 16) for place in (1, 3, 5)]


def test_main_part_and_shade_take_the_colour_and_the_rest_stays() -> None:
    drawing = tinted(SQUARE, "blue")
    assert 'data-main="#ec6f5e" data-shade="#c74e40"' in drawing
    main, shade = TINTS["blue"]
    assert (drawing.count(f'"{main}"'), drawing.count(f'"{shade}"'), drawing.count('"#00ff00"')) == (1, 1, 1)
    assert tinted(drawing, "blue") == drawing


@pytest.mark.parametrize("color", ["", "mauve", "şeffaf"])
def test_unknown_colour_leaves_a_drawing_as_it_is(color: str) -> None:
    assert tinted(SQUARE, color) == SQUARE


def test_drawing_without_a_main_part_stays_as_it_is() -> None:
    assert tinted("<svg/>", "red") == "<svg/>"


@pytest.mark.parametrize("color", sorted(TINTS))
def test_pixels_have_the_tint(color: str) -> None:
    pixels = pixels_of(tinted(SQUARE, color), 20)
    assert (pixels.shape, pixels.dtype) == ((20, 20, 3), np.uint8)
    assert pixels[6, 10].tolist() == rgb(TINTS[color][0])
    assert pixels[16, 10].tolist() == rgb(TINTS[color][1])


def test_every_drawing_of_the_demo_shop_can_be_drawn_and_those_marked_take_a_tint() -> None:
    n_marked = 0
    for path in sorted(PICTURES.glob("*.svg")):
        drawing = path.read_text(encoding="utf-8")
        plain = pixels_of(drawing)
        if "data-main" in drawing:
            n_marked += 1
            assert (pixels_of(tinted(drawing, "green")) != plain).any() or (
                pixels_of(tinted(drawing, "navy")) != plain
            ).any(), path
    assert n_marked >= 80


@pytest.mark.parametrize("drawing", ["", "<svg", "not a drawing", "图"])
def test_what_is_no_drawing_is_refused(drawing: str) -> None:
    with pytest.raises(CatalogError, match="cannot be drawn"):
        pixels_of(drawing)


def test_wide_picture_lies_in_the_middle_of_white() -> None:
    content = BytesIO()
    Image.new("RGB", (200, 100), "red").save(content, "PNG")
    pixels = read_picture(content.getvalue(), 20)
    assert pixels[10, 10].tolist() == [255, 0, 0]
    assert pixels[2, 10].tolist() == pixels[18, 10].tolist() == [255, 255, 255]


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(CatalogError, match="cannot be read"):
        read_picture(b"GIF89a or not")


def test_products_of_one_kind_and_colour_look_alike_and_a_kind_without_drawing_has_the_general_one() -> None:
    products = [
        product("sneakers", "blue", "white"),
        product("sneakers", "blue"),
        product("sneakers", "red"),
        product("../../settings"),
        product(""),
    ]
    pictures = product_pictures(products, PICTURES)
    assert (pictures.shape, pictures.dtype) == ((5, 64, 64, 3), np.uint8)
    assert (pictures[0] == pictures[1]).all()
    assert (pictures[0] != pictures[2]).any()
    assert (pictures[3] == pictures[4]).all()


def test_no_products_have_no_pictures() -> None:
    assert product_pictures([], PICTURES).shape == (0, 64, 64, 3)


def test_folder_without_drawings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"no product\.svg"):
        product_pictures([product("sneakers")], tmp_path)


def test_names_of_drawings() -> None:
    assert drawing_name("running shoes") == "running-shoes"
