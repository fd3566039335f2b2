"""Who may do what: one table of role x relation to the case x deed. Services ask it at every press."""

from enum import StrEnum


class Relation(StrEnum):
    """How a person stands to a case. A deputy has the relation of the person they stand in for."""

    LANDLORD = "landlord"
    HELP = "help"
    BENEFITS = "benefits"
    ASKED = "asked"
    REPORTER = "reporter"
    COLLEAGUE = "colleague"
    COORDINATOR = "coordinator"
    NONE = "none"


class Deed(StrEnum):
    """What can be done on a case."""

    SEE_STATE = "see_state"
    SEE_CARD = "see_card"
    SEE_NOTES = "see_notes"
    ACCEPT = "accept"
    DECLINE = "decline"
    FORWARD = "forward"
    ASK_BACK = "ask_back"
    ANSWER_QUESTION = "answer_question"
    UNDO = "undo"
    RETURN = "return"
    MAKE_PROGRESS = "make_progress"
    PROMISE = "promise"
    RECORD_CALL = "record_call"
    WRITE_NOTE = "write_note"
    CHANGE_STAGE = "change_stage"
    KEEP_DEADLINES = "keep_deadlines"
    MEET_DEADLINE = "meet_deadline"
    OVERRIDE_URGENCY = "override_urgency"
    GIVE_CONSENT = "give_consent"
    WITHDRAW_CONSENT = "withdraw_consent"
    MARK_INFORMED = "mark_informed"
    SAY_NOT_WORKING = "say_not_working"
    FOLLOW_UP = "follow_up"
    INVITE_SEAT = "invite_seat"
    JUDGE_DUPLICATE = "judge_duplicate"
    CLOSE = "close"
    REOPEN = "reopen"
    ANSWER_CHECK_IN = "answer_check_in"
    END_AFTERCARE = "end_aftercare"
    REQUEST_HELP = "request_help"
    REROUTE = "reroute"
    SEE_COMMITMENTS = "see_commitments"
    COMMIT = "commit"
    SEE_FAILURE = "see_failure"
    DO_STEP = "do_step"
    END_FAILURE = "end_failure"
    ASK_GUARANTEE = "ask_guarantee"
    KEEP_GUARANTEE = "keep_guarantee"
    REVIEW_FAILURE = "review_failure"
    GIVE_VIEW = "give_view"


R, D = Relation, Deed  # the table below is read as a table
_SEATED = frozenset(
    {
        D.SEE_STATE,
        D.SEE_CARD,
        D.SEE_NOTES,
        D.WRITE_NOTE,
        D.MAKE_PROGRESS,
        D.PROMISE,
        D.RECORD_CALL,
        D.SAY_NOT_WORKING,
        D.UNDO,
        D.RETURN,
        D.ANSWER_QUESTION,
        D.MARK_INFORMED,
        D.SEE_COMMITMENTS,
        D.COMMIT,
        D.SEE_FAILURE,
        D.DO_STEP,
        D.REVIEW_FAILURE,
        D.GIVE_VIEW,
    }
)

RIGHTS: dict[Relation, frozenset[Deed]] = {
    R.LANDLORD: _SEATED
    | {
        D.CHANGE_STAGE,
        D.ANSWER_CHECK_IN,
        D.REQUEST_HELP,
        D.GIVE_CONSENT,
        D.WITHDRAW_CONSENT,
        D.ASK_GUARANTEE,
    },
    R.HELP: _SEATED
    | {
        D.CHANGE_STAGE,
        D.KEEP_DEADLINES,
        D.MEET_DEADLINE,
        D.OVERRIDE_URGENCY,
        D.GIVE_CONSENT,
        D.WITHDRAW_CONSENT,
        D.FOLLOW_UP,
        D.INVITE_SEAT,
        D.JUDGE_DUPLICATE,
        D.CLOSE,
        D.REOPEN,
        D.ANSWER_CHECK_IN,
        D.END_AFTERCARE,
        D.END_FAILURE,
        D.KEEP_GUARANTEE,
    },
    R.BENEFITS: _SEATED | {D.MEET_DEADLINE},
    R.ASKED: frozenset(
        {D.SEE_STATE, D.SEE_CARD, D.ACCEPT, D.DECLINE, D.FORWARD, D.ASK_BACK, D.SAY_NOT_WORKING, D.UNDO}
    ),
    R.REPORTER: frozenset(
        {D.SEE_STATE, D.ANSWER_QUESTION, D.RECORD_CALL, D.SAY_NOT_WORKING, D.GIVE_CONSENT, D.WITHDRAW_CONSENT}
    ),
    R.COLLEAGUE: frozenset(),
    R.COORDINATOR: frozenset(
        {
            D.SEE_STATE,
            D.REROUTE,
            D.RECORD_CALL,
            D.ANSWER_QUESTION,
            D.ACCEPT,
            D.FORWARD,
            D.SAY_NOT_WORKING,
            D.CHANGE_STAGE,
            D.KEEP_DEADLINES,
            D.MEET_DEADLINE,
            D.OVERRIDE_URGENCY,
            D.WITHDRAW_CONSENT,
            D.REOPEN,
            D.CLOSE,
            D.SEE_FAILURE,
            D.DO_STEP,
            D.END_FAILURE,
            D.KEEP_GUARANTEE,
            D.REVIEW_FAILURE,
            D.GIVE_VIEW,
        }
    ),
    R.NONE: frozenset(),
}


def may(relations: frozenset[Relation], deed: Deed) -> bool:
    """Whether any of a person's relations to the case allows the deed."""
    return any(deed in RIGHTS[relation] for relation in relations)
