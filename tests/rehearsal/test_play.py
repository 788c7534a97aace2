from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.config import Settings
from bot.errors import StageTooEarlyError
from bot.rehearsal.play import rehearse
from tests.factories import a_program


async def test_an_event_before_discords_time_is_refused_in_words():
    early = datetime(2014, 12, 27, 10, tzinfo=UTC)

    with pytest.raises(StageTooEarlyError, match="begins with 2015"):
        async with rehearse(a_program(), replace(Settings(), guilds=()), opens=early):
            pass
