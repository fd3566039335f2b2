"""The sections of a draft as screens: every line is a button, every answer one tap or a few typed words."""

from datetime import date, timedelta

from domain.model import agreement_form as form
from domain.model.agreement import AgreementState
from domain.model.agreement_form import LINES, Field, Holder, Sort, Spot
from domain.model.agreement_rights import AgreementDeed
from domain.model.agreement_templates import Template
from domain.model.agreement_terms import Section, may_give
from domain.model.failure_rule import USUAL, Cost, FailureRole, Task
from domain.model.help_catalogue import CATALOGUE, Help, HelpGroup
from domain.model.ids import MunicipalityId
from domain.model.months import add_months
from domain.model.municipalities import municipality
from domain.model.people import Partner
from domain.services.agreement_access import Seen
from handlers.agreement_buttons import (
    AddHelpButton,
    AddStepButton,
    AgreementButton,
    AnswerLineButton,
    HelpItemButton,
    LineButton,
    ResetSectionButton,
    SectionButton,
    StepItemButton,
    UsualRuleButton,
)
from handlers.cards.agreement_screens import body, task_words
from handlers.cards.agreement_sections import Wording, help_line, section, step_line
from handlers.message import Key, Message, Rows, row, two_a_row
from handlers.screens import lines
from handlers.texts import Texts

YEARS = (1, 2, 3)


def may_write(seen: Seen) -> bool:
    """Whether the reader may change this version now."""
    return seen.version.state is AgreementState.DRAFT and seen.drafts and seen.may(AgreementDeed.DRAFT)


def one_section(texts: Texts, seen: Seen, which: Section) -> Message:
    """What it says; for whoever writes it, with a button for every line."""
    wording = Wording.of(texts, seen.parties)
    said = body(texts, section(wording, seen.version.terms, which))
    text = lines(
        texts("agreement.section", section=texts.word(which), title=seen.version.terms.title),
        "",
        *(said or [texts("agreement.empty")]),
    )
    back = row(AgreementButton(version=seen.version.id).key(texts.label("agreement.key.overview")))
    rows = (*_section_rows(texts, seen, which), _reset_row(texts, seen, which)) if may_write(seen) else ()
    return Message(text=text, rows=(*rows, _neighbours(texts, seen, which), back))


def _reset_row(texts: Texts, seen: Seen, which: Section) -> tuple[Key, ...]:
    reset = ResetSectionButton(version=seen.version.id, section=which)
    return row(reset.key(texts.label("agreement.key.reset")))


_RULES = (Section.AFTERCARE, Section.FAILURE)


def which_template(texts: Texts, seen: Seen, which: Section) -> Message:
    """To which template the section is reset, or that it is emptied: for a rule what follows from that."""
    rule = which in _RULES
    keys = [
        ResetSectionButton(version=seen.version.id, section=which, template=one).key(
            texts.label(f"agreement.key.{'take_out' if rule else 'clear'}")
            if one is Template.BLANK
            else texts.word(one)
        )
        for one in Template
    ]
    text = lines(
        texts("agreement.ask.reset", section=texts.word(which)),
        texts("agreement.ask.without_rule") if rule else "",
    )
    back = SectionButton(version=seen.version.id, section=which).key(texts.label("card.button.back"))
    return Message(text=text, rows=(*map(row, keys), row(back)))


def _neighbours(texts: Texts, seen: Seen, which: Section) -> tuple[Key, ...]:
    """[Zurück] and [Weiter] through the sections."""
    order = list(Section)
    at = order.index(which)
    found = []
    if at:
        found.append((order[at - 1], "earlier"))
    if at + 1 < len(order):
        found.append((order[at + 1], "later"))
    return tuple(
        SectionButton(version=seen.version.id, section=one).key(texts.label(f"agreement.key.{label}"))
        for one, label in found
    )


def _section_rows(texts: Texts, seen: Seen, which: Section) -> Rows:
    terms = seen.version.terms
    missing = {Section.AFTERCARE: terms.aftercare is None, Section.FAILURE: terms.failure is None}
    if missing.get(which):
        usual = UsualRuleButton(version=seen.version.id, section=which)
        return (row(usual.key(texts.label("agreement.key.usual"))),)
    if which is Section.HELP:
        return _help_rows(texts, seen)
    keys = [_line_key(texts, seen, one) for one in form.fields(which, *_WHOLE)]
    rows = two_a_row(keys)
    for partner in seen.parties if which in (Section.AIMS, Section.BALANCE) else ():
        shares = [_line_key(texts, seen, one, partner) for one in form.fields(which, Holder.SHARE)]
        rows = (*rows, *two_a_row(shares))
    return (*rows, *_step_rows(texts, seen)) if which is Section.FAILURE else rows


_WHOLE = (Holder.TERMS, Holder.AFTERCARE, Holder.FAILURE)


def _line_key(texts: Texts, seen: Seen, field: Field, partner: Partner | None = None) -> Key:
    label = texts.label(f"agreement.field.{field}")
    if partner is None:
        return LineButton(version=seen.version.id, field=field).key(label)
    named = texts.label("agreement.key.of_partner", label=label, partner=partner.name)
    return LineButton(version=seen.version.id, field=field, arg=str(partner.id)).key(named)


