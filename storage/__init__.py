"""Nouns in SQLite: one module per aggregate."""
