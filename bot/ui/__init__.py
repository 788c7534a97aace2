"""A value in, a Discord message out; awaits nothing; cannot fail on data."""
