"""The rows of buttons under a case's card: a few for now, the rest behind [Mehr]."""

from collections.abc import Iterable

from domain.model.case import Referral
from domain.model.rights import Deed, Relation
from domain.model.routing import Topic
from domain.model.view import Situation, View
from handlers.card_buttons import (
    AcceptButton,
    AskBackButton,
    BackToCardButton,
    CallContactButton,
    ClarifyButton,
    ContactsButton,
    DeclineButton,
    InviteSeatButton,
    NotResponsibleButton,
    NotWorkingButton,
    RerouteButton,
    StageButton,
    UrgencyButton,
    WhyButton,
)
from handlers.cards.case_keys import Keys
from handlers.directory_buttons import AddResponsibilityButton
from handlers.message import Key, Rows, row
from handlers.texts import Texts


def rows(texts: Texts, view: View) -> Rows:
    """The buttons of the card itself."""
    keys = Keys(texts, view)
    match view.situation:
        case Situation.REQUEST | Situation.DEPUTY | Situation.RELAPSE | Situation.DECIDE:
            return _request(keys)
        case Situation.WAITING:
            return _filled([[keys.failure()], [keys.copy_code(), keys.file_text()], [keys.more()]])
        case Situation.LIVE:
            return _live(keys)
        case Situation.OVERSEEN:
            return _filled([[keys.failure()], [keys.deadlines()], [keys.history(), keys.more()]])
        case Situation.CLOSED:
            return _closed(keys)
        case Situation.FILED:
            return _help_again(keys)
    return ()


def more_rows(texts: Texts, view: View) -> Rows:
    """What [Mehr] shows, ending with the way back."""
    keys = Keys(texts, view)
    return (*_further(keys), row(BackToCardButton(case=view.case).key(keys.label("back"))))


def _request(keys: Keys) -> Rows:
    asked, case = keys.view.mine, keys.view.case
    if asked is None:
        return ()
    accept = AcceptButton(referral=asked.id).key(keys.label("accept"))
    refuse = NotResponsibleButton(referral=asked.id).key(keys.label("not_responsible"))
    call = CallContactButton(case=case).key(keys.label("call"))
    why = WhyButton(kind="step", id=asked.id).key(keys.texts.label("why.short"))
    match keys.view.situation:
        case Situation.DECIDE:
            return (
                row(
                    ContactsButton(referral=asked.id).key(keys.label("contacts")),
                    RerouteButton(referral=asked.id).key(keys.label("reroute")),
                ),
                row(ClarifyButton(referral=asked.id).key(keys.label("clarify")), why),
                *_enter(keys, asked),
            )
        case Situation.DEPUTY:
            return (row(accept), row(call, refuse), row(why))
        case Situation.RELAPSE:
            return (row(accept), row(call, refuse), row(keys.history()))
    ask = AskBackButton(referral=asked.id).key(keys.label("ask_back"))
    decline = DeclineButton(referral=asked.id).key(keys.label("decline"))
    return (row(accept), row(ask, call), row(refuse, decline))


def _enter(keys: Keys, asked: Referral) -> Rows:
    """[Zuständigkeit eintragen], where the directory names nobody for a place of the network."""
    place = keys.view.municipality
    if asked.partner is not None or place is None:
        return ()
    button = AddResponsibilityButton(place=place, topic=Topic.WOHNUNGSSICHERUNG)
    return (row(button.key(keys.label("enter"))),)


def _live(keys: Keys) -> Rows:
    texts = (keys.file_text(), keys.household_text() if keys.household_is_told else None)
    last = keys.close() if keys.may(Deed.CLOSE) and Relation.HELP in keys.view.relations else None
    lines: list[list[Key | None]] = [
        [keys.failure()],
        [keys.undo()],
        keys.progress(),
        [keys.note(), keys.call()],
        keys.eviction(),
        [keys.deadlines()],
        list(texts) if last is None else [],
        [last, keys.more()],
    ]
    return _filled(lines)


def _closed(keys: Keys) -> Rows:
    return _filled(
        [
            [keys.help_button()],
            [keys.file_text(), keys.history() if keys.may(Deed.SEE_CARD) else None],
            [keys.reopen()],
        ]
    )


def _help_again(keys: Keys) -> Rows:
    return _filled([[keys.help_button()]])


def _further(keys: Keys) -> Rows:
    view, case = keys.view, keys.view.case
    offered = [
        keys.on(Deed.CHANGE_STAGE, StageButton(case=case).key(keys.label("stage"))),
        keys.follow_up(),
        keys.on(Deed.INVITE_SEAT, InviteSeatButton(case=case).key(keys.label("invite_seat")))
        if not view.protected
        else None,
        keys.on(Deed.OVERRIDE_URGENCY, UrgencyButton(case=case).key(keys.label("urgency"))),
        *keys.promise(),
        keys.on(Deed.SAY_NOT_WORKING, NotWorkingButton(case=case).key(keys.label("not_working")))
        if not view.failing
        else None,
        keys.informed(),
        keys.file_text() if Relation.HELP in view.relations else None,
        keys.commitments(),
        keys.usual_way(),
        keys.history(),
        keys.close() if Relation.HELP not in view.relations else None,
    ]
    present = [key for key in offered if key is not None]
    pairs = [present[place : place + 2] for place in range(0, len(present), 2)]
    return _filled([*pairs, [keys.consent(given=True)], [keys.consent(given=False)]])


def _filled(lines: Iterable[Iterable[Key | None]]) -> Rows:
    """Rows without empty places, and without empty rows."""
    present = (tuple(key for key in line if key is not None) for line in lines)
    return tuple(line for line in present if line)
