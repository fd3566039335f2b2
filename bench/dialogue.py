"""The same nine-step report for everybody: updates a second and CPU an update, ours against peers."""

from bench.result import Plan, Section


async def bench(plan: Plan) -> Section:
    raise NotImplementedError
