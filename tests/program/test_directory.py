from bot.program.directory import Directory
from tests.factories import a_program, a_room, a_session, a_speaker, a_talk, a_track


def test_directory_finds_each_thing_by_its_id():
    talk, speaker, track, room, session = (
        a_talk(),
        a_speaker(),
        a_track(),
        a_room(),
        a_session(),
    )
    program = a_program(session, talks=(talk,), speakers=(speaker,), tracks=(track,), rooms=(room,))

    directory = Directory(program)

    assert directory.program is program
    assert directory.talk(talk.id) == talk
    assert directory.speaker(speaker.id) == speaker
    assert directory.track(track.id) == track
    assert directory.room(room.id) == room
    assert directory.session(session.id) == session


def test_directory_has_nothing_under_an_unknown_id():
    directory = Directory(a_program())

    assert directory.talk("x") is None
    assert directory.speaker("x") is None
    assert directory.track("x") is None
    assert directory.room("x") is None
    assert directory.session("x") is None
    assert directory.talks_of_speaker("x") == ()
    assert directory.tracks_hosted_by("x") == ()


def test_directory_goes_from_talks_to_speakers_and_back():
    ada, bob = a_speaker("Ada"), a_speaker("Bob")
    duet, solo = a_talk(speakers=(bob.id, ada.id)), a_talk(speakers=(ada.id,))

    directory = Directory(a_program(talks=(solo, duet), speakers=(ada, bob)))

    assert directory.speakers_of(duet) == (bob, ada)
    assert directory.talks_of_speaker(ada.id) == (solo, duet)
    assert directory.talks_of_speaker(bob.id) == (duet,)


def test_directory_goes_from_tracks_to_hosts_and_back():
    ada = a_speaker("Ada")
    track = a_track(hosts=(ada.id,))

    directory = Directory(a_program(tracks=(track,), speakers=(ada,)))

    assert directory.hosts_of(track) == (ada,)
    assert directory.tracks_hosted_by(ada.id) == (track,)


def test_directory_skips_ids_that_lead_nowhere():
    ada = a_speaker("Ada")
    talk = a_talk(speakers=("nobody", ada.id))

    directory = Directory(a_program(talks=(talk,), speakers=(ada,)))

    assert directory.speakers_of(talk) == (ada,)
    assert directory.talks_of(a_session(talks=("nothing", talk.id))) == (talk,)


def test_session_is_called_by_its_own_title_first():
    talk, track = a_talk("A talk"), a_track("A track")
    directory = Directory(a_program(talks=(talk,), tracks=(track,)))

    assert directory.title_of(a_session(title="Own", talks=(talk.id,), track=track.id)) == "Own"


def test_session_is_called_by_its_only_talk_before_its_track():
    talk, track = a_talk("A talk"), a_track("A track")
    directory = Directory(a_program(talks=(talk,), tracks=(track,)))

    assert directory.title_of(a_session(talks=(talk.id,), track=track.id)) == "A talk"


def test_session_of_many_talks_is_called_by_its_track():
    one, two, track = a_talk("One"), a_talk("Two"), a_track("A track")
    directory = Directory(a_program(talks=(one, two), tracks=(track,)))

    assert directory.title_of(a_session(talks=(one.id, two.id), track=track.id)) == "A track"


def test_session_of_many_talks_without_a_track_is_called_by_the_first():
    one, two = a_talk("One"), a_talk("Two")
    directory = Directory(a_program(talks=(one, two)))

    assert directory.title_of(a_session(talks=(two.id, one.id))) == "Two"


def test_session_of_nothing_is_a_break():
    assert Directory(a_program()).title_of(a_session()) == "Break"