def _step_rows(texts: Texts, seen: Seen) -> Rows:
    rule = seen.version.terms.failure
    steps = () if rule is None else rule.steps
    keys = [
        StepItemButton(version=seen.version.id, arg=form.name_of(at, steps)).key(
            texts.label("agreement.key.step", number=at + 1, task=task_words(texts, one.task))
        )
        for at, one in enumerate(steps)
    ]
    add = AddStepButton(version=seen.version.id).key(texts.label("agreement.key.add_step"))
    return (*two_a_row(keys), row(add))


def _help_rows(texts: Texts, seen: Seen) -> Rows:
    found = seen.version.terms.help
    keys = [
        HelpItemButton(version=seen.version.id, arg=form.name_of(at, found)).key(
            texts.label("agreement.key.step", number=at + 1, task=texts.word(one.help))
        )
        for at, one in enumerate(found)
    ]
    add = AddHelpButton(version=seen.version.id).key(texts.label("agreement.key.add_help"))
    return (*two_a_row(keys), row(add))


# One of several


def one_help(texts: Texts, seen: Seen, arg: str) -> Message:
    """An agreed help with its lines."""
    terms = seen.version.terms
    one = terms.help[form.place(arg, terms.help)]
    wording = Wording.of(texts, seen.parties)
    drop = HelpItemButton(version=seen.version.id, arg=arg, drop=True)
    return _item(
        texts, seen, Section.HELP, (help_line(wording, one), Holder.HELP, arg), drop.key(_drop(texts))
    )


def one_step(texts: Texts, seen: Seen, arg: str) -> Message:
    """A step of the failure rule with its lines."""
    steps = seen.version.terms.failure.steps if seen.version.terms.failure else ()
    one = steps[form.place(arg, steps)]
    wording = Wording.of(texts, seen.parties)
    drop = StepItemButton(version=seen.version.id, arg=arg, drop=True)
    return _item(
        texts, seen, Section.FAILURE, (step_line(wording, one), Holder.STEP, arg), drop.key(_drop(texts))
    )


def _drop(texts: Texts) -> str:
    return texts.label("agreement.key.drop")


def _item(texts: Texts, seen: Seen, which: Section, item: tuple[str, Holder, str], drop: Key) -> Message:
    said, holder, arg = item
    keys = [
        LineButton(version=seen.version.id, field=one, arg=arg).key(texts.label(f"agreement.field.{one}"))
        for one in form.fields(which, holder)
    ]
    back = SectionButton(version=seen.version.id, section=which).key(texts.label("card.button.back"))
    return Message(text=texts("card.line", what=said), rows=(*two_a_row(keys), row(drop), row(back)))


def new_help(texts: Texts, seen: Seen, button: AddHelpButton) -> Message:
    """Whose, of which group, which: what a partner cannot give is not offered."""
    version = seen.version.id
    giver = next((one for one in seen.parties if one.id == button.giver), None)
    if giver is None:
        keys = [AddHelpButton(version=version, giver=one.id).key(one.name) for one in seen.parties]
        asked = "whose"
    elif button.group is None:
        found = [one for one in HelpGroup if _offered(seen, giver, one)]
        keys = [
            AddHelpButton(version=version, giver=giver.id, group=one).key(texts.word(one)) for one in found
        ]
        asked = "group"
    else:
        helps = _offered(seen, giver, button.group)
        keys = [
            AddHelpButton(version=version, giver=giver.id, group=button.group, help=one).key(texts.word(one))
            for one in helps
        ]
        asked = "help"
    back = SectionButton(version=version, section=Section.HELP).key(texts.label("card.button.back"))
    return Message(text=texts(f"agreement.ask.{asked}"), rows=(*two_a_row(keys), row(back)))


def _offered(seen: Seen, giver: Partner, group: HelpGroup) -> list[Help]:
    given = {one.help for one in seen.version.terms.help if one.giver == giver.id}
    return [
        one
        for one, kind in CATALOGUE.items()
        if kind.group is group and may_give(giver.kind, one) and one not in given
    ]


def new_step(texts: Texts, seen: Seen) -> Message:
    after = len((seen.version.terms.failure or USUAL).steps)
    keys = [
        AddStepButton(version=seen.version.id, task=one, after=after).key(task_words(texts, one))
        for one in Task
    ]
    back = SectionButton(version=seen.version.id, section=Section.FAILURE).key(
        texts.label("card.button.back")
    )
    return Message(text=texts("agreement.ask.task"), rows=(*two_a_row(keys), row(back)))


# One line


