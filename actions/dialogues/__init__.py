"""Conversations with the running assistant, scripted and played by simulated shoppers, and what comes of them."""
