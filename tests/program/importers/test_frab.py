import pytest

from bot.errors import ImportRefusedError
from bot.program.importers.zone import WRONG_CLOCK, WRONG_Z
from tests.program.importers.sources import SECRET, doubts_of, imported, said

EVENT = """
<event guid="{guid}" id="{id}">
  <date>{date}</date><start>{start}</start><duration>01:30</duration>
  <room>{room}</room><title>{title}</title><subtitle>Sub</subtitle><type>lecture</type>
  <track>Science</track><language>de</language>
  <abstract>&lt;p&gt;Why &lt;b&gt;not&lt;/b&gt;?&lt;/p&gt;</abstract><description>More</description>
  <persons><person id="1">Ada Berg</person><person>Bo</person></persons>
  <links><link href="https://example.org/slides">Slides</link></links>
  <attachments><attachment href="/media/a.pdf">Paper</attachment></attachments>
  <answers><answer>secret@example.org</answer></answers>
</event>
"""


def event(**fields):
    named = {"guid": "g1", "id": "1", "date": "2024-05-01T09:00:00+02:00", "start": "09:00"}
    return EVENT.format(**{"room": "Hall", "title": "A talk", **named, **fields})


def schedule(*events, zone="<time_zone_name>Europe/Berlin</time_zone_name>", day="2024-05-01"):
    inside = "".join(events)
    return (
        "<?xml version='1.0' encoding='utf-8'?><!-- made by hand --><schedule>"
        f"<conference><title>Camp</title><acronym>camp24</acronym>{zone}"
        "<track name='Art'/><track name='Science'/></conference>"
        f"<day date='{day}' index='1'><room name='Hall'>{inside}</room></day></schedule>"
    )


def test_a_frab_event_is_told_whole():
    program = imported(schedule(event()), zone=None).program

    (talk,) = program.talks
    assert said(program) == [("Wed 09:00-10:30", "A talk", "Hall", "Ada Berg, Bo")]
    assert (program.id, program.name, program.zone) == ("camp24", "Camp", "Europe/Berlin")
    assert talk.abstract == "Sub\n\nWhy not?\n\nMore"
    assert talk.language == "de"
    assert [link.url for link in talk.links] == ["https://example.org/slides"]
    assert [track.name for track in program.tracks] == ["Science"]
    assert SECRET not in repr(program)


def test_a_file_without_a_site_is_on_the_conferences():
    site = "<base_url>https://example.org/camp/</base_url>"
    program = imported(
        schedule(event()).replace("<acronym>", f"{site}<acronym>"), zone=None
    ).program

    assert [link.url for link in program.talks[0].links] == [
        "https://example.org/slides",
        "https://example.org/media/a.pdf",
    ]


def test_a_frab_event_without_a_date_is_on_its_day():
    text = schedule(event(date=""))

    assert said(imported(text, zone=None).program)[0][0] == "Wed 09:00-10:30"


def test_a_frab_event_after_midnight_is_on_the_next_day():
    late = event(date="2024-05-02T00:30:00+02:00", start="00:30")

    assert said(imported(schedule(late), zone=None).program)[0][0] == "Thu 00:30-02:00"


def test_a_talk_given_twice_in_frab_is_one_talk():
    program = imported(
        schedule(event(), event(guid="g2", date="2024-05-01T12:00:00+02:00", start="12:00")),
        zone=None,
    ).program

    assert len(program.talks) == 1
    assert [one.key for one in program.sessions] == ["g1", "g2"]


def test_two_talks_with_one_id_stay_two():
    text = schedule(event(), event(guid="g2", title="Another"))

    assert [talk.title for talk in imported(text, zone=None).program.talks] == ["A talk", "Another"]


def test_a_wrong_z_shows_both_readings():
    text = schedule(event(date="2024-05-01T09:00:00Z"), zone="")
    result = imported(text)

    (doubt,) = result.doubts[:1]
    assert doubt.what == WRONG_Z
    assert doubt.example == "A talk: 2024-05-01 11:00, or 09:00 if the Z is wrong"


@pytest.mark.parametrize("date", ["2024-01-10T09:00:00Z", "2024-01-10T09:00:00+00:00"])
def test_a_right_z_in_london_is_no_doubt(date):
    result = imported(schedule(event(date=date), zone=""), zone="Europe/London")

    assert not {WRONG_Z, WRONG_CLOCK} & doubts_of(result).keys()


def test_utc_beside_the_right_clock_is_no_doubt():
    result = imported(schedule(event(date="2024-05-01T07:00:00Z"), zone=""))

    assert not {WRONG_Z, WRONG_CLOCK} & doubts_of(result).keys()


def test_a_clock_that_is_not_the_zones_is_a_doubt():
    result = imported(schedule(event(date="2024-05-01T03:30:00Z"), zone=""))

    assert doubts_of(result)[WRONG_CLOCK] == 1


def test_a_frab_file_may_name_its_namespace_and_leave_rooms_out():
    text = (
        "<schedule xmlns='https://example.org/s'><conference><title>Camp</title></conference>"
        f"<day date='2024-05-01'>{event()}</day></schedule>"
    )

    assert said(imported(text).program)[0][1:3] == ("A talk", "Hall")


def test_people_right_in_an_event_are_parted_by_commas():
    text = schedule(
        "<event id='1'><date>2024-05-01T09:00:00+02:00</date><title>T</title>"
        "<person>Ada, Bo</person></event>"
    )

    assert said(imported(text, zone=None).program)[0][3] == "Ada, Bo"


def test_what_does_not_take_place_is_left_out_and_told():
    gone = event(guid="g2", title="Gone").replace("<type>", "<status>canceled</status><type>")
    result = imported(schedule(event(), gone), zone=None)

    assert [talk.title for talk in result.program.talks] == ["A talk"]
    assert doubts_of(result)["An event is canceled."] == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<schedule><day></schedule>", "line 1, column 18"),
        ("<schedule><day><entry/></day></schedule>", "no schedule as frab"),
        ("<schedule/>", "no session with a time"),
        ("<!DOCTYPE s [<!ENTITY a 'b'>]><schedule>&a;</schedule>", "entities"),
        ("<?xml version='1.0' encoding='nonsense'?><schedule/>", "XML"),
    ],
)
def test_broken_frab_is_refused_in_words(text, word):
    with pytest.raises(ImportRefusedError, match=word):
        imported(text)
