"""A program in the forms that other programs read: a Program in, text out; no network."""
