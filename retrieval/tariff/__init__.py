"""Harmonized System codes: which exist, which merchants give, and which are proposed where they give none."""
