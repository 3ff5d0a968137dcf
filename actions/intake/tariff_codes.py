"""Codes of the catalogue's products for customs: kept beside its indexes, and proposed where merchants give none."""

from dataclasses import dataclass, field

import click

from actions.settings import Settings
from retrieval.catalogue import Catalogue
from retrieval.encoder import Encoder
from retrieval.encoders import load_encoder
from retrieval.tariff.classified import classified
from retrieval.tariff.kept_proposals import TariffCodes, load_or_propose
from retrieval.tariff.nomenclature import Nomenclature

_ACROSS_LANGUAGES = "use"
"""The bundled encoder that finds English texts by titles in other languages best."""


def tariff_codes(settings: Settings, catalogue: Catalogue, is_forced: bool = False) -> TariffCodes:
    """Return what is known of the codes of a catalogue, made now where it is not kept, with progress shown."""
    return load_or_propose(
        catalogue,
        Nomenclature.load(settings.cache),
        lambda: proposing_encoder(settings),
        _encoder_name(settings),
        settings.cache,
        _Progress().show,
        is_forced,
    )


def proposing_encoder(settings: Settings) -> Encoder:
    """Load the encoder by which headings are found."""
    return load_encoder(_encoder_name(settings), settings.cache / "models", settings.n_threads)


def _encoder_name(settings: Settings) -> str:
    return _ACROSS_LANGUAGES if _ACROSS_LANGUAGES in settings.encoders else settings.encoders[0]


def with_codes(settings: Settings, catalogue: Catalogue) -> Catalogue:
    """Return a catalogue whose products without a usable code have the proposed one."""
    return classified(catalogue, tariff_codes(settings, catalogue).codes)


@dataclass(slots=True)
class _Progress:
    """Shows, at each tenth, how far the proposals have come."""

    tenth: int = field(default=-1)

    def show(self, done: int, total: int) -> None:
        if 10 * done // total > self.tenth:
            self.tenth = 10 * done // total
            click.echo(f"  customs headings: {done} of {total} products", err=True)
