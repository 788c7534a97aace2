"""The digest of each program day, and the thanks after the last: a pure plan and its service."""
