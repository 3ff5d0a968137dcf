"""Measuring the running product beside something simpler."""
