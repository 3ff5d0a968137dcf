"""Putting things into words of the shopper's language."""
