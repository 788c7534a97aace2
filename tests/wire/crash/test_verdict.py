from tests.wire.crash import verdict
from tests.wire.crash.steps import Step
from tests.wire.crash.timeline import Planned, title
from tests.wire.crash.verdict import ANEW, BESIDE, FOUND, HELD, Kill
from tests.wire.witness import Posted

CHANNEL = 7


def a_planned(number, due=1000.0):
    return Planned(number=number, channel_id=CHANNEL, due=due, start=due + 120)


def a_post(number, wall=1001.0, **fields):
    body = {"content": f"{title(number)} starts soon", "embeds": [{"title": title(number)}]}
    return Posted(
        **{
            "id": number,
            "channel_id": CHANNEL,
            "guild_id": 1,
            "author_id": 2,
            "nonce": None,
            "wall": wall,
            "monotonic": wall,
            "deleted": False,
            "repeats": 0,
            "body": body,
            **fields,
        }
    )


def a_create(nonce, wall, seconds=0.05):
    path = f"/channels/{CHANNEL}/messages"
    return {
        "method": "POST",
        "path": path,
        "body": {"nonce": nonce},
        "wall": wall,
        "seconds": seconds,
    }


def test_a_session_without_a_message_is_lost():
    assert verdict.lost([a_planned(1), a_planned(2)], [a_post(1)]) == (2,)


def test_a_session_told_of_from_its_start_on_is_lost():
    assert verdict.lost([a_planned(1)], [a_post(1, wall=1120.0)]) == (1,)


def test_a_session_told_of_in_another_channel_is_lost():
    assert verdict.lost([a_planned(1)], [a_post(1, channel_id=8)]) == (1,)


def test_a_session_that_two_messages_name_is_doubled():
    assert verdict.doubled([a_post(1), a_post(2), a_post(1)]) == (1,)


def test_lateness_is_that_of_the_first_message():
    assert verdict.lateness([a_planned(1)], [a_post(1, wall=1003.0), a_post(1)]) == (1.0,)


def test_a_claim_that_nothing_was_posted_for_afterwards_was_found():
    kill = Kill(step=Step.POSTED, wall=10.0, named="ab")

    assert verdict.ways([kill], [a_post(1, nonce="ab")], [a_create("ab", 9.9)]) == {
        (Step.POSTED, FOUND): 1
    }


def test_a_claim_that_was_posted_for_afterwards_was_held_by_its_nonce_or_posted_anew():
    kills = [Kill(step=Step.SENDING, wall=10.0, named=digest) for digest in ("ab", "cd")]
    messages = [a_post(1, nonce="ab", repeats=1), a_post(2, nonce="cd")]

    ways = verdict.ways(kills, messages, [a_create("ab", 11.0), a_create("cd", 11.0)])

    assert ways == {(Step.SENDING, HELD): 1, (Step.SENDING, ANEW): 1}


def test_a_death_on_the_wire_is_about_the_create_that_was_under_way():
    kill = Kill(step=Step.SENDING, wall=10.0)
    requests = [a_create("ab", 9.0), a_create("cd", 9.9, seconds=4.05)]

    assert verdict.on_the_wire(kill, requests).named == "cd"


def test_a_create_under_way_is_not_beside_itself():
    kill = Kill(step=Step.SENDING, wall=10.0, beside=frozenset({"ab", "cd"}))

    named = verdict.on_the_wire(kill, [a_create("cd", 9.9, seconds=4.05)])

    assert (named.named, named.beside) == ("cd", {"ab"})


def test_claims_that_no_step_is_about_are_counted_apart():
    kills = [
        Kill(step=Step.POSTED, wall=10.0, named="ab", beside=frozenset({"cd"})),
        Kill(step=Step.RANDOM, wall=20.0, beside=frozenset({"ef", "gh"})),
    ]

    assert verdict.ways(kills, [], [a_create("gh", 21.0)]) == {
        (Step.POSTED, FOUND): 1,
        (BESIDE, FOUND): 1,
        (Step.RANDOM, FOUND): 1,
        (Step.RANDOM, ANEW): 1,
    }
