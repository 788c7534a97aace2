from bot.program.search.findable import Findable, speakers_to_find, talks_to_find, tracks_to_find
from bot.program.timetable import Timetable
from tests.factories import a_program, a_session, a_speaker, a_talk, a_track

SPEAKER = a_speaker("Ada Example", role="Engineer", company="Sample Works", bio="Writes.")
HOST = a_speaker("Uma Sample")
TALK = a_talk("Magic Pocket", abstract="Blocks.", speakers=(SPEAKER.id,))
TRACK = a_track("Architectures", description="Big ones.", hosts=(HOST.id,))
SESSION = a_session(talks=(TALK.id,), track=TRACK.id, title="Opening")
TIMETABLE = Timetable(a_program(SESSION, speakers=(SPEAKER, HOST), talks=(TALK,), tracks=(TRACK,)))


def test_talk_is_found_by_its_speakers_their_work_its_track_and_its_session():
    assert list(talks_to_find(TIMETABLE)) == [
        Findable(
            id=TALK.id,
            title="Magic Pocket",
            names=("Ada Example",),
            about=("Engineer", "Sample Works", "Architectures", "Opening"),
            text="Blocks.",
            sessions=(SESSION,),
        )
    ]


def test_speaker_is_found_by_their_work_their_talks_and_the_tracks_they_host():
    assert list(speakers_to_find(TIMETABLE)) == [
        Findable(
            id=SPEAKER.id,
            title="Ada Example",
            about=("Engineer", "Sample Works", "Magic Pocket"),
            text="Writes.",
            sessions=(SESSION,),
        ),
        Findable(id=HOST.id, title="Uma Sample", about=("Architectures",), sessions=(SESSION,)),
    ]


def test_track_is_found_by_its_hosts():
    assert list(tracks_to_find(TIMETABLE)) == [
        Findable(
            id=TRACK.id,
            title="Architectures",
            names=("Uma Sample",),
            text="Big ones.",
            sessions=(SESSION,),
        )
    ]
