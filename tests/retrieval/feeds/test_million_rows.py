"""Memory does not grow with a feed: each form is made on disk, read in a process of its own, and its peak measured."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.conftest import PROJECT

N_ROWS = 6_000
MAX_GROWTH = 8 * 2**20
"""Bytes that N_ROWS may add to those of a tenth: ids and their places; held products would take twice as much."""

READER = """
import json, re, sys
from pathlib import Path
from retrieval.feeds import FeedMapping, read_feed
from retrieval.lexicon import Lexicon
from tests.fakes import HERE

FIELDS = {"product_id": "id", "titles": {"de": "title"}, "price": "price", "descriptions": {"de": "description"}}

def read(path):
    form = path.suffix[1:]
    fields = FIELDS if form in ("csv", "json", "jsonl") else {}
    rows = read_feed(path, FeedMapping("test", form, fields, {"here": HERE}), Lexicon({}, {}))
    n_products = sum(hasattr(row, "product_id") for row in rows)
    return n_products, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

folder = Path(sys.argv[1])
small = [read(path) for path in sorted((folder / "small").iterdir())][-1][1]
growth = {}
for path in sorted((folder / "large").iterdir()):
    n_products, peak = read(path)
    growth[path.suffix[1:]] = [n_products, peak - small]
    small = max(small, peak)
print(json.dumps(growth))
"""

TEXT = "Wetterfest, leicht und warm. 防水。 " * 20
FORMS: dict[str, tuple[str, Callable[[int], str], str]] = {
    "csv": ("id,title,price,description\n", lambda n: f'{n},Jacke,12.50,"{TEXT}"\n', ""),
    "json": ("[\n", lambda n: f'{{"id": "{n}", "title": "Jacke", "price": 12.5, "description": "{TEXT}"}},\n', "]"),
    "jsonl": ("", lambda n: f'{{"id": "{n}", "title": "Jacke", "price": 12.5, "description": "{TEXT}"}}\n', ""),
    "google-xml": (
        "<rss><channel>",
        lambda n: f"<item><id>{n}</id><title>Jacke</title><price>12.5</price><description>{TEXT}</description></item>",
        "</channel></rss>",
    ),
    "shopify-csv": (
        "Handle,Title,Vendor,Variant Price,Body (HTML)\n",
        lambda n: f'h{n},Jacke,V,12.50,"{TEXT}"\nh{n},,,13.50,\n',
        "",
    ),
    "shopify-json": (
        '{"products": [\n',
        lambda n: f'{{"handle": "{n}", "title": "Jacke", "body_html": "{TEXT}", "variants": [{{"price": "12.5"}}]}},\n',
        "]}",
    ),
}
"""How a feed begins, what each of its rows is, and how it ends."""


@pytest.fixture(scope="module")
def growth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int]]:
    """For each form the products that a large feed gave, and the bytes that it added to the peak before it."""
    folder = tmp_path_factory.mktemp("feeds")
    for name, n_rows in (("small", N_ROWS // 10), ("large", N_ROWS)):
        (folder / name).mkdir()
        for form, (start, row, end) in FORMS.items():
            with (folder / name / f"feed.{form}").open("w", encoding="utf-8") as file:
                file.write(start)
                file.writelines(row(n) for n in range(n_rows))
                file.write(end)
    done = subprocess.run(
        [sys.executable, "-c", READER, str(folder)], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("form", FORMS)
def test_memory_does_not_grow_with_the_rows(growth: dict[str, tuple[int, int]], form: str) -> None:
    n_products, n_bytes = growth[form]
    assert n_products == N_ROWS
    assert n_bytes < MAX_GROWTH
