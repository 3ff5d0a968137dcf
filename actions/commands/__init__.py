"""The commands of `crossaisle`, one a file."""
