import signal
import subprocess
import sys
from textwrap import dedent

import pytest

SECONDS_TO_START = 60


def a_process(body):
    """A process that waits to be asked to stop, says that it is there, and does something then"""
    program = f"""
        import asyncio, logging
        from datetime import timedelta
        from bot.stopping import stop_signals

        async def run():
            with stop_signals(end_within=timedelta(seconds=0.5)) as asked:
                print("there", flush=True)
                await asked.wait()
                {body}

        logging.basicConfig(level=logging.INFO)
        asyncio.run(run())
        print("done")
    """
    process = subprocess.Popen(
        [sys.executable, "-c", dedent(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "there\n"
    return process


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_asked_to_stop_ends_by_itself(how):
    process = a_process("pass")

    process.send_signal(how)
    told, logged = process.communicate(timeout=SECONDS_TO_START)

    assert (process.returncode, told, "does not let go" in logged) == (0, "done\n", False)


@pytest.mark.parametrize(
    "body",
    [
        "await asyncio.get_running_loop().create_future()",
        "import time; time.sleep(100)",
        "import threading; threading.Thread(target=threading.Event().wait).start()",
    ],
    ids=["a task that never ends", "a loop that is held up", "a thread that never ends"],
)
def test_what_never_lets_go_keeps_no_process_from_ending(body):
    process = a_process(body)

    process.terminate()
    _, logged = process.communicate(timeout=SECONDS_TO_START)

    assert process.returncode == 0
    assert "Something does not let go" in logged
