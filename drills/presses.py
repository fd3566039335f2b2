"""What somebody taps and types to do a deed, whether it is offered to them or not."""

from collections.abc import Iterator
from typing import Any

from domain.model.aftercare import HelpAnswer, LandlordAnswer
from domain.model.rights import Deed, Relation
from domain.model.routing import Topic
from domain.model.stage import Seat
from drills.hands import Press
from drills.protected import SEATED, Affair
from drills.rights import RELATIONS, Cell

RIGHT_ANSWERS = {Seat.LANDLORD: LandlordAnswer.ALL_WELL, Seat.HELP: HelpAnswer.STABLE}


def presses(cell: Cell) -> tuple[list[Press], list[Press]]:
    """What must come first, and what somebody taps and types to do the deed, offered or not."""
    who, deed, one = cell.who, cell.deed, cell.affair
    seat = SEATED.get(who, Seat.HELP)
    case, asked = one.case, one.asked
    match deed:
        case Deed.SEE_NOTES:
            author = "carla" if seat is Seat.HELP else "petra"
            written = (f"nty:{case}:{seat}", typed(cell), "nsd:{last}")
            return [], [(author, press) for press in written]
        case Deed.ANSWER_QUESTION:
            return [("otto", f"qst:{asked}:time")], [(who, f"rpl:{asked}:time:today")]
        case Deed.UNDO if who == "otto":
            return [(who, f"acc:{asked}")], [(who, f"und:{asked}")]
        case Deed.ANSWER_CHECK_IN:
            return [], [(who, press) for press in _answers(one, who)]
        case Deed.WRITE_NOTE:
            other = Seat.LANDLORD if seat is Seat.HELP else Seat.HELP
            return [], [(who, f"nph:{case}:{to}:call_back") for to in (other, Seat.LANDLORD, Seat.BENEFITS)]
        case Deed.FORWARD if Relation.COORDINATOR in RELATIONS[who]:
            return [], [(who, f"off:{asked}:{JANA}")]
    names: dict[str, Any] = {
        "case": case,
        "asked": asked,
        "own": one.own.get(seat, one.own[Seat.HELP]),
        "call": one.call,
        "deadline": one.deadline,
    }
    names |= {"twin": one.duplicate, "code": one.code}
    names |= {"run": one.run, "guarantee": one.guarantee, "review": one.review}
    names |= {"step": one.steps.get(seat, 0)}
    names |= dict(zip(("due", "other_due"), one.dues, strict=True))
    return [], [(who, press.format(**names)) for press in PLAIN[deed]]


JANA = "r5"
"""The line of the directory to which a request is passed on."""

PLAIN: dict[Deed, tuple[str, ...]] = {
    Deed.SEE_STATE: ("/fall {code}", "opn:{case}", "his:{case}:0", "mor:{case}"),
    Deed.SEE_CARD: ("uwy:{case}",),
    Deed.ACCEPT: ("acc:{asked}",),
    Deed.DECLINE: ("dec:{asked}", "dcr:{asked}:household_refuses"),
    Deed.FORWARD: ("nre:{asked}", f"fwd:{{asked}}:{JANA}"),
    Deed.ASK_BACK: ("ask:{asked}", "qst:{asked}:time"),
    Deed.UNDO: ("und:{own}",),
    Deed.RETURN: ("hbk:{own}", "hto:{own}:c"),
    Deed.MAKE_PROGRESS: ("prg:{case}:tried",),
    Deed.PROMISE: ("mvp:{own}", "prm:{own}:three_days:"),
    Deed.RECORD_CALL: ("cms:{call}",),
    Deed.CHANGE_STAGE: ("stg:{case}", "sp:{case}:suit", "sd:{case}:suit:2026-11-20"),
    Deed.KEEP_DEADLINES: ("frd:raeumungsfrist_ende:2027-12-17:1:{case}",),
    Deed.MEET_DEADLINE: ("ddl:{case}", "ddo:{deadline}", "ddh:{deadline}"),
    Deed.SEE_COMMITMENTS: ("/zusage {code}", "cml:{case}:0"),
    Deed.COMMIT: ("cmv:{due}:broken", "cmv:{other_due}:broken"),
    Deed.SEE_FAILURE: ("/scheitern {code}", "flr:{case}"),
    Deed.DO_STEP: ("fsd:{step}:done",),
    Deed.END_FAILURE: ("fle:{run}:settled",),
    Deed.ASK_GUARANTEE: ("fga:{run}",),
    Deed.KEEP_GUARANTEE: ("fgk:{guarantee}",),
    Deed.REVIEW_FAILURE: ("fcn:{review}:too_late:procedure:help:14",),
    Deed.GIVE_VIEW: (
        "fvw:{review}",
        "fvc:{review}:too_late",
        "fvn:{review}:aids",
        "fvh:{review}:first_call",
        "fvn:{review}:remedy",
        "fvs:{review}:lesson",
    ),
    Deed.OVERRIDE_URGENCY: ("urg:{case}", "up:{case}:red", "ur:{case}:red:less_time"),
    Deed.GIVE_CONSENT: ("con:{case}:True", "cfd:{case}:written:2026-11-20"),
    Deed.WITHDRAW_CONSENT: ("con:{case}:False",),
    Deed.MARK_INFORMED: ("inf:{case}", "id:{case}:2026-11-20"),
    Deed.SAY_NOT_WORKING: ("nwk:{case}", "fls:{case}:"),
    Deed.FOLLOW_UP: ("fup:{case}", "fa:{case}:adults:2"),
    Deed.INVITE_SEAT: ("ivs:{case}", f"ivb:{{case}}:{Topic.MIETSCHULDENUEBERNAHME.value}"),
    Deed.JUDGE_DUPLICATE: ("dup:{twin}:other",),
    Deed.CLOSE: (
        "cls:{case}",
        "clg:{case}:unresolved",
        "clo:{case}:A1",
        "cld:{case}:2026-11-20",
        "clc:{case}:012345",
    ),
    Deed.REOPEN: ("rop:{case}", "ror:{case}:mistake"),
    Deed.END_AFTERCARE: ("aen:{case}", "acs:{case}:False:no", "aer:{case}:wish"),
    Deed.REQUEST_HELP: ("hlp:{case}",),
    Deed.REROUTE: ("cts:{asked}", "rer:{asked}", f"off:{{asked}}:{JANA}"),
}


def typed(cell: Cell) -> str:
    return f"Die Unterlagen liegen bereit, Teil {cell.affair.case}"


def _answers(affair: Affair, who: str) -> Iterator[str]:
    """Their own side's check-in; whoever has none tries both."""
    mine = SEATED.get(who)
    for seat, identity in affair.check_ins.items():
        if mine in (seat, None, Seat.BENEFITS):
            yield f"cia:{identity}:{RIGHT_ANSWERS[seat]}"
