"""The buttons of a case's card, one by one: none without the right to its deed."""

from domain.model.follow_up import open_questions
from domain.model.rights import Deed, Relation, may
from domain.model.routing import Topic
from domain.model.stage import Seat, Stage
from domain.model.view import View
from handlers.card_buttons import (
    CallContactButton,
    CloseButton,
    ConsentButton,
    DeadlinesButton,
    FileTextButton,
    FollowUpButton,
    HandBackButton,
    HistoryButton,
    HouseholdTextButton,
    InformedButton,
    MoreButton,
    MovePromiseButton,
    NoteButton,
    ProgressButton,
    ReopenButton,
    RequestHelpButton,
    UndoButton,
    UsualWayButton,
)
from handlers.commitment_buttons import CommitmentsButton
from handlers.failure_buttons import FailureButton
from handlers.message import Key
from handlers.report_buttons import TopicContactButton
from handlers.texts import Texts


class Keys:
    """One view's buttons."""

    def __init__(self, texts: Texts, view: View) -> None:
        self.texts = texts
        self.view = view

    def label(self, name: str, **values: object) -> str:
        return self.texts.label(f"card.button.{name}", **values)

    def may(self, deed: Deed) -> bool:
        return may(self.view.relations, deed)

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

    def deadlines(self) -> Key | None:
        """While there are any, or a day that would start some is wanted."""
        view = self.view
        key = DeadlinesButton(case=view.case).key(self.label("deadlines"))
        return self.on(Deed.MEET_DEADLINE, key) if view.deadlines or view.envelope_wanted else None

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

    def commitments(self) -> Key | None:
        key = CommitmentsButton(case=self.view.case).key(self.texts.label("commitment.key.open"))
        return self.on(Deed.SEE_COMMITMENTS, key) if not self.view.protected else None

    def failure(self) -> Key | None:
        """[Verfahren], while a failure run is proposed or running."""
        key = FailureButton(case=self.view.case).key(self.texts.label("failure.key.open"))
        return key if self.view.failing and self.view.is_open else None

    def usual_way(self) -> Key | None:
        return self.on(Deed.SEE_CARD, UsualWayButton(case=self.view.case).key(self.label("usual_way")))

    def more(self) -> Key:
        return MoreButton(case=self.view.case).key(self.label("more"))
