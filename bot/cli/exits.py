"""With which codes `marquee` ends, for scripts."""

FINE, FAULTY, WRONG_USE, BROKEN, UNREACHABLE = range(5)
EXIT_CODES = (
    "Exit codes: 0 all is well; 1 what was checked has faults; "
    "2 wrong usage, settings, token or source; 3 Marquee itself failed; 4 Discord can't be reached."
)
