"""Rasa components: thin shells round the plain functions of this package."""
