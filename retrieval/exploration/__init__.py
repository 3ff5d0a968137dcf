"""Trying products that ranking knows too little of, in a small share of a list's places, and learning from it."""
