"""Measurements of this library beside others, in one process."""
