"""Finds talks, speakers and tracks from half words, typos and accents, from memory."""

from bot.program.search.fuzzy import FuzzySearch
from bot.program.search.hit import ALL_KINDS, Hit, HitKind, Search

__all__ = ["ALL_KINDS", "FuzzySearch", "Hit", "HitKind", "Search"]
