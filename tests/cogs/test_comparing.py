"""Two people compare agendas once both agreed, and nobody sees anything before."""

from gettext import NullTranslations

import pytest

from bot.translation import Language, catalog
from bot.ui.agenda_orders import (
    CompareOrder,
    HideOrder,
    InviteOrder,
)
from tests.cogs.office import press, saved
from tests.stories.people import buttons, read
from tests.translation.fake import LoudTranslations


async def test_two_compare_only_once_both_agreed_and_until_one_stops(office, stage, people):
    attendee, organizer = people
    await saved(stage, attendee, "rivers")
    await saved(stage, organizer, "rivers")
    await saved(stage, organizer, "seas")

    asked = await attendee.slash(stage.general, "agenda compare", person=organizer)
    alone = read(asked)
    both = await organizer.slash(stage.general, "agenda compare", person=attendee)
    together = read(both)
    looked = read(await attendee.click(asked.response, label="Look again"))
    stopped = read(await organizer.click(both.response, label="Stop comparing"))
    after = read(await attendee.click(asked.response, label="Refresh"))

    assert "You agreed to compare" in alone
    assert "Rivers" not in alone
    assert "### Both of you" in together
    assert f"### Only <@{organizer.id}>" in looked
    assert "sees nothing of your agenda" in stopped
    assert "You agreed to compare" in after


async def test_what_is_told_before_both_agreed_is_the_same_whatever_the_other_has(stage, people):
    attendee, organizer = people
    nothing = read(await attendee.slash(stage.general, "agenda compare", person=organizer))
    await saved(stage, organizer)

    something = read(await attendee.slash(stage.general, "agenda compare", person=organizer))

    assert something == nothing


async def test_the_other_is_asked_in_public_and_answers_alone(stage, people):
    attendee, organizer = people
    await saved(stage, attendee)
    asked = await attendee.slash(stage.general, "agenda compare", person=organizer)

    question = await attendee.click(asked.response, label="Ask them here")
    by_asker = await attendee.click(question.response, label="Compare")
    by_asked = await organizer.click(question.response, label="Compare")

    assert not question.ephemeral
    assert question.response.content.startswith(f"<@{organizer.id}>, <@{attendee.id}> would like")
    assert "That question is for somebody else" in read(by_asker)
    assert f"### Only <@{attendee.id}>\n" in read(by_asked)
    assert by_asked.ephemeral


async def test_nobody_is_asked_where_the_asker_may_not_write(stage, people):
    _, organizer = people

    answer = await stage.alone.slash("agenda compare", person=organizer)

    assert "Ask them here" not in buttons(answer)


@pytest.mark.parametrize("kind", [CompareOrder, InviteOrder, HideOrder])
async def test_nobody_compares_with_themselves(office, stage, people, kind):
    attendee, _ = people

    answer = await press(stage, attendee, kind(user_id=attendee.id))

    assert "That is you. Choose somebody else: `/agenda show` shows" in read(answer)
    assert office.agendas.of(attendee.id).shown_to == frozenset()


async def test_nobody_compares_with_a_bot(stage, people):
    attendee, _ = people
    marquee = stage.env.create_user("robot", bot=True)
    stage.env.guilds[0].add_member(marquee) if hasattr(stage.env, "guilds") else None

    answer = await attendee.slash(stage.general, "agenda compare", person=marquee)

    assert "Bots go to no sessions" in read(answer)


async def test_the_other_is_asked_in_the_servers_language(office, stage, people, monkeypatch):
    attendee, organizer = people
    asked = await attendee.slash(stage.general, "agenda compare", person=organizer)
    await office.choose(stage.general.guild.id, language=Language.FRENCH)
    known = {Language.FRENCH: LoudTranslations()}
    monkeypatch.setattr(catalog, "translations", lambda one: known.get(one, NullTranslations()))

    question = await attendee.click(asked.response, label="Ask them here")

    assert "WOULD LIKE TO COMPARE AGENDAS" in question.response.content
