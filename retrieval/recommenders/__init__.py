"""Ways to foretell what a shopper will want, behind one protocol."""
