"""Carts and orders: what they are, how the demo shop keeps them, and until when one may be sent back."""
