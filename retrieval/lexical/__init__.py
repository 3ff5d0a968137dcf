"""The lexical side of search: analysis of texts in many languages, BM25, and spelling."""

from retrieval.lexical.analysis import analyse
from retrieval.lexical.lexical_index import LexicalIndex, lexical_identity

__all__ = ["LexicalIndex", "analyse", "lexical_identity"]
