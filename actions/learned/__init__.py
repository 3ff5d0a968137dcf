"""What the shop learns from, and the versions of models that it made."""
