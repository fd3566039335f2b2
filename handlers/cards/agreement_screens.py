"""An agreement in the chat: the list, its summary in plain words, and what can be done with it."""

from collections.abc import Iterable

from domain.model.agreement import AgreementState, NoticeReason
from domain.model.agreement_rights import AgreementDeed
from domain.model.agreement_terms import Gap, Missing, Section, Terms, changed
from domain.model.failure_rule import Task
from domain.services.agreement_access import Seen
from domain.services.agreements import may_confirm
from handlers.agreement_buttons import (
    AfterwardsButton,
    AgreementButton,
    BalanceButton,
    ChangesButton,
    ConfirmButton,
    DiscardAgreementButton,
    MoveCasesButton,
    NoticeButton,
    ObjectButton,
    PdfButton,
    ProposeButton,
    ReadYamlButton,
    ReviseButton,
    SectionButton,
    TakeProposalBackButton,
    YamlButton,
)
from handlers.cards.agreement_lists import to_list
from handlers.cards.agreement_sections import Paragraph, Wording, brings, duration, plain, section
from handlers.directory_words import within
from handlers.failure_buttons import ProjectFailureButton
from handlers.message import Key, Message, Rows, row, two_a_row
from handlers.screens import lines
from handlers.texts import Html, Texts

# One agreement


def summary(texts: Texts, seen: Seen, *, older: int = 0) -> Message:
    """In plain words, with everything that the reader may do now. `older`: cases under earlier versions."""
    wording = Wording.of(texts, seen.parties)
    terms = seen.version.terms
    *names, last = (one.name for one in seen.parties)
    parties = texts.label("agreement.and").join((", ".join(names), last))
    text = lines(
        texts("agreement.head_line", title=terms.title),
        texts("agreement.parties", parties=parties),
        _standing(texts, seen),
        "",
        texts("agreement.sum.time", time=duration(wording, terms)),
        *(_in_short(wording, seen, one) for one in Section if one is not Section.SCOPE),
        "",
        _signed(texts, seen),
        _open_points(texts, seen),
    )
    return Message(text=text, rows=(*_section_keys(texts, seen), *_deeds(texts, seen, older)))


def _standing(texts: Texts, seen: Seen) -> str:
    version = seen.version
    state = texts("agreement.state", state=texts.word(version.state), number=version.number)
    if version.objection is not None and version.state is AgreementState.DRAFT:
        return lines(state, texts("agreement.objection", section=texts.word(version.objection)))
    ends_on = seen.agreement.ends_on
    if version.state is AgreementState.IN_FORCE and seen.agreement.end_reason and ends_on:
        last = Wording.of(texts, ()).day(ends_on)
        why = texts.word(seen.agreement.end_reason)
        return lines(state, texts("agreement.notice_given", day=last, why=why))
    return state


def _in_short(wording: Wording, seen: Seen, which: Section) -> str:
    """One line a section: enough to know what is meant, the whole is a tap away."""
    texts, terms = wording.texts, seen.version.terms
    if not section(wording, terms, which):
        return texts("agreement.sum.missing", section=texts.word(which))
    match which:
        case Section.GOALS:
            said = "; ".join(
                [*map(texts.word, terms.goals), *([terms.goals_text] if terms.goals_text else [])]
            )
        case Section.AFTERCARE | Section.FAILURE:
            said = "; ".join(_rule_in_short(wording, terms, which))
        case Section.HELP:
            said = _by_partner((wording.names.get(one.giver, ""), texts.word(one.help)) for one in terms.help)
        case Section.BALANCE:
            given = (
                (wording.names.get(one.partner, ""), each)
                for one in terms.shares
                for each in brings(wording, one)
            )
            said = _by_partner(given)
        case _:
            aims = ((one.partner, texts.word(each)) for one in terms.shares for each in one.aims)
            said = _by_partner((wording.names.get(one, ""), aim) for one, aim in aims)
    return texts("agreement.sum.line", section=texts.word(which), text=said)


def _by_partner(pairs: Iterable[tuple[str, str]]) -> str:
    """ "Wohnhaus Minden: feste Ansprechperson, Reparatur; Fachstelle Nord: Hausbesuch" """
    found: dict[str, list[str]] = {}
    for name, said in pairs:
        found.setdefault(name, []).append(said)
    return "; ".join(f"{name}: {', '.join(said)}" for name, said in found.items())


