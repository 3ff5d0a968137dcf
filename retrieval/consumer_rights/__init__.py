"""What the law gives those who buy from afar, by country: information with its source, never advice."""

from retrieval.consumer_rights.reading import RIGHTS_FILE, read_rights
from retrieval.consumer_rights.rights import CountryRights, Payer, Refund, Right, RightKind, Rights

__all__ = ["RIGHTS_FILE", "CountryRights", "Payer", "Refund", "Right", "RightKind", "Rights", "read_rights"]
