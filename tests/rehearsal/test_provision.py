from bot.rehearsal.provision import wanted


def test_what_is_wanted_is_the_stage_pinned_exactly():
    assert wanted() == ("simcord[preview]==3.2.1",)
