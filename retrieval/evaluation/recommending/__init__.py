"""Judging recommenders: data sets read, split, ranked, measured and reported."""
