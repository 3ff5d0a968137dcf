"""Recommenders and a profile learnt by networks.

Training needs torch, which is imported when `fit` is called. What was learnt is plain arrays: asking needs numpy alone.
"""
