"""What may be sent where: dated, sourced restrictions on goods by destination and transport."""

from retrieval.restrictions.kind import GoodsKind
from retrieval.restrictions.restriction import Restriction, Transport, Verdict
from retrieval.restrictions.restrictions import Finding, Restrictions, verdict_of
from retrieval.restrictions.screen import Screen

__all__ = ["Finding", "GoodsKind", "Restriction", "Restrictions", "Screen", "Transport", "Verdict", "verdict_of"]
