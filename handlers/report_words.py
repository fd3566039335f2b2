"""The answers of a report in plain words: for the buttons, and for the lines that stay visible above."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from domain.model.dates import with_year
from domain.model.ids import MunicipalityId, PartnerId
from domain.model.legal_basis import HouseholdAnswer
from domain.model.municipalities import municipality
from domain.model.report import changeable
from domain.model.report_questions import (
    ELSEWHERE,
    MYSELF,
    OFFICE,
    OUTSIDE,
    UNDER_6,
    UNKNOWN,
    Question,
)
from domain.model.stage import Channel, Household, NoticeKind, Reason, RentsOpen, Request, Seat, Stage, When
from domain.services.report_drafts import Page
from handlers.texts import Html, Texts

_CODED: Mapping[Question, type[StrEnum]] = {
    Question.SOURCE: Channel,
    Question.CHANNEL: Channel,
    Question.WHEN: When,
    Question.REASON: Reason,
    Question.HOUSEHOLD: Household,
    Question.CONSENT: HouseholdAnswer,
    Question.REQUEST: Request,
}


class Words:
    """One reader's words for the answers of one page. `office`: who would lead instead of the reporter."""

    def __init__(self, texts: Texts, page: Page, office: str = "") -> None:
        self.texts = texts
        self.page = page
        self.office = office or texts.label("report.button.coordination")

    def label(self, question: Question, value: str) -> str:
        """The answer as its button says it."""
        if question is Question.CHILDREN:
            return self._children(value)
        if question is Question.RENTS:
            return self.texts.word(RentsOpen(value), form="button")
        if value == UNKNOWN:
            return self.texts.label("report.button.unknown")
        match question:
            case Question.STAGE:
                return self._stage(value)
            case Question.DAY:
                return with_year(date.fromisoformat(value), self.texts.language)
            case Question.MINORS:
                return self.texts.label(f"report.button.{value}")
            case Question.PLACE:
                return self._place(value)
            case Question.LEAD:
                return self._lead(value)
            case Question.LANDLORD | Question.PARTNER:
                return self._partner(value)
        return self._coded(question, value)

    def topic(self, question: Question) -> str:
        """What the question is about, in a word or two."""
        seated = question is Question.CONSENT
        return self.texts.label(f"report.given.{question}{self._side() if seated else ''}")

    def ask(self, question: Question, detail: str = "") -> Html:
        """The question itself, worded for the reporter's side and for what is known already."""
        key = f"report.ask.{question}"
        fitting = (f"{key}_{detail}{self._side()}", f"{key}_{detail}", f"{key}{self._side()}", key)
        return self.texts(next(one for one in fitting if self.texts.knows(one)))

    def given(self) -> list[str]:
        """Every answer so far, a line each, in the order of the questions."""
        answers = self.page.answers
        asked = changeable(answers, self.page.reporter)
        shown = [one for one in asked if one in answers and one is not Question.RECIPIENT]
        lines = [f"{self.topic(one)}: {self.long(one, str(answers[one]))}" for one in shown]
        return [*lines, self.texts.label("report.under_6")] if UNDER_6 in answers else lines

    def long(self, question: Question, value: str) -> str:
        """The answer as a line says it: places with their full names."""
        if question is Question.PLACE and value != ELSEWHERE:
            return municipality(MunicipalityId(value)).name
        return self.label(question, value)

    def _side(self) -> str:
        return "_landlord" if self.page.reporter.seat is Seat.LANDLORD else "_help"

    def _children(self, value: str) -> str:
        if value == UNKNOWN:
            return self.texts.label("report.button.children_unknown")
        return self.texts.label("report.button.children_many") if value == "4" else value

    def _stage(self, value: str) -> str:
        if value in tuple(NoticeKind):
            word = self.texts.word(NoticeKind(value))
            return word[:1].upper() + word[1:]
        return self.texts.word(Stage(value))

    def _place(self, value: str) -> str:
        if value == ELSEWHERE:
            return self.texts.label("report.button.elsewhere")
        return municipality(MunicipalityId(value)).short_name

    def _lead(self, value: str) -> str:
        assert value in (OFFICE, MYSELF), value
        return self.office if value == OFFICE else self.texts.label("report.button.myself")

    def _partner(self, value: str) -> str:
        if value == OUTSIDE:
            return self.texts.label("words.Landlord.outside")
        return self.page.partners.get(PartnerId(int(value)), "")

    def _coded(self, question: Question, value: str) -> str:
        if value == Reason.PROTECTED:
            return self.texts.label("report.button.protected")
        return self.texts.word(_CODED[question](value))
