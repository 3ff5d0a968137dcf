"""The shop's carts and orders, wherever they are kept."""
