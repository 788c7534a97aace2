"""Marquee: a conference program, alive in a community's Discord."""

__version__ = "0.1.0"
