"""Names of product categories in many languages, taken from a published taxonomy."""

from retrieval.taxonomy.building import build_taxonomy
from retrieval.taxonomy.formats import FORMATS, CategoryNames, read_category_names
from retrieval.taxonomy.taxonomy import TAXONOMY_FILE, Taxonomy

__all__ = ["FORMATS", "TAXONOMY_FILE", "CategoryNames", "Taxonomy", "build_taxonomy", "read_category_names"]
