"""Lists of products that behave: their orders, pages, what is the same thing twice, variety and counts."""
