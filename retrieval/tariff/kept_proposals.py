"""Proposals of a catalogue, kept beside its indexes so that they are made once."""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import catalogue_folder
from retrieval.encoder import Encoder, Progress
from retrieval.errors import ArtifactError
from retrieval.product import Product
from retrieval.tariff.heading_search import HeadingSearch
from retrieval.tariff.nomenclature import Nomenclature, Standing, own_words
from retrieval.tariff.proposal import Proposal
from retrieval.tariff.proposing import LEAST_CONFIDENCE, proposals

FILE_NAME = "tariff.json"
FORMAT_VERSION = 1
"""Grows with the form of the file and with the way proposals are made."""


@dataclass(frozen=True, slots=True)
class TariffCodes:
    """What is known of the codes of a catalogue's products.

    `standings` counts products by the standing of their merchant's code. `codes` holds, by id, the proposal for each
    product without a usable code, None where no heading is likely enough.
    """

    standings: Mapping[str, int]
    codes: Mapping[str, Proposal | None] = field(default_factory=dict)

    @property
    def n_proposed(self) -> int:
        """Products with a proposed heading."""
        return sum(proposal is not None for proposal in self.codes.values())


def load_or_propose(
    catalogue: Catalogue,
    nomenclature: Nomenclature,
    encoder: Callable[[], Encoder],
    encoder_name: str,
    cache: Path,
    progress: Progress | None = None,
    is_forced: bool = False,
) -> TariffCodes:
    """Return the codes of a catalogue, from the cache folder where they are the right ones.

    They are made anew where the nomenclature, the project's own words or the encoder are others than before; `encoder`
    is only called where a product needs a proposal.
    """
    own = own_words()
    identity = {
        "format": FORMAT_VERSION,
        "catalogue": catalogue.fingerprint,
        "nomenclature": nomenclature.fingerprint,
        "is_whole": nomenclature.is_whole,
        "words": Nomenclature(own, is_whole=False, source="").fingerprint,
        "encoder": encoder_name,
    }
    path = catalogue_folder(cache, catalogue) / FILE_NAME
    kept = None if is_forced else _kept(path, identity)
    if kept is not None:
        return kept
    standings: Counter[str] = Counter()
    lacking: list[Product] = []
    for product in catalogue:
        standing = nomenclature.standing(product.hs_code)
        standings[standing.value] += 1
        if not standing.is_usable:
            lacking.append(product)
    codes: dict[str, Proposal | None] = {}
    if lacking:
        search = HeadingSearch.build(nomenclature, own, encoder())
        for product, proposal in zip(lacking, proposals(search, lacking, progress), strict=True):
            is_likely = proposal.confidence >= LEAST_CONFIDENCE
            given = (product.hs_code or "").strip()
            codes[product.product_id] = (
                Proposal(proposal.heading, proposal.confidence, proposal.runner_up, given) if is_likely else None
            )
    found = TariffCodes(dict(standings), codes)
    _keep(path, identity, found)
    return found


def kept_codes(catalogue: Catalogue, cache: Path) -> TariffCodes | None:
    """Return what is kept of a catalogue's codes, however it was made; None where nothing is."""
    return _kept(catalogue_folder(cache, catalogue) / FILE_NAME, None)


def bad_codes(catalogue: Catalogue, nomenclature: Nomenclature) -> list[tuple[str, str, Standing]]:
    """Return id, code and standing of each product whose merchant gives a code that cannot be."""
    found: list[tuple[str, str, Standing]] = []
    for product in catalogue:
        standing = nomenclature.standing(product.hs_code)
        if standing in {Standing.MALFORMED, Standing.UNKNOWN}:
            found.append((product.product_id, product.hs_code or "", standing))
    return found


def _kept(path: Path, identity: Mapping[str, Any] | None) -> TariffCodes | None:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if identity is not None and record["identity"] != identity:
            return None
        codes = {
            product_id: None if fields is None else Proposal(*fields) for product_id, fields in record["codes"].items()
        }
        return TariffCodes(dict(record["standings"]), codes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # missing, cut off or of another form: all that is lost is the time to make it again


def _keep(path: Path, identity: Mapping[str, Any], found: TariffCodes) -> None:
    codes = {
        product_id: [one.heading, one.confidence, one.runner_up, one.given] if one else None
        for product_id, one in found.codes.items()
    }
    record = {"identity": dict(identity), "standings": dict(found.standings), "codes": codes}
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise ArtifactError(f"{path} cannot be written ({error.strerror}): make room or mend its rights.") from error
