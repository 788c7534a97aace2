"""Who the bot is, and where its gateway is."""

from tests.wire import shapes
from tests.wire.refusal import Refusal
from tests.wire.rest.route import Answer, Call, route
from tests.wire.world import BOT_ID, OWNER_ID

DAY_MS = 86_400_000


@route("GET", "/gateway")
def gateway(call: Call) -> Answer:
    """Say where the gateway is."""
    return Answer(body={"url": f"ws://127.0.0.1:{call.state.settings.port}/gateway"})


@route("GET", "/gateway/bot")
def gateway_bot(call: Call) -> Answer:
    """Say where the gateway is and how many shards and sessions there may be."""
    state = call.state
    total = state.settings.identify_limit
    limit = {
        "total": total,
        "remaining": max(0, total - state.door.identifies),
        "reset_after": DAY_MS,
        "max_concurrency": state.settings.max_concurrency,
    }
    return Answer(
        body={
            "url": f"ws://127.0.0.1:{state.settings.port}/gateway",
            "shards": state.settings.shards,
            "session_start_limit": limit,
        }
    )


@route("GET", "/users/@me")
def me(call: Call) -> Answer:
    """Say who the bot is."""
    private = {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None}
    return Answer(body={**call.state.world.bot, **private})


@route("GET", "/users/{user_id}")
def get_user(call: Call) -> Answer:
    """Say who a person is."""
    return Answer(body=call.state.world.user(call.ids["user_id"]))


@route("GET", "/oauth2/applications/@me")
@route("GET", "/applications/@me")
def my_application(call: Call) -> Answer:
    """Say what the application is."""
    world = call.state.world
    return Answer(body=shapes.application(BOT_ID, world.bot, world.users[OWNER_ID]))


@route("POST", "/users/@me/channels")
def open_dm(call: Call) -> Answer:
    """Open a DM; a person with closed DMs refuses only what is sent there.

    Raises:
        Refusal: 40003, too many were opened lately.
    """
    if not call.state.limits.open_dm():
        raise Refusal(403, 40003, "You are opening direct messages too fast")
    return Answer(body=call.state.world.open_dm(str(call.body["recipient_id"])).body)
