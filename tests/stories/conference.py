"""Three talks on one morning, two of them at once, and what attendees do with them."""

from datetime import timedelta

from simcord.actors import _visible_message
from simcord.components import walk_components

from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.stories.people import BUTTON, PICKER, pickers, read

MINUTES = timedelta(minutes=1)
SWEEPS = timedelta(seconds=30)
HALL, LOFT = a_room("Hall 1", id="one"), a_room("Hall 2", id="two")
TALKS = tuple(
    a_talk(title, id=title.split()[0].lower()) for title in ("Rivers of Europe", "Lakes", "Seas")
)
RIVERS = a_session(NINE, minutes=30, talks=("rivers",), room="one", id="s-rivers")
LAKES = a_session(NINE, minutes=30, talks=("lakes",), room="two", id="s-lakes")
SEAS = a_session(NINE + 30 * MINUTES, minutes=30, talks=("seas",), room="one", id="s-seas")
PROGRAM = a_program(RIVERS, LAKES, SEAS, talks=TALKS, rooms=(HALL, LOFT))
START = int(NINE.timestamp())


async def save(person, channel, *titles):
    """Save by the buttons of the talks' cards; the last answer"""
    for title in titles:
        talk = await person.slash(channel, "talk", title=title)
        answer = await person.click(talk.response, label="Save")
    return answer


async def told(asker, channel, command, **typed):
    return read(await asker.slash(channel, command, **typed))


async def ordered(organizer, stage, command, confirm, **typed):
    """What is said after an organizer orders something and confirms it"""
    asked = await organizer.slash(stage.general, f"session {command}", **typed)
    return read(await organizer.click(asked.response, label=confirm))


async def delayed(stage, session="rivers", minutes=20):
    return await ordered(
        stage.organizer, stage, "delay", "Delay it", session=session, minutes=minutes
    )


async def cancelled(stage, session="rivers"):
    return await ordered(stage.organizer, stage, "cancel", "Cancel it", session=session)


async def chosen(person, message, which, *labels):
    """The answer to a choice from the picker with this text in its custom id"""
    by_id = pickers(stored(person, message).components)
    custom_id = next(one for one in by_id if which in one)
    values = [by_id[custom_id][label] for label in labels]
    return await person.select(message, values, custom_id=custom_id)


def stored(person, message):
    """A message that somebody sees, as the stage keeps it"""
    return _visible_message(person, message)


def direct(stage):
    """What the attendee was sent, with the time of the day (UTC)"""
    return texts(stage.sent())


def public(stage):
    return texts(stage.posted())


def texts(posts):
    return [(f"{one.at:%H:%M}", one.message.content.replace("\\", "")) for one in posts]


async def forged(person, message, custom_id, values=None):
    """The answer to a press of somebody who gave a button or a picker another custom id

    `message` is one that they see, with a button and a picker.
    """
    kind = BUTTON if values is None else PICKER
    parts = walk_components(stored(person, message).components)
    part = next(one for one in parts if one["type"] == kind and "custom_id" in one)
    part["custom_id"] = custom_id
    if values is None:
        return await person.click(message, custom_id=custom_id)
    part["options"] = [{"label": "?", "value": one} for one in values]
    part["min_values"], part["max_values"] = 0, len(values)
    return await person.select(message, values, custom_id=custom_id)
