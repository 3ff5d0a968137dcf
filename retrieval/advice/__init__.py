"""Advice of several kinds: what is bought together, bundles, gifts, occasions and offers; without chat or HTTP."""
