"""Makes `python -m bot` the same as `marquee`."""

from bot.cli import main

if __name__ == "__main__":
    main()
