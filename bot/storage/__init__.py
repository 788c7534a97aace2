"""Remembers: SQLite by default."""