def one_line(
    texts: Texts, seen: Seen, spot: Spot, today: date, places: tuple[MunicipalityId, ...] = ()
) -> Message:
    """What may be tapped for this line; what is chosen is marked."""
    line = LINES[spot.field]
    chosen = form.chosen(seen.version.terms, spot.field, spot.arg)
    keys = [
        AnswerLineButton(version=seen.version.id, field=spot.field, arg=spot.arg, value=value).key(
            texts.label("agreement.ticked", label=label) if value in chosen else label
        )
        for value, label in _choices(texts, seen, spot, today, places)
    ]
    name = _arg_name(texts, seen, spot)
    asks = texts(f"agreement.asks.{spot.field}", name=name)
    typed = texts(f"agreement.typed.{line.sort}") if texts.knows(f"agreement.typed.{line.sort}") else ""
    now = _now(texts, seen, spot)
    if line.sort is Sort.NUMBER:
        rows: Rows = tuple(tuple(keys[at : at + 4]) for at in range(0, len(keys), 4))
    elif line.sort in (Sort.DAY, Sort.FLAG) or len(keys) > 6:
        rows = two_a_row(keys)
    else:
        rows = tuple(map(row, keys))
    return Message(text=lines(asks, now, typed), rows=(*rows, row(back_from(texts, seen, spot))))


def which_cost(texts: Texts, seen: Seen) -> Message:
    """First which cost, then who bears it."""
    wording = Wording.of(texts, seen.parties)
    rule = seen.version.terms.failure
    borne = {} if rule is None else rule.costs

    def label(cost: Cost) -> str:
        if cost not in borne:
            return wording.coded(cost)
        return texts.label("agreement.bears", cost=wording.coded(cost), role=wording.coded(borne[cost]))

    keys = [
        LineButton(version=seen.version.id, field=Field.COSTS, arg=one.value).key(label(one)) for one in Cost
    ]
    back = back_from(texts, seen, Spot(Field.COSTS))
    return Message(text=texts("agreement.ask.cost"), rows=(*map(row, keys), row(back)))


def _arg_name(texts: Texts, seen: Seen, spot: Spot) -> str:
    if LINES[spot.field].holder is Holder.SHARE:
        return next((one.name for one in seen.parties if str(one.id) == spot.arg), "")
    return ""


def _now(texts: Texts, seen: Seen, spot: Spot) -> str:
    """What a typed line says now."""
    value = form.value_of(seen.version.terms, spot.field, spot.arg) if spot.field in _TYPED else ""
    return texts("agreement.now", text=value) if value else ""


_TYPED = (Field.TITLE, Field.GOALS_TEXT, Field.OWN_WORDS)


def _choices(
    texts: Texts, seen: Seen, spot: Spot, today: date, places: tuple[MunicipalityId, ...]
) -> list[tuple[str, str]]:
    line = LINES[spot.field]
    wording = Wording.of(texts, seen.parties)
    match line.sort:
        case Sort.MANY | Sort.ONE:
            return [(one.value, _word(wording, spot.field, one)) for one in line.options]
        case Sort.NUMBER:
            return [(str(one), wording.number(one)) for one in line.options]
        case Sort.FLAG:
            return [("1", texts.label("agreement.yes")), ("0", texts.label("agreement.no"))]
        case Sort.PLACES:
            return [(str(one), municipality(one).name) for one in places]
        case Sort.COST:
            open_ = ("", texts.label("agreement.left_open"))
            return [*((one.value, wording.coded(one)) for one in FailureRole), open_]
        case Sort.DAY:
            return _days(wording, seen, spot.field, today)
        case _:
            empty = ("", texts.label("agreement.key.empty"))
            return [empty] if spot.field is not Field.TITLE else []


def _days(wording: Wording, seen: Seen, field: Field, today: date) -> list[tuple[str, str]]:
    if field is Field.STARTS_ON:
        first = add_months(today.replace(day=1), 1)
        days = [today, first, add_months(first, 1)]
        return [(one.isoformat(), wording.day(one)) for one in days]
    starts = seen.version.terms.starts_on
    ends = [add_months(starts, 12 * one) - timedelta(days=1) for one in YEARS]
    permanent = ("", wording.texts.label("agreement.for_good"))
    return [*((one.isoformat(), wording.day(one)) for one in ends), permanent]


_CODED = frozenset({Field.TAKES_OVER, Field.FIRST_CALL, Field.FALLBACK, Field.STEP_ROLE, Field.STEP_RECORD})


def _word(wording: Wording, field: Field, value: object) -> str:
    texts = wording.texts
    if field in _CODED:
        return wording.coded(value)  # type: ignore[arg-type]
    if field is Field.ASKED:
        return texts.label(f"agreement.asked.{value}")
    return texts.word(value)  # type: ignore[arg-type]


def back_from(texts: Texts, seen: Seen, spot: Spot) -> Key:
    """To where the line stands: its section, or the help or step that it belongs to."""
    line, version = LINES[spot.field], seen.version.id
    label = texts.label("agreement.key.done")
    if line.holder is Holder.HELP:
        return HelpItemButton(version=version, arg=spot.arg).key(label)
    if line.holder is Holder.STEP:
        return StepItemButton(version=version, arg=spot.arg).key(label)
    if line.sort is Sort.COST and spot.arg:
        return LineButton(version=version, field=spot.field).key(label)
    return SectionButton(version=version, section=line.section).key(label)


def stays(spot: Spot) -> bool:
    """Whether the screen stays open after a tap: where several things may be chosen."""
    return LINES[spot.field].sort in (Sort.MANY, Sort.PLACES)
