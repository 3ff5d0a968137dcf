"""What a query says: conditions on price and size, what is ruled out, what is wished for, what is left to search."""

from retrieval.understanding.leaving_out import without_kinds
from retrieval.understanding.query import AUDIENCE_OF_RECIPIENT, Understood, Wishes, understand
from retrieval.understanding.vocabulary import Vocabulary

__all__ = ["AUDIENCE_OF_RECIPIENT", "Understood", "Vocabulary", "Wishes", "understand", "without_kinds"]
