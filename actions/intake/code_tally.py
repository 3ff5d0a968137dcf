"""What the codes for customs in a feed are worth, counted as its rows pass."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import click

from actions.intake.rejects_file import rejects_path
from retrieval.feeds import Reject
from retrieval.product import Product
from retrieval.tariff.nomenclature import Nomenclature, Standing

_N_SHOWN = 20


class CodeTally:
    """Counts products by the standing of their code, and writes each that cannot be to a file, a line of JSON each.

    The products are imported all the same, as if they had no code. To be entered as a `with` block, which replaces the
    file of a former import; without a bad code there is none.
    """

    def __init__(self, nomenclature: Nomenclature, cache: Path, source: str) -> None:
        self.path = rejects_path(cache, source).with_suffix(".hs-codes.jsonl")
        self.counts: Counter[str] = Counter()
        self._nomenclature = nomenclature

    def __enter__(self) -> "CodeTally":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()
        if not self.n_bad:
            self.path.unlink(missing_ok=True)
            return
        if self.n_bad > _N_SHOWN:
            click.echo(f"  … and {self.n_bad - _N_SHOWN} more", err=True)
        click.echo(f"  the codes that cannot be are in {self.path}", err=True)

    @property
    def n_bad(self) -> int:
        """Products whose code is malformed or does not exist."""
        return self.counts[Standing.MALFORMED.value] + self.counts[Standing.UNKNOWN.value]

    def watched(self, rows: Iterator[Product | Reject]) -> Iterator[Product | Reject]:
        """Give the rows on as they are, and count the codes of the products among them."""
        for row in rows:
            if isinstance(row, Product):
                self._count(row)
            yield row

    def _count(self, product: Product) -> None:
        standing = self._nomenclature.standing(product.hs_code)
        self.counts[standing.value] += 1
        if standing not in {Standing.MALFORMED, Standing.UNKNOWN}:
            return
        record = {"product_id": product.product_id, "hs_code": product.hs_code, "standing": standing.value}
        self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
        if self.n_bad <= _N_SHOWN:
            said = "is no code of digits" if standing is Standing.MALFORMED else "does not exist"
            click.echo(f"  product {product.product_id}: the HS code {product.hs_code!r} {said}", err=True)
