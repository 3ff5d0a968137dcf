"""Fusing what encoders, words and understanding say of each product into one relevance."""
