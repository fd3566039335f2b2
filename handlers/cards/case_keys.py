"""The buttons under a case's card: a few for now, the rest behind [Mehr], none without its right."""

from collections.abc import Iterable

from domain.model.case import Referral
from domain.model.follow_up import open_questions
from domain.model.rights import Deed, Relation, may
from domain.model.routing import Topic
from domain.model.stage import Seat, Stage
from domain.model.view import Situation, View
from handlers.card_buttons import (
    AcceptButton,
    AskBackButton,
    BackToCardButton,
    CallContactButton,
    ClarifyButton,
    CloseButton,
    ConsentButton,
    ContactsButton,
    DeclineButton,
    FileTextButton,
    FollowUpButton,
    HandBackButton,
    HistoryButton,
    HouseholdTextButton,
    InformedButton,
    InviteSeatButton,
    MoreButton,
    MovePromiseButton,
    NoteButton,
    NotResponsibleButton,
    NotWorkingButton,
    ProgressButton,
    ReopenButton,
    RequestHelpButton,
    RerouteButton,
    StageButton,
    UndoButton,
    UrgencyButton,
    UsualWayButton,
)
from handlers.directory_buttons import AddResponsibilityButton
from handlers.message import Key, Rows, row
from handlers.report_buttons import TopicContactButton
from handlers.texts import Texts


def rows(texts: Texts, view: View) -> Rows:
    """The buttons of the card itself."""
    keys = _Keys(texts, view)
    match view.situation:
        case Situation.REQUEST | Situation.DEPUTY | Situation.RELAPSE | Situation.DECIDE:
            return keys.request()
        case Situation.WAITING:
            return (row(keys.copy_code(), keys.file_text()), row(keys.more()))
        case Situation.LIVE:
            return keys.live()
        case Situation.OVERSEEN:
            return (row(keys.history(), keys.more()),)
        case Situation.CLOSED:
            return keys.closed()
        case Situation.FILED:
            return keys.help_again()
    return ()


def more_rows(texts: Texts, view: View) -> Rows:
    """What [Mehr] shows, ending with the way back."""
    keys = _Keys(texts, view)
    return (*keys.further(), row(BackToCardButton(case=view.case).key(keys.label("back"))))


