"""A guild's scheduled events, and who is interested (resources/guild-scheduled-event.mdx)."""

from datetime import UTC, datetime
from typing import Any

from tests.wire import rules
from tests.wire.refusal import Breach, Refusal, hold, unknown
from tests.wire.rest.route import Answer, Call, route
from tests.wire.world import BOT_ID, Guild, World

Body = dict[str, Any]

EVENTS = "/guilds/{guild_id}/scheduled-events"
EVENT = f"{EVENTS}/{{guild_scheduled_event_id}}"
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
NEXT = {SCHEDULED: {ACTIVE, CANCELED}, ACTIVE: {COMPLETED}, COMPLETED: set(), CANCELED: set()}
MAX_EVENTS, MAX_PAGE = 100, 100
INTERESTED = 1
# Permissions Requirements: one of these for one's own events, and there are no others here.
MAY_CHANGE = ("create_events", "manage_events")


@route("GET", EVENTS)
def list_events(call: Call) -> Answer:
    """Return the events that are not over."""
    guild = call.state.world.guild(call.ids["guild_id"])
    return Answer(body=[_shown(call, guild, one) for one in _open(guild)])


@route("POST", EVENTS)
def create_event(call: Call) -> Answer:
    """Create an event."""
    world = call.state.world
    guild = world.guild(call.ids["guild_id"])
    world.allow_in_guild(guild, "create_events")
    hold(rules.scheduled_event(call.body, call.body, datetime.now(UTC)))
    if len(_open(guild)) >= MAX_EVENTS:
        what = f"Maximum number of uncompleted guild scheduled events reached ({MAX_EVENTS})"
        raise Refusal(400, 30038, what)
    event = put(world, guild, BOT_ID, call.body)
    return Answer(body=event)


def put(world: World, guild: Guild, creator: str, asked: Body) -> Body:
    """Let somebody's event stand in a guild, as it was asked for."""
    event = {
        "description": None,
        "channel_id": None,
        "scheduled_end_time": None,
        "entity_metadata": None,
        **asked,
        "id": world.ids.next(),
        "guild_id": guild.id,
        "creator_id": creator,
        "status": SCHEDULED,
        "image": "0" * 32 if asked.get("image") else None,
        "entity_id": None,
        "recurrence_rule": None,
        "guild_scheduled_event_exceptions": [],
    }
    event["channel_id"] = _id(event["channel_id"])
    guild.events[event["id"]] = event
    guild.interested[event["id"]] = []
    world.hub.tell("GUILD_SCHEDULED_EVENT_CREATE", event, guild.id)
    return event


@route("GET", EVENT)
def get_event(call: Call) -> Answer:
    """Return an event."""
    guild = call.state.world.guild(call.ids["guild_id"])
    return Answer(body=_shown(call, guild, _event(call, guild)))


@route("PATCH", EVENT)
def edit_event(call: Call) -> Answer:
    """Change an event, or begin, end or cancel it."""
    world = call.state.world
    guild = world.guild(call.ids["guild_id"])
    world.allow_in_guild(guild, *MAY_CHANGE)
    event = _event(call, guild)
    status = call.body.get("status") or event["status"]
    if status != event["status"] and status not in NEXT[event["status"]]:
        what = f"Status {event['status']} can't become {status}"
        hold([Breach(where=("status",), what=what, code="INVALID_STATUS_TRANSITION")])
    after = {**event, **call.body}
    hold(rules.scheduled_event(after, call.body, datetime.now(UTC)))
    if "image" in call.body:
        after["image"] = "0" * 32 if call.body["image"] else None
    after["channel_id"] = _id(after["channel_id"])
    guild.events[event["id"]] = after
    world.hub.tell("GUILD_SCHEDULED_EVENT_UPDATE", after, guild.id)
    return Answer(body=after)


@route("DELETE", EVENT)
def delete_event(call: Call) -> Answer:
    """Delete an event."""
    world = call.state.world
    guild = world.guild(call.ids["guild_id"])
    world.allow_in_guild(guild, *MAY_CHANGE)
    event = _event(call, guild)
    del guild.events[event["id"]], guild.interested[event["id"]]
    world.hub.tell("GUILD_SCHEDULED_EVENT_DELETE", event, guild.id)
    return Answer(status=204)


@route("GET", f"{EVENT}/users")
def list_interested(call: Call) -> Answer:
    """Return a page of the interested, by their ids; `before` wins over `after`."""
    world = call.state.world
    guild = world.guild(call.ids["guild_id"])
    event = _event(call, guild)
    limit = call.limit(MAX_PAGE, MAX_PAGE)
    ids = sorted(guild.interested[event["id"]], key=int)
    if "before" in call.query:
        ids = [one for one in ids if int(one) < int(call.query["before"])][-limit:]
    else:
        ids = [one for one in ids if int(one) > int(call.query.get("after", 0))][:limit]
    more = {"guild_scheduled_event_id": event["id"], "response": INTERESTED}
    found = [{**more, "user_id": one, "user": world.users[one]} for one in ids]
    if call.query.get("with_member") in {"1", "true"}:
        found = [{**one, "member": world.member(guild, one["user_id"])} for one in found]
    return Answer(body=found)


def _open(guild: Guild) -> list[Body]:
    return [one for one in _all(guild).values() if one["status"] in {SCHEDULED, ACTIVE}]


def _all(guild: Guild) -> dict[str, Body]:
    """Return the events; external ones have begun and ended by themselves."""
    now = datetime.now(UTC)
    for event in guild.events.values():
        if event["entity_type"] != rules.EXTERNAL or event["status"] not in {SCHEDULED, ACTIVE}:
            continue
        if datetime.fromisoformat(event["scheduled_end_time"]) <= now:
            event["status"] = COMPLETED
        elif datetime.fromisoformat(event["scheduled_start_time"]) <= now:
            event["status"] = ACTIVE
    return guild.events


def _id(asked: str | int | None) -> str | None:
    return None if asked is None else str(asked)


def _event(call: Call, guild: Guild) -> Body:
    event_id = call.ids["guild_scheduled_event_id"]
    if event_id not in guild.events:
        raise unknown("Guild Scheduled Event")
    return _all(guild)[event_id]


def _shown(call: Call, guild: Guild, event: Body) -> Body:
    if call.query.get("with_user_count") in {"1", "true"}:
        return {**event, "user_count": len(guild.interested[event["id"]])}
    return event
