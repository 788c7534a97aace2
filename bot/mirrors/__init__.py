"""Keeps what stands in Discord equal to the program: the live board and native events."""
