"""The functions that answer a turn of a conversation."""
