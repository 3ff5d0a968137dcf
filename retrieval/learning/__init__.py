"""Learning from what shoppers did with the lists they were shown."""
