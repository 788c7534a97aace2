"""Remembers: in a SQLite file, or in PostgreSQL for several processes."""
