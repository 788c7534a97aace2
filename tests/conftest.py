"""How every test runs: property tests are the same on every run, and no machine is too slow."""

from hypothesis import HealthCheck, settings

_UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

# Half of Hypothesis' usual examples: there are many properties, and the same cases come each time.
settings.register_profile("steady", max_examples=50, derandomize=True, database=None, **_UNTIMED)
settings.register_profile("searching", max_examples=1_000, print_blob=True, **_UNTIMED)
settings.load_profile("steady")
