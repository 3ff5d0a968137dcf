"""The lexical side of search: analysis of texts in many languages, BM25, and spelling."""

from retrieval.lexical.analysis import analyse
from retrieval.lexical.common_words import CommonWords
from retrieval.lexical.lexical_index import LexicalIndex, lexical_identity
from retrieval.lexical.spelling import Correction, Speller, speller_identity

__all__ = [
    "CommonWords",
    "Correction",
    "LexicalIndex",
    "Speller",
    "analyse",
    "lexical_identity",
    "speller_identity",
]
