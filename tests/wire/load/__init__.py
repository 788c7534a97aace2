"""The load run: a thousand guilds due at one instant, and every message counted and timed.

`python -m tests.wire.load --guilds 1000 --processes 2 --database postgresql` prints what was lost,
doubled, refused and late, and exits with 1 if anything was lost, doubled or refused, or too late.
"""
