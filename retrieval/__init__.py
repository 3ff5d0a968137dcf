"""A library that finds products: without chat, without HTTP."""