class _Keys:
    """One view's buttons."""

    def __init__(self, texts: Texts, view: View) -> None:
        self.texts = texts
        self.view = view

    def label(self, name: str, **values: object) -> str:
        return self.texts.label(f"card.button.{name}", **values)

    def may(self, deed: Deed) -> bool:
        return may(self.view.relations, deed)

    # The card

    def request(self) -> Rows:
        asked, case = self.view.mine, self.view.case
        if asked is None:
            return ()
        accept = AcceptButton(referral=asked.id).key(self.label("accept"))
        refuse = NotResponsibleButton(referral=asked.id).key(self.label("not_responsible"))
        call = CallContactButton(case=case).key(self.label("call"))
        match self.view.situation:
            case Situation.DECIDE:
                return (
                    row(
                        ContactsButton(referral=asked.id).key(self.label("contacts")),
                        RerouteButton(referral=asked.id).key(self.label("reroute")),
                    ),
                    row(ClarifyButton(referral=asked.id).key(self.label("clarify"))),
                    *self.enter(asked),
                )
            case Situation.DEPUTY:
                return (row(accept), row(refuse))
            case Situation.RELAPSE:
                return (row(accept), row(call, refuse), row(self.history()))
        ask = AskBackButton(referral=asked.id).key(self.label("ask_back"))
        decline = DeclineButton(referral=asked.id).key(self.label("decline"))
        return (row(accept), row(ask, call), row(refuse, decline))

    def enter(self, asked: Referral) -> Rows:
        """[Zuständigkeit eintragen], where the directory names nobody for a place of the network."""
        place = self.view.municipality
        if asked.partner is not None or place is None:
            return ()
        button = AddResponsibilityButton(place=place, topic=Topic.WOHNUNGSSICHERUNG)
        return (row(button.key(self.label("enter"))),)

    def live(self) -> Rows:
        texts = (self.file_text(), self.household_text() if self.household_is_told else None)
        last = self.close() if self.may(Deed.CLOSE) and Relation.HELP in self.view.relations else None
        lines: list[list[Key | None]] = [
            [self.undo()],
            self.progress(),
            [self.note(), self.call()],
            self.eviction(),
            list(texts) if last is None else [],
            [last, self.more()],
        ]
        return _filled(lines)

    def closed(self) -> Rows:
        return _filled(
            [
                [self.help_button()],
                [self.file_text(), self.history() if self.may(Deed.SEE_CARD) else None],
                [self.reopen()],
            ]
        )

    def help_again(self) -> Rows:
        return _filled([[self.help_button()]])

    # Behind [Mehr]

    def further(self) -> Rows:
        view, case = self.view, self.view.case
        keys = [
            self.on(Deed.CHANGE_STAGE, StageButton(case=case).key(self.label("stage"))),
            self.follow_up(),
            self.on(Deed.INVITE_SEAT, InviteSeatButton(case=case).key(self.label("invite_seat")))
            if not view.protected
            else None,
            self.on(Deed.OVERRIDE_URGENCY, UrgencyButton(case=case).key(self.label("urgency"))),
            *self.promise(),
            self.on(Deed.SAY_NOT_WORKING, NotWorkingButton(case=case).key(self.label("not_working"))),
            self.informed(),
            self.household_text() if self.household_is_told and view.situation is Situation.LIVE else None,
            self.file_text() if Relation.HELP in view.relations else None,
            self.usual_way(),
            self.history(),
            self.close() if Relation.HELP not in view.relations else None,
        ]
        present = [key for key in keys if key is not None]
        pairs = [present[place : place + 2] for place in range(0, len(present), 2)]
        return _filled([*pairs, [self.consent(given=True)], [self.consent(given=False)]])

    # One by one

    def on(self, deed: Deed, key: Key) -> Key | None:
        return key if self.may(deed) else None

    @property
    def household_is_told(self) -> bool:
        """Whoever reported from outside the help side hands the household the helper's number (M3h)."""
        view = self.view
        reported = Relation.REPORTER in view.relations or (
            Relation.LANDLORD in view.relations and view.side is Seat.LANDLORD
        )
        helped = any(party.seat is Seat.HELP and party.who is not None for party in view.parties)
        return reported and helped and Relation.HELP not in view.relations

    def progress(self) -> list[Key | None]:
        if self.view.promised is None:
            return []
        kinds = ("contact_made", "tried")
        return [ProgressButton(case=self.view.case, kind=kind).key(self.label(kind)) for kind in kinds]

    def promise(self) -> list[Key | None]:
        promised, held = self.view.promised, self.view.held
        move = MovePromiseButton(referral=promised.id).key(self.label("move_promise")) if promised else None
        back = HandBackButton(referral=held.id).key(self.label("hand_back")) if held else None
        return [move, back]

    def eviction(self) -> list[Key | None]:
        """Whom the help side rings when an eviction is near (the practice paper, 2.3)."""
        view = self.view
        if view.stage is not Stage.EVICTION_DATE or Relation.HELP not in view.relations:
            return []
        shelter = TopicContactButton(topic=Topic.UNTERBRINGUNG, case=view.case)
        youth = TopicContactButton(topic=Topic.JUGENDAMT, case=view.case)
        keys: list[Key | None] = [shelter.key(self.label("shelter"))]
        return [*keys, youth.key(self.label("youth_office"))] if view.with_children else keys

    def undo(self) -> Key | None:
        undoable = self.view.undoable
        return UndoButton(referral=undoable.id).key(self.label("undo")) if undoable else None

    def note(self) -> Key | None:
        others = any(party.who is not None for party in self.view.parties)
        key = NoteButton(case=self.view.case).key(self.label("note"))
        return self.on(Deed.WRITE_NOTE, key) if others else None

    def call(self) -> Key | None:
        others = any(party.who is not None for party in self.view.parties)
        return CallContactButton(case=self.view.case).key(self.label("call")) if others else None

    def follow_up(self) -> Key | None:
        number = len(open_questions(self.view.stage or Stage.UNKNOWN, self.view.follow_up))
        key = FollowUpButton(case=self.view.case).key(self.label("follow_up", number=number))
        return self.on(Deed.FOLLOW_UP, key) if number else None

    def informed(self) -> Key | None:
        key = InformedButton(case=self.view.case).key(self.label("informed"))
        return self.on(Deed.MARK_INFORMED, key) if self.view.informed_on is None else None

    def consent(self, *, given: bool) -> Key | None:
        if (given and self.view.agreed) or (not given and self.view.withdrawn):
            return None
        name = "consent_given" if given else "consent_withdrawn"
        deed = Deed.GIVE_CONSENT if given else Deed.WITHDRAW_CONSENT
        return self.on(deed, ConsentButton(case=self.view.case, given=given).key(self.label(name)))

    def help_button(self) -> Key | None:
        key = RequestHelpButton(case=self.view.case).key(self.label("request_help"))
        return self.on(Deed.REQUEST_HELP, key)

    def reopen(self) -> Key | None:
        return self.on(Deed.REOPEN, ReopenButton(case=self.view.case).key(self.label("reopen")))

    def close(self) -> Key | None:
        return self.on(Deed.CLOSE, CloseButton(case=self.view.case).key(self.label("close")))

    def copy_code(self) -> Key:
        return Key(label=self.label("copy_code"), copies=self.view.code)

    def file_text(self) -> Key:
        return FileTextButton(case=self.view.case).key(self.label("file_text"))

    def household_text(self) -> Key:
        return HouseholdTextButton(case=self.view.case).key(self.label("household_text"))

    def history(self) -> Key:
        return HistoryButton(case=self.view.case).key(self.label("history"))

    def usual_way(self) -> Key | None:
        return self.on(Deed.SEE_CARD, UsualWayButton(case=self.view.case).key(self.label("usual_way")))

    def more(self) -> Key:
        return MoreButton(case=self.view.case).key(self.label("more"))


def _filled(lines: Iterable[Iterable[Key | None]]) -> Rows:
    """Rows without empty places, and without empty rows."""
    present = (tuple(key for key in line if key is not None) for line in lines)
    return tuple(line for line in present if line)
