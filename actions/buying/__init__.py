"""What is bought and what it costs to the door: prices, carts, parcels, orders."""
