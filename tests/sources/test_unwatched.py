import gc

from bot.program.lookup import Lookup
from bot.sources.taking import lookup_of
from bot.sources.unwatched import unwatched
from tests.factories import a_program_with_talks


def test_the_collector_rests_meanwhile_and_goes_on_after():
    with unwatched():
        resting = not gc.isenabled()

    assert (resting, gc.isenabled()) == (True, True)


def test_a_lookup_goes_without_the_collector():
    gc.collect()
    gc.disable()
    try:
        lookup = Lookup(a_program_with_talks("Rivers", "Bridges"))
        del lookup

        assert gc.collect() == 0
    finally:
        gc.enable()


async def test_what_is_built_in_steps_answers_like_what_is_built_at_once():
    program = a_program_with_talks("Rivers", "Bridges")

    lookup, other = await lookup_of(program), Lookup(program)

    now = program.sessions[0].start
    for words in ("", "o", program.talks[0].title[:5]):
        assert lookup.search.find(words, now) == other.search.find(words, now)
