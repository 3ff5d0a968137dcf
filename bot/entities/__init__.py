"""What shoppers name: products, colours, prices, sizes, places, positions, orders."""
