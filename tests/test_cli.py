import base64
import re
import subprocess
import sys

import pytest
import typer.main

from bot import __version__
from bot.cli import commands, main
from bot.cli.exits import BROKEN, FAULTY, FINE, WRONG_USE
from bot.errors import DiscordUnreachableError
from bot.finding import ok
from bot.program.shipped import SAMPLE, shipped_programs

APPLICATION = 123456789012345678
TOKEN = f"{base64.urlsafe_b64encode(str(APPLICATION).encode()).decode()}.Gabcde.{'x' * 38}"
SAMPLE_FILE = shipped_programs() / f"{SAMPLE}.yaml"


@pytest.fixture(autouse=True)
def _empty_folder_and_environment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for variable in ("MARQUEE_TOKEN", "MARQUEE_CONFIG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def marquee(monkeypatch, capsys):
    """Types a command; gives the exit code, what was printed, and what was told as an error."""

    def typed(*words):
        monkeypatch.setattr(sys, "argv", ["marquee", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return typed


def test_version_is_said(marquee):
    assert marquee("--version") == (FINE, f"marquee {__version__}\n", "")


def test_help_names_every_command_and_the_exit_codes(marquee):
    code, out, _ = marquee("--help")

    assert code == FINE
    assert re.findall(r"^  ([a-z]+)  ", out, re.MULTILINE) == [
        "run",
        "rehearse",
        "check",
        "import",
        "export",
        "invite",
        "doctor",
        "forget",
        "deliveries",
    ]
    assert "Exit codes: 0 all is well" in out


def test_an_unknown_command_is_wrong_use(marquee):
    code, _, err = marquee("dance")

    assert code == WRONG_USE
    assert "dance" in err


def test_run_without_a_token_says_in_one_line_where_to_put_it(marquee):
    assert marquee("run") == (
        WRONG_USE,
        "",
        (
            "config.toml: error: There is no Discord token. Put the bot's token into config.toml "
            "under [discord] as token, or into the environment as MARQUEE_TOKEN.\n"
        ),
    )


def test_run_tells_every_fault_of_the_settings(marquee, tmp_path):
    (tmp_path / "config.toml").write_text("[log]\nlevel = 5\n[stor]\n")

    assert marquee("run") == (
        WRONG_USE,
        "",
        (
            "config.toml:2: error: level is 5. Write one of debug, info, warning, error.\n"
            "config.toml:3: error: There is no setting stor in the file. Do you mean store?\n"
        ),
    )


def test_settings_may_lie_elsewhere(marquee, tmp_path, monkeypatch):
    (tmp_path / "a.toml").write_text("a = 1")
    (tmp_path / "b.toml").write_text("b = 1")
    monkeypatch.setenv("MARQUEE_CONFIG", "a.toml")

    _, _, by_variable = marquee("run")
    _, _, by_option = marquee("run", "-c", "b.toml")

    assert by_variable.startswith("a.toml:1: error: There is no setting a in the file.")
    assert by_option.startswith("b.toml:1: error: There is no setting b in the file.")


def test_settings_that_are_named_have_to_be_there(marquee):
    code, _, err = marquee("run", "--config", "none.toml")

    assert code == WRONG_USE
    assert err.startswith("none.toml: error: It can't be read: No such file or directory.")


def test_check_says_what_is_in_a_sound_program(marquee):
    assert marquee("check", SAMPLE_FILE) == (
        FINE,
        (
            f"{SAMPLE_FILE}: ok: QCon Plus 2022, 5 talks, 7 speakers, 1 session on 1 day, "
            "2022-11-29 to 2022-12-09\n"
        ),
        "",
    )


def test_check_tells_every_fault_with_its_place_and_goes_on(marquee, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("program: 5\ntalks: 6\n")

    code, out, err = marquee("check", wrong, SAMPLE_FILE)

    *faults, sound = out.splitlines()
    assert code == FAULTY
    assert err == ""
    assert {line.partition(": error: ")[0] for line in faults} >= {f"{wrong}:1:10", f"{wrong}:2:8"}
    assert sound.startswith(f"{SAMPLE_FILE}: ok: ")


def test_check_says_in_words_what_can_not_be_read(marquee, tmp_path):
    assert marquee("check", "none.yaml", tmp_path) == (
        FAULTY,
        (
            "none.yaml: error: It can't be read: No such file or directory. "
            "Name a program's YAML file.\n"
            f"{tmp_path}: error: It is no file. Name a program's YAML file.\n"
        ),
        "",
    )


def test_check_reads_no_more_than_a_program_can_be(marquee):
    code, out, _ = marquee("check", "/dev/zero")

    assert code == FAULTY
    assert out.startswith("/dev/zero: error: ")


def test_check_needs_a_file(marquee):
    code, _, err = marquee("check")

    assert code == WRONG_USE
    assert "FILE" in err


def test_invite_takes_the_application_from_the_token(marquee, monkeypatch):
    monkeypatch.setenv("MARQUEE_TOKEN", TOKEN)

    code, out, _ = marquee("invite")

    said, (server, more, person) = out.splitlines()[::2], map(str.strip, out.splitlines()[1::2])
    assert code == FINE
    assert server == (
        f"https://discord.com/oauth2/authorize?client_id={APPLICATION}"
        "&integration_type=0&permissions=84992&scope=bot+applications.commands"
    )
    assert more == server.replace("84992", "2269666877721600")
    assert said[:2] == [
        "To a server, where it may View Channel, Send Messages, Embed Links, Read Message History:",
        (
            "The same, where it may also Send Messages in Threads (posts in threads and forum "
            "posts), Pin Messages (the live board among the pins), Create Events (talks among the "
            "server's own events):"
        ),
    ]
    assert person == (
        f"https://discord.com/oauth2/authorize?client_id={APPLICATION}"
        "&integration_type=1&scope=applications.commands"
    )


def test_invite_takes_an_application_without_a_token(marquee):
    code, out, _ = marquee("invite", "--application-id", APPLICATION)

    assert code == FINE
    assert f"client_id={APPLICATION}&" in out


def test_invite_with_a_token_that_is_none_says_so_and_never_repeats_it(marquee, monkeypatch):
    monkeypatch.setenv("MARQUEE_TOKEN", "hush")

    code, out, err = marquee("invite")

    assert (code, out) == (WRONG_USE, "")
    assert err.startswith("config.toml: error: The Discord token does not tell")
    assert "hush" not in err


def test_doctor_says_what_is_wrong_and_what_to_do(marquee):
    code, out, err = marquee("doctor")

    assert (code, err) == (FAULTY, "")
    assert out.splitlines()[:2] == [
        "ok: There is no config.toml: everything is at its default.",
        (
            "wrong: There is no Discord token. Put the bot's token into config.toml under "
            "[discord] as token, or into the environment as MARQUEE_TOKEN."
        ),
    ]


def test_doctor_tells_the_faults_of_the_settings(marquee, tmp_path):
    (tmp_path / "config.toml").write_text("[log]\nlevel = 5\n")

    assert marquee("doctor") == (
        FAULTY,
        "wrong: config.toml:2: level is 5. Write one of debug, info, warning, error.\n",
        "",
    )


def test_doctor_asks_discord_when_there_is_a_token(marquee, monkeypatch):
    async def asked(settings):
        return (ok(f"Asked with {len(settings.bot_token())} letters."),)

    monkeypatch.setenv("MARQUEE_TOKEN", TOKEN)
    monkeypatch.setattr("bot.inspection.inspect", asked)

    code, out, _ = marquee("doctor")

    assert code == FINE
    assert out.splitlines()[-1] == f"ok: Asked with {len(TOKEN)} letters."


@pytest.mark.parametrize("error", [DiscordUnreachableError("no route"), TimeoutError()])
def test_doctor_says_when_discord_could_not_be_asked(marquee, monkeypatch, error):
    async def unreachable(_):
        raise error

    monkeypatch.setenv("MARQUEE_TOKEN", TOKEN)
    monkeypatch.setattr("bot.inspection.inspect", unreachable)

    code, out, _ = marquee("doctor")

    assert code == FINE
    assert out.splitlines()[-1] == (
        "warning: Discord could not be asked about the token, the servers and the channels. "
        "Try again with a connection."
    )


def test_rehearse_wants_a_program_that_is_there(marquee):
    code, _, err = marquee("rehearse", "--fast", "--program", "none")

    assert code == WRONG_USE
    assert err == ("data: error: There is no program “none”. These are there: qcon-plus-2022.\n")


def test_rehearse_tells_the_faults_of_a_program_file(marquee, tmp_path):
    (tmp_path / "wrong.yaml").write_text("5")

    code, _, err = marquee("rehearse", "--fast", "--program", "wrong.yaml")

    assert code == FAULTY
    assert err.startswith("wrong.yaml:1:1: error: ")


def test_what_nobody_foresaw_ends_with_a_trace_and_a_code_of_its_own(marquee, monkeypatch):
    def broken(*_):
        raise RuntimeError("out of cheese")

    monkeypatch.setattr("bot.cli.settings.load", broken)

    code, _, err = marquee("run")

    assert code == BROKEN
    assert "RuntimeError: out of cheese" in err
    assert err.endswith(
        "This is a fault in Marquee itself. Please report it with the lines above.\n"
    )


def test_every_option_has_a_help():
    assert [
        f"{command.name} {parameter.name}"
        for command in every_command(typer.main.get_command(commands))
        for parameter in command.params
        if not parameter.help
    ] == []


def every_command(command):
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from every_command(inner)


def test_python_m_bot_is_the_same():
    said = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], capture_output=True, text=True, check=True
    )

    assert said.stdout == f"marquee {__version__}\n"


@pytest.mark.parametrize("heavy", ["discord", "sqlalchemy", "simcord"])
def test_check_loads_nothing_heavy(heavy):
    code = f"""
import sys
from bot.cli import main
sys.argv = ["marquee", "check", {str(SAMPLE_FILE)!r}]
try:
    main()
finally:
    print({heavy!r} in sys.modules)
"""

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.splitlines()[-1] == "False"
