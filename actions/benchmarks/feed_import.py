"""A feed of many rows made up and imported by a process of its own, whose time and memory are measured."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from actions.settings import PROJECT, process_environment
from retrieval.errors import EvaluationError

_WORDS = (
    ("Waterproof winter jacket", "Warm, light and windproof, with a hood and four pockets. "),
    ("便携式咖啡机", "适合旅行和办公室使用, 两分钟即可煮好一杯咖啡。"),
    ("حقيبة ظهر جلدية", "حقيبة أنيقة من الجلد الطبيعي تتسع لحاسوب محمول. "),
    ("หม้อหุงข้าวไฟฟ้า", "หุงข้าวได้หกถ้วย อุ่นได้นานสิบสองชั่วโมง "),
    ("Kablosuz kulaklık", "Gürültü önleyici, otuz saat pil ömrü. "),
)


@dataclass(frozen=True, slots=True)
class FeedImport:
    """What importing a feed took: rows of it, products that came of them, seconds, and the process's memory at most."""

    rows: int
    products: int
    seconds: float
    peak_mib: float


def measure(n_rows: int, tell: Callable[[str], None]) -> FeedImport:
    """Import a CSV feed of `n_rows` made-up products in five languages, without embedding them, into an empty shop.

    Raises EvaluationError where the import fails.
    """
    with TemporaryDirectory(prefix="crossaisle-import-") as name:
        folder = Path(name)
        feed = _write(folder / "feed.csv", n_rows)
        tell(f"importing {n_rows:,} rows, {feed.stat().st_size / 2**20:,.0f} MiB …")
        command = [sys.executable, "-m", "actions.benchmarks.peak_memory", str(folder / "peak")]
        command += [sys.executable, "-m", "actions.cli", "import", str(feed), "--no-index", "--json"]
        command += ["--merchant-country", "DE", "--merchant-language", "de", "--merchant-currency", "EUR"]
        environment = process_environment(CROSSAISLE_CACHE=str(folder / "cache"))
        started = time.perf_counter()
        with (folder / "out.json").open("wb") as out:
            done = subprocess.run(
                command, cwd=PROJECT, env=environment, stdout=out, stderr=subprocess.DEVNULL, check=False
            )
        seconds = time.perf_counter() - started
        if done.returncode:
            raise EvaluationError(
                f"Importing {n_rows:,} rows ended with exit code {done.returncode}: run "
                "`crossaisle import` on a feed of your own to see why."
            )
        peak = int((folder / "peak").read_text(encoding="utf-8"))
        products = json.loads((folder / "out.json").read_text())["products"]
    return FeedImport(n_rows, products, round(seconds, 1), round(peak / 2**20, 1))


def _write(path: Path, n_rows: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write("id,title,description,price,currency,brand,availability\n")
        for number in range(n_rows):
            title, text = _WORDS[number % len(_WORDS)]
            price = f"{5 + number % 400}.90"
            file.write(f'{number},{title} {number},"{text * 4}",{price},EUR,Brand {number % 900},in stock\n')
    return path
