"""Keeping what serves good: versions of models, the gate before them, drift, experiments and guard rails."""
