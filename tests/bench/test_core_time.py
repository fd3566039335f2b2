"""Every command for a landlord with three hundred of everything is measured, and has its bound."""

from pathlib import Path

from bench import core_time, crowd
from bench.result import Plan


def test_every_command_is_answered_and_has_a_bound() -> None:
    found = core_time.measured(Plan(repeats=1, short=True))
    assert len(found) == 10
    assert all(0 < one.low <= one.median <= one.high for one in found.values())
    targets = core_time.targets(found)
    assert [one.what for one in targets] == [f"core time of {name}" for name in found]
    assert {(one.must, one.unit, one.at_most) for one in targets} == {(core_time.MOST_MS, "ms", True)}
    assert len(core_time.table(found).rows) == len(found)


def test_the_crowd_is_as_large_as_it_says(tmp_path: Path) -> None:
    with crowd.opened(tmp_path / "crowd.db") as work:
        made = crowd.fill(work)
        assert len(work.cases.of_person(made.lead.id)) == crowd.MANY
        assert len(work.case_agreements.live(made.version.agreement)) == crowd.MANY
        assert len(work.failure_runs.running(2 * crowd.MANY)) == crowd.MANY + 1
        assert sum(one.is_open for one in work.commitments.of_case(made.busy.id)) == crowd.MANY
        assert len(work.agreements.all()) == crowd.AGREEMENTS