def _rule_in_short(wording: Wording, terms: Terms, which: Section) -> list[str]:
    texts = wording.texts
    if which is Section.AFTERCARE and terms.aftercare is not None:
        rule = terms.aftercare
        yearly = [texts.label("agreement.yearly")] if rule.yearly else []
        after = texts.label("agreement.sum.takes_over", role=wording.coded(rule.takes_over))
        last = texts.word(rule.horizons[-1]) if rule.horizons else ""
        cadence = texts.label("agreement.sum.cadence", number=len(rule.horizons), last=last)
        return [", ".join([*([cadence] if last else []), *yearly]), after]
    failure = terms.failure
    if failure is None:
        return []
    call = texts.label(
        "agreement.first_call", role=wording.coded(failure.first_call), hours=failure.first_call_hours
    )
    steps = texts.label("agreement.sum.steps", number=len(failure.steps), days=failure.review_days)
    return [texts.label("agreement.sum.first_call", call=call), steps]


def _signed(texts: Texts, seen: Seen) -> str:
    if seen.version.state in (AgreementState.DRAFT, AgreementState.DISCARDED):
        return ""
    have = [one.name for one in seen.parties if seen.has_signed(one.id)]
    lack = [one.name for one in seen.parties if not seen.has_signed(one.id)]
    return lines(
        texts("agreement.signed", partners=", ".join(have)) if have else "",
        texts("agreement.unsigned", partners=", ".join(lack)) if lack else "",
    )


def _open_points(texts: Texts, seen: Seen) -> str:
    if seen.version.state is not AgreementState.DRAFT or not seen.missing:
        return ""
    named = dict.fromkeys(gap_label(texts, seen, one) for one in seen.missing)
    return texts("agreement.still_missing", points=", ".join(named))


def gap_label(texts: Texts, seen: Seen, missing: Missing) -> str:
    """ "Nachsorgeregel", "eigene Ziele von Fachstelle Nord" """
    name = next((one.name for one in seen.parties if one.id == missing.partner), "")
    return texts.label(f"agreement.gap.{missing.gap}", partner=name)


def _section_keys(texts: Texts, seen: Seen) -> Rows:
    keys = [
        SectionButton(version=seen.version.id, section=one).key(
            texts.label("agreement.key.section", number=number, section=texts.word(one))
        )
        for number, one in enumerate(Section, start=1)
    ]
    return two_a_row(keys)


def _deeds(texts: Texts, seen: Seen, older: int) -> Rows:
    version = seen.version.id
    rows: list[tuple[Key, ...]] = []
    match seen.version.state:
        case AgreementState.DRAFT if seen.drafts and seen.may(AgreementDeed.DRAFT):
            rows += _draft_deeds(texts, seen)
        case AgreementState.PROPOSED:
            rows += _proposed_deeds(texts, seen)
        case AgreementState.IN_FORCE:
            rows += _deeds_in_force(texts, seen, older)
    files = (
        PdfButton(version=version).key(texts.label("agreement.key.pdf")),
        YamlButton(version=version).key(texts.label("agreement.key.file")),
    )
    return (*(one for one in rows if one), files, row(to_list(texts)))


def _draft_deeds(texts: Texts, seen: Seen) -> Rows:
    version = seen.version.id
    propose = ProposeButton(version=version).key(texts.label("agreement.key.propose"))
    discard = DiscardAgreementButton(version=version).key(texts.label("agreement.key.discard"))
    read = ReadYamlButton(version=version).key(texts.label("agreement.key.read_file"))
    signs = (propose,) if seen.may(AgreementDeed.PROPOSE) else ()
    return (signs, _news(texts, seen), (discard, read))


def _news(texts: Texts, seen: Seen) -> tuple[Key, ...]:
    """[Was ist neu?], where the reader's partner has signed another version before."""
    if seen.before is None:
        return ()
    return row(ChangesButton(version=seen.version.id).key(texts.label("agreement.key.changes")))


def _proposed_deeds(texts: Texts, seen: Seen) -> Rows:
    version = seen.version.id
    signs: tuple[Key, ...] = ()
    if may_confirm(seen):
        confirm = ConfirmButton(version=version, text=seen.text).key(texts.label("agreement.key.confirm"))
        back = ObjectButton(version=version).key(texts.label("agreement.key.object"))
        signs = (confirm, back)
    own: tuple[Key, ...] = ()
    if seen.drafts and seen.may(AgreementDeed.TAKE_BACK):
        own = row(TakeProposalBackButton(version=version).key(texts.label("agreement.key.take_back")))
    return (signs, _news(texts, seen), own)


def _deeds_in_force(texts: Texts, seen: Seen, older: int) -> Rows:
    version = seen.version.id
    change: tuple[Key, ...] = ()
    if seen.making is not None:
        change = row(AgreementButton(version=seen.making.id).key(texts.label("agreement.key.making")))
    elif seen.may(AgreementDeed.DRAFT):
        change = row(ReviseButton(version=version).key(texts.label("agreement.key.revise")))
    move: tuple[Key, ...] = ()
    if older and seen.may(AgreementDeed.MOVE_CASES):
        label = texts.label("agreement.key.move_cases", number=older)
        move = row(MoveCasesButton(version=version).key(label))
    balance = BalanceButton(version=version).key(texts.label("agreement.key.balance"))
    end = NoticeButton(version=version).key(texts.label("agreement.key.end"))
    ends = (end,) if seen.may(AgreementDeed.GIVE_NOTICE) else ()
    fails = ProjectFailureButton(agreement=seen.agreement.id).key(texts.label("agreement.key.fails"))
    failing = row(fails) if seen.may(AgreementDeed.GIVE_NOTICE) else ()
    return (*((change,)), move, (balance, *ends), failing, _afterwards(texts, seen))


