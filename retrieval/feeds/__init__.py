"""Merchants' feeds: files of many forms, read one product at a time."""

from retrieval.feeds.formats import detect_format
from retrieval.feeds.mapping import FORMATS, FeedMapping
from retrieval.feeds.merchant_records import merchant_from
from retrieval.feeds.reading import read_feed
from retrieval.feeds.rows import Reject

__all__ = ["FORMATS", "FeedMapping", "Reject", "detect_format", "merchant_from", "read_feed"]
