"""From what shoppers did to what models learn from: collect, clean, transform, describe."""
