from bot.delivery.model import Plan
from bot.delivery.planners import Planners
from tests.delivery.deliveries import DUE, a_delivery
from tests.delivery.fakes import Everywhere


class Fixed:
    def __init__(self, *plans):
        self.fixed = plans

    async def plans(self, now):
        return self.fixed


class Broken:
    async def plans(self, now):
        raise OSError("disk")


async def test_the_plans_of_all_planners_are_one():
    one, other = Plan(due=(a_delivery(),)), Plan(upcoming=(a_delivery(),))

    plans = await Planners([Fixed(one), Fixed(), Fixed(other)], Everywhere()).plans(DUE)

    assert plans == [one, other]


async def test_a_planner_that_fails_is_logged_and_leaves_the_others_their_plans(caplog):
    plan = Plan(due=(a_delivery(),))

    plans = await Planners([Broken(), Fixed(plan)], Everywhere()).plans(DUE)

    assert plans == [plan]
    (line,) = [record.getMessage() for record in caplog.records]
    assert "Broken could not plan" in line


async def test_where_it_posts_is_said_by_whoever_knows():
    everywhere = Everywhere()
    everywhere.others.add(1)
    everywhere.paused.add(2)

    planners = Planners([], everywhere)

    assert [planners.owns(guild) for guild in (1, 2)] == [False, True]
    assert [planners.is_paused(guild) for guild in (1, 2)] == [False, True]
