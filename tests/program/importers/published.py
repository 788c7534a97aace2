"""The real programs that tests import, where MARQUEE_PROGRAMS names the folder that holds them.

They belong to their conferences and speakers, so they are no part of the project.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from bot.program.importers import Bundle, Imported, Wishes, import_program

FOLDER = Path(os.environ.get("MARQUEE_PROGRAMS", ""))
IS_THERE = bool(os.environ.get("MARQUEE_PROGRAMS")) and FOLDER.is_dir()
ABSENT = "REAL PROGRAMS NOT IMPORTED: MARQUEE_PROGRAMS names no folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One program: its file or folder, the other files of it, and its zone if it tells none."""

    path: str
    zone: str | None = None
    also: tuple[str, ...] = ()

    def bundle(self) -> Bundle:
        return Bundle.of(
            {each.name: each.read_bytes() for one in (self.path, *self.also) for each in files(one)}
        )

    def imported(self) -> Imported:
        return import_program(self.bundle(), Wishes(zone=self.zone))


def files(path: str) -> list[Path]:
    """Return a file, or the files of a folder."""
    whole = FOLDER / path
    return sorted(whole.iterdir()) if whole.is_dir() else [whole]


_DROIDCON = "sessionize/droidcon"
_PRETALX = "pretalx-api/europython2023-"
PROGRAMS = (
    Published(path="frab-xml/31c3.xml", zone="Europe/Berlin"),
    Published(path="frab-xml/debconf23.xml"),
    Published(path="frab-xml/fosdem2021.xml", zone="Europe/Brussels"),
    Published(path="frab-xml/lswt2019.xml", zone="Europe/Berlin"),
    Published(path="c3voc-json/rc3-2021-everything-v1.json"),
    Published(path="c3voc-json/rc3-2021-everything-v2.json"),
    Published(path="c3voc-json/voc-frab-camp2019.json"),
    Published(path="c3voc-json/voc-pretalx-democon.json", zone="Europe/Berlin"),
    Published(path="c3voc-json/voc-hub-schedule2.json"),
    Published(path="c3voc-json/voc-invalid-example.json"),
    Published(path="pretalx-api/pyconfr-2024-schedule.json", zone="Europe/Paris"),
    Published(path=f"{_PRETALX}pretalx_one_session.json", zone="Europe/Prague"),
    Published(path=f"{_PRETALX}pretalx_schedule_response_20230701.json", zone="Europe/Prague"),
    Published(path=f"{_PRETALX}pretalx_schedule_response_20230714.json", zone="Europe/Prague"),
    Published(path=f"{_PRETALX}pretalx_session_with_null_values.json", zone="Europe/Prague"),
    Published(path=f"{_PRETALX}europython_session_response_20230702.json", zone="Europe/Prague"),
    Published(
        path=f"{_DROIDCON}-sf-2019-gridsmart.json",
        also=(f"{_DROIDCON}-sf-2019-speakers.json",),
        zone="America/Los_Angeles",
    ),
    Published(
        path=f"{_DROIDCON}-berlin-2023-gridsmart.json",
        also=(f"{_DROIDCON}-berlin-2023-speakers.json",),
        zone="Europe/Berlin",
    ),
    Published(path="sessionize/global-azure-linz-2021-all.json", zone="Europe/Vienna"),
    Published(path="ical/jres_2022.ics"),
    Published(path="ical/linux_conf_au_2020.ics"),
    Published(path="ical/moca-2024.ics", zone="Europe/Rome"),
    Published(path="ical/pyconuk-2015.ics", zone="Europe/London"),
    Published(path="ical/sched-jococruise-2024.ics", zone="America/New_York"),
    Published(path="europython/europython-2024-days", zone="Europe/Prague"),
    Published(
        path="europython/fixture-europython-discord-mock_schedule.json", zone="Europe/Prague"
    ),
    Published(path="indico/fixture-docs-export-contributions.json"),
    Published(path="openevent/fossasia-2017"),
    Published(path="ccip/coscup-2023-session.json", zone="Asia/Taipei"),
    Published(path="symposion/pycon-us-2025-symposion-conference.json", zone="America/New_York"),
    Published(path="hoverboard/sunnytech-sessions-speakers-schedule.json", zone="Europe/Paris"),
    Published(path="sched/fixture-graphqlconf-2024-first.json", zone="America/Los_Angeles"),
)

# What holds nothing to import, and a word of what is said of it.
REFUSED = {
    "odd/confetti-sessionize.xml": "web page",
    "odd/ehealthafrica-empty": "no session with a time",
    "odd/fixture-iosched-malformed.json": "not JSON",
    "europython/fixture-europython-sessions.json": "no session with a time",
    "europython/fixture-europython-speakers.json": "holds people",
    "hoverboard/fixture-sunnytech-default-firebase-data.json": "no session with a time",
    f"{_PRETALX}pretalx_empty_schedule.json": "no session with a time",
    "sessionize/droidcon-sf-2019-speakers.json": "holds people",
    "sessionize/droidcon-berlin-2023-speakers.json": "holds people",
}
