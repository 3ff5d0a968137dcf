"""Judging search: queries with graded products, measures and reports."""
