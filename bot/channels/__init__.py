"""The public channels: what reaches Rasa from outside goes through here."""
