import io
import zipfile

import pytest

from tests.program.importers.sources import SECRET, as_bytes, doubts_of, imported, said

SESSION = {
    "id": 1,
    "title": "A talk",
    "subtitle": "Sub",
    "short_abstract": "<p>Why</p>",
    "start_time": "2024-05-01T09:00:00+02:00",
    "end_time": "2024-05-01T09:30:00+02:00",
    "state": "confirmed",
    "speakers": [{"id": 1, "name": "Ada"}],
    "microlocation": {"id": 1, "name": "Hall"},
    "track": {"id": 1, "name": "Art", "color": "#fff"},
    "language": "English",
    "comments": SECRET,
}
FILES = {
    "event": {"name": "Camp", "timezone": "Europe/Berlin", "email": SECRET},
    "sessions": [SESSION],
    "speakers": [
        {
            "id": 1,
            "name": "Ada",
            "long_biography": "Writes",
            "email": SECRET,
            "mobile": SECRET,
            "organisation": "Inst",
        }
    ],
    "microlocations": [{"id": 1, "name": "Hall"}],
    "tracks": [{"id": 1, "name": "Art", "description": "All"}],
}
ONE = [("Wed 09:00-09:30", "A talk", "Hall", "Ada")]


def hyphened(value):
    if isinstance(value, dict):
        return {
            key.replace("start_time", "starts-at")
            .replace("end_time", "ends-at")
            .replace("_", "-"): hyphened(one)
            for key, one in value.items()
        }
    return [hyphened(one) for one in value] if isinstance(value, list) else value


def folder(files, ending=".json"):
    return [(f"camp/{name}{ending}", data) for name, data in files.items()]


def zipped(files, ending=""):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in folder(files, ending):
            archive.writestr(name, as_bytes(data))
            archive.writestr(f"__MACOSX/{name}", b"\x00\x05\x16")
        for number in range(400):
            archive.writestr(f"images/speakers/{number}.png", b"\x89PNG")
    return held.getvalue()


@pytest.mark.parametrize("spelled", [lambda files: files, hyphened])
@pytest.mark.parametrize(
    "packed", [folder, lambda files: [zipped(files)], lambda files: [zipped(files, ".json")]]
)
def test_both_spellings_are_told_whole_from_folder_and_zip(spelled, packed):
    program = imported(*packed(spelled(FILES)), zone=None).program

    assert said(program) == ONE
    assert (program.name, program.zone) == ("Camp", "Europe/Berlin")
    assert program.talks[0].abstract == "Sub\n\nWhy"
    assert program.talks[0].language == "en"
    assert program.speakers[0].bio == "Writes"
    assert program.tracks[0].description == "All"
    assert SECRET not in repr(program)


@pytest.mark.parametrize("state", ["rejected", "pending", "draft", "withdrawn"])
def test_what_was_not_accepted_is_left_out_and_told(state):
    files = {**FILES, "sessions": [SESSION, {**SESSION, "id": 2, "state": state}]}

    result = imported(*folder(files), zone=None)

    assert said(result.program) == ONE
    assert doubts_of(result)[f"A session is {state}."] == 1


def test_midnight_to_midnight_is_not_scheduled():
    nowhen = {**SESSION, "id": 2, "start_time": "2024-05-01T00:00:00+02:00"}
    nowhen["end_time"] = nowhen["start_time"]

    result = imported(*folder({**FILES, "sessions": [SESSION, nowhen]}), zone=None)

    assert said(result.program) == ONE
    assert doubts_of(result)["A session starts and ends at midnight."] == 1


def test_a_place_may_be_a_number():
    files = {**FILES, "sessions": [{**SESSION, "microlocation": 1}]}

    assert said(imported(*folder(files), zone=None).program) == ONE


def test_a_zone_that_is_none_needs_another():
    files = {**FILES, "event": {"name": "Camp", "timezone": "US / Pacific"}}

    assert imported(*folder(files), zone="Europe/Berlin").program.zone == "Europe/Berlin"
