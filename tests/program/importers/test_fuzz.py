import random
import subprocess
import sys

import pytest

from tests.program.importers.fuzz import Seen, mutated, tried
from tests.program.importers.small import SMALL

RUNS = 500


@pytest.mark.parametrize("name", SMALL)
def test_a_small_program_that_is_broken_is_refused_in_words_or_sound(name):
    seen = Seen()
    for number in range(30):
        broken = mutated(SMALL[name], random.Random(f"{name}/{number}"))

        assert tried(broken, name, seen, written=True) is None

    assert seen.ends.total() == 30


@pytest.mark.slow
def test_programs_that_are_broken_are_refused_in_words_or_sound(tmp_path):
    command = ["-m", "tests.program.importers.fuzz", "--runs", str(RUNS), "--keep", str(tmp_path)]

    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
