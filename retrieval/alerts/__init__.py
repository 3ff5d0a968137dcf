"""Price alerts: what shoppers wait for, and which of it has come."""
