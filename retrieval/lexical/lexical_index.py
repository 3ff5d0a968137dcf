"""Search by words: BM25 over the text rows of a catalogue, a block for each language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalogue import Catalogue
from retrieval.errors import ArtifactError
from retrieval.lexical.analysis import Word, primary_language, word_of
from retrieval.lexical.block_draft import BlockDraft
from retrieval.lexical.fact_index import FactIndex
from retrieval.lexical.language_block import LanguageBlock
from retrieval.lexical.matching import groups_of, joined_forms
from retrieval.lexical.query_words import query_words
from retrieval.lexical.stop_words import stop_words
from retrieval.lexicon import Lexicon
from retrieval.manifest import REMEDY, IndexIdentity, Manifest, open_published, publish
from retrieval.product import Product
from retrieval.tensor_file import map_arrays, write_arrays
from retrieval.text_rows import TextRows

FORMAT_VERSION = 4
"""Grows whenever the format or the analysis changes, as terms of one analysis mean nothing to another."""
MODEL = "bm25"
_ENGLISH, _FACTS, _PRODUCT_ROWS = "en", "facts", "product_rows"


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 over `n_rows` text rows, a block for each primary language ("zh" for both scripts). Safe for threads."""

    n_rows: int
    _blocks: dict[str, LanguageBlock]
    _facts: FactIndex
    _product_rows: NDArray[np.int32]

    @classmethod
    def build(cls, texts: TextRows, catalogue: Catalogue, lexicon: Lexicon) -> "LexicalIndex":
        """Index the text rows of `catalogue`, with the words that `lexicon` has for each product's facts.

        Raises ArtifactError where `texts` are another catalogue's.
        """
        drafts: dict[str, BlockDraft] = {}
        n_rows = 0
        for row, (product, language) in enumerate(_rows(catalogue)):
            primary = primary_language(language)
            if primary not in drafts:
                drafts[primary] = BlockDraft(primary)
            drafts[primary].add(row, product, language, lexicon)
            n_rows = row + 1
        if n_rows != len(texts):
            raise ArtifactError(f"The catalogue has {n_rows} texts, not {len(texts)}: build both of one.")
        # A draft is dropped before the next block is built: both together would double the memory.
        blocks = {language: drafts.pop(language).block() for language in list(drafts)}
        return cls(n_rows, blocks, FactIndex.build(catalogue, lexicon), texts.product_rows.astype(np.int32))

    @classmethod
    def load(cls, folder: Path, expected: IndexIdentity) -> "LexicalIndex":
        """Map the index that `save` put into `folder`; its vocabulary is held in memory.

        Raises ArtifactError saying what is wrong where the index is missing, truncated, corrupt, older or foreign.
        """
        return open_published(folder, expected, FORMAT_VERSION, lambda path: cls._read(path, expected.n_rows))

    @classmethod
    def _read(cls, path: Path, n_rows: int) -> "LexicalIndex":
        by_language: dict[str, dict[str, NDArray[Any]]] = {}
        arrays = map_arrays(path)
        try:
            product_rows = arrays.pop(_PRODUCT_ROWS)
            for name, values in arrays.items():
                language, _, part = name.partition("/")
                by_language.setdefault(language, {})[part] = values
            facts = FactIndex.from_arrays(by_language.pop(_FACTS))
            blocks = {language: LanguageBlock.from_arrays(language, parts) for language, parts in by_language.items()}
        except (KeyError, ValueError) as error:
            raise ArtifactError(f"{path} lacks a part of a lexical index ({error}): {REMEDY}.") from error
        return cls(n_rows, blocks, facts, product_rows)

    def save(self, folder: Path, identity: IndexIdentity) -> Manifest:
        """Put the index into `folder` in place of a former one, in one step.

        Raises ArtifactError where `identity` tells of another number of rows, or the folder cannot be written.
        """
        if identity.n_rows != self.n_rows:
            raise ArtifactError(f"An index of {self.n_rows} texts cannot be saved as one of {identity.n_rows}.")
        arrays = {
            f"{language}/{part}": values
            for language, block in self._blocks.items()
            for part, values in block.arrays().items()
        }
        arrays.update((f"{_FACTS}/{part}", values) for part, values in self._facts.arrays().items())
        arrays[_PRODUCT_ROWS] = self._product_rows
        return publish(folder, identity, FORMAT_VERSION, lambda path: write_arrays(path, arrays))

    def __len__(self) -> int:
        return self.n_rows

    def scores(self, query: str, language: str) -> NDArray[np.float32]:
        """Return how well each text row matches the words of `query`, (n_rows,) float32 in 0..1, 0 where none does.

        A score is the row's BM25 sum divided by the best that is attainable for the query's words; a word that no row
        has counts as missed. Rows in the query's language are matched by stems, parts of compounds and pieces of words;
        those in another by the words as written (brands, loan words, model numbers), in English by English stems too.
        To the rows of a product without text in the query's language is added, up to 1, how well the words meet its
        category, department, colours, materials and audience.

        Words that are idle in a request are left out unless there are no others. A query without a letter or digit
        matches nothing. `MAX_QUERY_WORDS` and `MAX_QUERY_LETTERS` say how much of a long query is read.
        """
        scores = np.zeros(self.n_rows, dtype=np.float32)
        primary = primary_language(language)
        asked = query_words(query, language)
        if not asked:
            return scores
        idle = stop_words(language)
        forms = joined_forms([word for word in asked if word.surface not in idle] or asked)
        for block in self._blocks.values():
            read = asked
            if block.language == _ENGLISH != primary:
                read = [word_of(word.surface, _ENGLISH) for word in asked]
            elif block.language != primary:
                if not block.vocabulary.knows_any(forms):
                    continue
                read = [Word(word.surface, (word.surface,)) for word in asked]
            groups = groups_of(read, block.vocabulary, idle.__contains__)
            if any(group.alternatives for group in groups):
                scores[block.rows] = block.scores(groups)
        by_facts = self._facts.scores(asked, language)
        if primary in self._blocks:
            by_facts[self._product_rows[self._blocks[primary].rows]] = 0.0
        scores += by_facts[self._product_rows]
        return np.minimum(scores, np.float32(1.0), out=scores)


def lexical_identity(texts: TextRows, catalogue: Catalogue) -> IndexIdentity:
    """Return what tells the lexical index of a catalogue from another's; it has no vectors, so their length is 0."""
    return IndexIdentity(MODEL, 0, len(texts), catalogue.fingerprint)


def _rows(catalogue: Iterable[Product]) -> Iterator[tuple[Product, str]]:
    """Give product and language of each text row, in the order of `TextRows`."""
    for product in catalogue:
        for language in sorted(product.titles):
            yield product, language
