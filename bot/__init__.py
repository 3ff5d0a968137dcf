"""The Rasa side of Crossaisle: language, intent, entities, dialogue rules and public channels."""
