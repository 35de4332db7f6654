"""Rasa's custom actions: thin. Each reads where the talk stands, lets bot/conversation decide, and writes it down once."""
