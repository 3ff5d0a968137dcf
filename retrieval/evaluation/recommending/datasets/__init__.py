"""Readers of published and own data on what users did, all to one form."""
