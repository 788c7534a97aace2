"""Keeps Python's garbage collector away from big programs: each walk through one holds all up.

A program and its index are a few hundred thousand objects that hold no circles, so they go when the
last one who holds them lets go. The collector would walk through them all while they are made, for
a tenth of a second, and again whenever there are many new things: so it is told to leave them out.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unwatched() -> Iterator[None]:
    """Have the collector rest meanwhile, and never look at what is there at the end.

    What is garbage at the beginning is collected first, as far as it is young.
    """
    was_on = gc.isenabled()
    gc.collect(1)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
