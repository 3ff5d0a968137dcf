"""What the shop's own documents say: read from Markdown in any language, found by meaning, quoted word for word."""

from retrieval.policies.documents import Passage, read_policies
from retrieval.policies.search import PolicySearch, Quote

__all__ = ["Passage", "PolicySearch", "Quote", "read_policies"]
