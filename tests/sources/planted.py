"""A child with planted faults: what the only file is called says what it does."""

import os
import sys
import threading

from bot.sources.child import main
from bot.sources.reading import Unreadable


def planted(work):
    (does,) = work.files
    match does:
        case "hang":
            threading.Event().wait()
        case "eat":
            hoard = [bytes(1024**2)]
            while True:
                hoard.append(bytes(1024**2))
        case "work":
            while True:
                pass
        case "die":
            os._exit(3)
        case "raise":
            raise ZeroDivisionError
        case "print":
            sys.stdout.write("noise")
            return Unreadable(words="printed")
        case "token":
            return Unreadable(words=str(os.environ.get("MARQUEE_TOKEN")))
    return None


if __name__ == "__main__":
    raise SystemExit(main(planted))
