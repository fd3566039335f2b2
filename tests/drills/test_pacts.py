"""The drill's own books of agreements."""

from datetime import date

from drills.pacts import Pact

LANDLORD, HELPER, PAYER = "Wohnbau Ahorn", "Fachstelle Nord", "Jobcenter Mitte"
TODAY = date(2026, 11, 23)


def pact(*more: str) -> Pact:
    return Pact(parties=(LANDLORD, HELPER, *more), writer=HELPER)


def test_it_holds_with_the_last_signature() -> None:
    one = pact(PAYER)
    assert one.reads(LANDLORD) is None, "a draft is its writer's alone"
    one.proposes(TODAY)
    assert one.lacks == (LANDLORD, PAYER)
    assert not one.signs(PAYER, 3)
    assert one.reads(PAYER) == ("vorgeschlagen", 1, {HELPER, PAYER})
    assert one.signs(LANDLORD, 4)
    assert (one.in_force, one.making) == (1, 0)
    assert not one.lacks
    assert one.reads(HELPER) == ("gilt", 1, {LANDLORD, HELPER, PAYER})


def test_what_is_given_back_is_signed_anew_and_read_by_all() -> None:
    one = pact()
    one.proposes(TODAY)
    one.gives_back()
    assert one.reads(LANDLORD) == ("Entwurf", 1, ())
    one.proposes(TODAY)
    assert one.lacks == (LANDLORD,)


def test_a_new_version_is_its_writers_alone_while_the_old_one_holds() -> None:
    one = in_force_twice()
    one.revises(LANDLORD)
    assert one.reads(LANDLORD) == ("Entwurf", 3, ())
    assert one.reads(HELPER) == ("gilt", 2, {LANDLORD, HELPER})


def in_force_twice() -> Pact:
    """Version 1 since round 3, version 2 since round 6."""
    one = pact()
    for round_, writer in ((3, HELPER), (6, LANDLORD)):
        if one.in_force:
            one.revises(writer)
        one.proposes(TODAY)
        assert one.signs(next(iter(one.lacks)), round_)
    return one


def test_a_case_runs_under_what_held_when_its_sides_sat_down() -> None:
    one = in_force_twice()
    assert [one.holds_at(round_) for round_ in (2, 3, 4, 6, 7)] == [0, None, 1, None, 2]
    one.moved[2] = 8
    assert [one.holds_at(round_) for round_ in (2, 4, 7, 9)] == [0, 2, 2, 2]
