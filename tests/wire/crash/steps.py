"""Where in a delivery's life Marquee is killed."""

from enum import StrEnum


class Step(StrEnum):
    """The instants of a kill; all but the first are named by what has just happened."""

    RANDOM = "random"  # any instant after the first word with a channel
    PLANNED = "planned"  # found due, nothing written yet
    CLAIMED = "claimed"  # the claim is written, nothing asked of Discord
    SENDING = "sending"  # the request is on the wire, and takes effect after the death
    POSTED = "posted"  # the message stands, its answer has not come
    ANSWERED = "answered"  # the answer came, the ledger does not know it yet
    SETTLED = "settled"  # the ledger knows
    LOOKED = "looked"  # a claim that a death left was looked up, and not resolved yet


# The process kills itself at these; the harness does it at the others.
OWN = frozenset({Step.PLANNED, Step.CLAIMED, Step.ANSWERED, Step.SETTLED, Step.LOOKED})

# Death at these leaves a claim that nobody settled.
STALE = (Step.CLAIMED, Step.SENDING, Step.POSTED, Step.ANSWERED, Step.LOOKED)

# A look-up needs a claim that the death before it left. A death on the wire comes three times: only
# where Discord remembers no nonce is it the history that shows what became of it.
PATTERN = (
    Step.RANDOM,
    Step.CLAIMED,
    Step.LOOKED,
    Step.SENDING,
    Step.RANDOM,
    Step.POSTED,
    Step.LOOKED,
    Step.SENDING,
    Step.ANSWERED,
    Step.RANDOM,
    Step.PLANNED,
    Step.SENDING,
    Step.SETTLED,
)
