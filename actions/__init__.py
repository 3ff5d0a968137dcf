"""The shop's server: what the bot's actions answer, and the HTTP API."""