def _afterwards(texts: Texts, seen: Seen) -> tuple[Key, ...]:
    if seen.agreement.ends_on is None:
        return ()
    return row(AfterwardsButton(agreement=seen.agreement.id).key(texts.label("agreement.key.afterwards")))


# One section


def body(texts: Texts, paragraphs: Iterable[Paragraph]) -> list[str]:
    """A section as lines of a message: the head, then what stands under it."""
    found: list[str] = []
    for one in paragraphs:
        if len(one.items) == 1 and not one.numbered:
            found.append(texts("agreement.one_line", head=one.head, text=one.items[0]))
            continue
        found.append(texts("agreement.several", head=one.head))
        for number, item in enumerate(one.items, start=1):
            mark = f"{number}." if one.numbered else "•"
            found.append(texts("agreement.item", mark=mark, text=item))
    return found


# Signing


def cannot_propose(texts: Texts, seen: Seen) -> Message:
    """What is missing, and why the two rules matter, each with the way to its section."""
    said: list[str] = [texts("agreement.cannot_propose")]
    for one in seen.missing:
        said.append(texts("agreement.point", what=gap_label(texts, seen, one)))
        if one.gap in (Gap.AFTERCARE, Gap.FAILURE):
            said.append(texts(f"agreement.why.{one.gap}"))
    if seen.unsignable:
        names = ", ".join(one.name for one in seen.unsignable)
        said.append(texts("agreement.no_signatory", partners=names))
    sections = dict.fromkeys(one.section for one in seen.missing)
    keys = [SectionButton(version=seen.version.id, section=one).key(texts.word(one)) for one in sections]
    return Message(text=lines(*said), rows=(*two_a_row(keys), row(_back(texts, seen))))


def sure(texts: Texts, seen: Seen, key: str, yes: Key) -> Message:
    """A question before something that counts."""
    own = seen.own
    names = ", ".join(one.name for one in seen.parties if own is None or one.id != own.id)
    text = texts(
        f"agreement.sure.{key}",
        title=seen.version.terms.title,
        own=own.name if own else "",
        others=names,
        number=seen.version.number,
    )
    return Message(text=text, rows=(row(yes), row(_back(texts, seen))))


def _back(texts: Texts, seen: Seen) -> Key:
    return AgreementButton(version=seen.version.id).key(texts.label("card.button.back"))


def which_objection(texts: Texts, seen: Seen) -> Message:
    keys = [ObjectButton(version=seen.version.id, section=one).key(texts.word(one)) for one in Section]
    return Message(text=texts("agreement.ask.objection"), rows=(*two_a_row(keys), row(_back(texts, seen))))


def which_end_reason(texts: Texts, seen: Seen) -> Message:
    keys = [NoticeButton(version=seen.version.id, reason=one).key(texts.word(one)) for one in NoticeReason]
    return Message(text=texts("agreement.ask.reason"), rows=(*map(row, keys), row(_back(texts, seen))))


# What is new


def changes(texts: Texts, seen: Seen) -> Message:
    """Section by section: what the reader's partner has signed, and what stands there now."""
    assert seen.before is not None
    wording = Wording.of(texts, seen.parties)
    said: list[str] = [
        texts("agreement.changes", number=seen.version.number, before=seen.before.number),
    ]
    for one in changed(seen.before.terms, seen.version.terms):
        said.append(texts("agreement.several", head=texts.word(one)))
        said += _differences(
            texts,
            plain(section(wording, seen.before.terms, one)),
            plain(section(wording, seen.version.terms, one)),
        )
        if seen.before.terms.title != seen.version.terms.title and one is Section.GOALS:
            said.append(texts("agreement.now", text=seen.version.terms.title))
    if len(said) == 1:
        said.append(texts("agreement.no_changes"))
    return Message(text=within(texts, said), rows=(row(_back(texts, seen)),))


def _differences(texts: Texts, before: list[str], now: list[str]) -> list[Html]:
    gone = [texts("agreement.gone", text=one) for one in before if one not in now]
    return [*gone, *(texts("agreement.now", text=one) for one in now if one not in before)]


def task_words(texts: Texts, task: Task) -> str:
    return texts.label(f"agreement.task.{task}")
