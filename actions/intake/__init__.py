"""Taking feeds into the catalogue, and making what is built of it."""
