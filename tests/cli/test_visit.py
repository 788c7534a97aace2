from bot.cli.visit import PlannedOnce
from bot.delivery.model import Plan
from tests.delivery.deliveries import DUE, a_delivery

PLANS = (Plan(upcoming=(a_delivery("rivers"),)),)


class CountingPlanner:
    def __init__(self):
        self.asked = 0

    async def plans(self, now):
        self.asked += 1
        return PLANS


async def test_a_visit_plans_all_guilds_once_however_many_it_asks_about():
    planner = CountingPlanner()
    planned = PlannedOnce(planner)

    found = [await planned.plans(DUE) for _ in range(3)]

    assert (found, planner.asked) == ([PLANS] * 3, 1)
