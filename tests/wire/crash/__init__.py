"""The crash harness: Marquee killed over and over, and every message counted.

`python -m tests.wire.crash --kills 1000` prints what was lost and doubled, and exits with 1 if
anything was.
"""
