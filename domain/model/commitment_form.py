"""The dialogue that makes a commitment precise: one question after the other, nine taps at most."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from domain.model.commitment import REVIEW_MONTHS, Between, Frequency, Length, Reach, Terms, ends_on
from domain.model.help_catalogue import CATALOGUE, Help, HelpGroup, groups_for, offered
from domain.model.ids import CommitmentId
from domain.model.months import add_months
from domain.model.stage import Seat

Answers = Mapping[str, str | int | None]
NO_CONDITION = 0


class Question(StrEnum):
    """In the order in which they are asked; the last one is the summary."""

    SIDE = "side"
    DIRECTION = "direction"
    GROUP = "group"
    HELP = "help"
    FREQUENCY = "frequency"
    FIRST = "first"
    LENGTH = "length"
    REACH = "reach"
    CONDITION = "condition"
    SUMMARY = "summary"


class Direction(StrEnum):
    """Who is to give: the speaker's side, or the other one."""

    GIVE = "give"
    ASK = "ask"


def between(answers: Answers) -> Between:
    """Raises KeyError before both are answered."""
    own, other = Seat(str(answers["own"])), Seat(str(answers[Question.SIDE]))
    return Between(own, other) if answers[Question.DIRECTION] == Direction.GIVE else Between(other, own)


def next_question(answers: Answers, *, conditions: bool) -> Question:
    """What is asked next. `conditions`: whether there is anything to hang this one on."""
    for question in Question:
        if question not in answers and _is_asked(question, answers, conditions):
            return question
    return Question.SUMMARY


def _is_asked(question: Question, answers: Answers, conditions: bool) -> bool:
    match question:
        case Question.LENGTH:
            return answers[Question.FREQUENCY] != Frequency.ONCE
        case Question.REACH:
            return asks_reach(Help(str(answers[Question.HELP])))
        case Question.CONDITION:
            return conditions
    return True


def asks_reach(help_: Help) -> bool:
    """Whether it matters how whoever gives is reached in a crisis."""
    kind = CATALOGUE[help_]
    return kind.lasting or kind.group is HelpGroup.SUPPORT


def frequencies(help_: Help) -> tuple[Frequency, ...]:
    """What holds day by day is looked at again and again; everything else may also be done once."""
    return tuple(one for one in Frequency if one is not Frequency.ONCE or not CATALOGUE[help_].lasting)


def without_last(answers: Answers) -> Answers:
    """Back by one question; the first one stays."""
    asked = [one for one in Question if one in answers]
    return {key: value for key, value in answers.items() if not asked or key != asked[-1]}


def fits(question: Question, value: str, answers: Answers) -> bool:
    """Whether a tapped value can answer this question; days and conditions are looked at later."""
    match question:
        case Question.SIDE:
            return value in tuple(Seat) and value != answers["own"]
        case Question.DIRECTION:
            return value in tuple(Direction)
        case Question.GROUP:
            return value in groups_for(between(answers).giver)
        case Question.HELP:
            group = HelpGroup(str(answers[Question.GROUP]))
            return value in offered(between(answers).giver, group)
        case Question.FREQUENCY:
            return value in frequencies(Help(str(answers[Question.HELP])))
        case Question.FIRST:
            return _is_day(value)
        case Question.LENGTH:
            return value in tuple(Length)
        case Question.REACH:
            return value in tuple(Reach)
        case Question.CONDITION:
            return value.isascii() and value.isdecimal() and len(value) < 16
    return False


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def terms(answers: Answers) -> Terms:
    """What has been answered. Raises KeyError before the summary."""
    frequency = Frequency(str(answers[Question.FREQUENCY]))
    first_on = date.fromisoformat(str(answers[Question.FIRST]))
    length = Length(str(answers.get(Question.LENGTH) or Length.OPEN))
    condition = int(answers.get(Question.CONDITION) or NO_CONDITION)
    once = frequency is Frequency.ONCE
    last = first_on if once else ends_on(first_on, length)
    return Terms(
        help=Help(str(answers[Question.HELP])),
        frequency=frequency,
        first_on=first_on,
        ends_on=last,
        review_on=None if last else add_months(first_on, REVIEW_MONTHS),
        reach=Reach(str(answers.get(Question.REACH) or Reach.OFFICE_HOURS)),
        depends_on=CommitmentId(condition) if condition else None,
    )
