"""The dialogue of a commitment: every walk ends in terms that are precise, after ten taps at most."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.model import commitment_form as form
from domain.model.commitment import Frequency, Length, Reach
from domain.model.commitment_form import Direction, Question
from domain.model.help_catalogue import CATALOGUE, Help, HelpGroup, groups_for, offered
from domain.model.stage import Seat

FIRST = date(2026, 11, 24)


def choices(question: Question, answers: dict[str, str | int | None]) -> tuple[str, ...]:
    """What the screen of this question offers."""
    match question:
        case Question.SIDE:
            return tuple(one for one in Seat if one != answers["own"])
        case Question.DIRECTION:
            return tuple(Direction)
        case Question.GROUP:
            return groups_for(form.between(answers).giver)
        case Question.HELP:
            return offered(form.between(answers).giver, HelpGroup(str(answers[Question.GROUP])))
        case Question.FREQUENCY:
            return form.frequencies(Help(str(answers[Question.HELP])))
        case Question.FIRST:
            return (FIRST.isoformat(),)
        case Question.LENGTH:
            return tuple(Length)
        case Question.REACH:
            return tuple(Reach)
        case _:
            return ("0", "4711")


@given(data=st.data(), own=st.sampled_from(Seat), conditions=st.booleans())
def test_every_walk_is_short_and_precise(data: st.DataObject, own: Seat, conditions: bool) -> None:
    answers: dict[str, str | int | None] = {"own": own.value}
    taps = 1
    while (question := form.next_question(answers, conditions=conditions)) is not Question.SUMMARY:
        value = data.draw(st.sampled_from(choices(question, answers)))
        assert form.fits(question, value, answers)
        assert not form.fits(question, "etwas anderes", answers)
        answers[question] = value
        taps += 1
    assert taps <= 10
    terms = form.terms(answers)
    assert form.between(answers).giver in CATALOGUE[terms.help].givers
    assert (terms.ends_on is None) is (terms.review_on is not None)
    assert terms.frequency is not Frequency.ONCE or terms.ends_on == terms.first_on == FIRST
    assert terms.depends_on in (None, 4711)


@given(data=st.data(), own=st.sampled_from(Seat))
def test_back_takes_one_answer_at_a_time(data: st.DataObject, own: Seat) -> None:
    answers: dict[str, str | int | None] = {"own": own.value}
    steps = [dict(answers)]
    while (question := form.next_question(answers, conditions=False)) is not Question.SUMMARY:
        answers[question] = data.draw(st.sampled_from(choices(question, answers)))
        steps.append(dict(answers))
    for step in reversed(steps[:-1]):
        answers = dict(form.without_last(answers))
        assert answers == step
    assert form.without_last(answers) == {"own": own.value}
