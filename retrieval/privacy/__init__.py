"""What may be told of shoppers: counts with noise, what they cost of a budget, and versions that know who is gone."""
