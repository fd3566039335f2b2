"""The coded words of a case: where it stands, why, who lives there, what is asked, how it ends.

The values are stored in databases and exports: they never change. What people read lives in the
texts. Sources: the practice paper, sections 2 and 3, and the network's list of outcomes.
"""

from enum import StrEnum


class Stage(StrEnum):
    """Where the endangered tenancy stands (Verfahrensstand), from harmless to lost."""

    NEW = "new"
    EARLY = "early"
    ARREARS = "arrears"
    WARNING = "warning"
    NOTICE = "notice"
    SUIT = "suit"
    TITLE = "title"
    EVICTION_DATE = "eviction_date"
    EVICTED = "evicted"
    UNKNOWN = "unknown"

    def reached(self, threshold: "Stage") -> bool:
        """Whether this stage is `threshold` or later. An unknown stage has reached nothing."""
        return self is not Stage.UNKNOWN and _ORDER.index(self) >= _ORDER.index(threshold)


_ORDER = tuple(Stage)


class NoticeKind(StrEnum):
    """Which notice the landlord gave: fristlos (§ 543 BGB), ordentlich (§ 573 BGB) or both."""

    EXTRAORDINARY = "extraordinary"
    ORDINARY = "ordinary"
    BOTH = "both"


class When(StrEnum):
    """About when the stage was reached or the date is, where no exact day may be kept (minimal reports)."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    OLDER = "older"
    WITHIN_7_DAYS = "within_7_days"
    WITHIN_21_DAYS = "within_21_days"
    LATER = "later"


class RentsOpen(StrEnum):
    """How many monthly rents are open, in classes; no amounts are asked in chat."""

    NONE = "none"
    UNDER_ONE = "under_1"
    ONE_TO_TWO = "1_to_2"
    TWO_TO_FOUR = "2_to_4"
    OVER_FOUR = "over_4"
    UNKNOWN = "unknown"

    @property
    def two_or_more(self) -> bool:
        """Whether at least two rents are certainly open (§ 543 II 1 Nr. 3b BGB)."""
        return self in (RentsOpen.TWO_TO_FOUR, RentsOpen.OVER_FOUR)


class Reason(StrEnum):
    """The main reason. `PROTECTED` stands for every reason that must not be named in chat."""

    RENT_ARREARS = "rent_arrears"
    ENERGY_ARREARS = "energy_arrears"
    CONDUCT = "conduct"
    LIFE_SITUATION = "life_situation"
    OWN_USE = "own_use"
    UNKNOWN = "unknown"
    PROTECTED = "protected"


class Household(StrEnum):
    """Who lives there. `WITH_CHILDREN` is all that minimal reports say."""

    SINGLE = "single"
    COUPLE = "couple"
    SINGLE_PARENT = "single_parent"
    COUPLE_CHILDREN = "couple_children"
    SEVERAL_ADULTS = "several_adults"
    WITH_CHILDREN = "with_children"
    UNKNOWN = "unknown"

    @property
    def has_children(self) -> bool:
        """Whether children certainly live there."""
        return self in (Household.SINGLE_PARENT, Household.COUPLE_CHILDREN, Household.WITH_CHILDREN)


class Seat(StrEnum):
    """A side of the case: landlord (L), help (H, leads the case) or the body that pays (B)."""

    LANDLORD = "landlord"
    HELP = "help"
    BENEFITS = "benefits"


class PartnerKind(StrEnum):
    """What sort of organisation a partner is."""

    LANDLORD = "landlord"
    PROVIDER = "provider"
    AUTHORITY = "authority"


class Channel(StrEnum):
    """How the case came to the reporter (Zugangsweg)."""

    LANDLORD = "landlord"
    HOUSEHOLD = "household"
    COURT = "court"
    BAILIFF = "bailiff"
    BENEFITS_OFFICE = "benefits_office"
    YOUTH_OFFICE = "youth_office"
    OTHER_PROVIDER = "other_provider"
    OTHER = "other"


class Request(StrEnum):
    """What one side asks of the other."""

    CONTACT = "contact"
    CLEAR_ARREARS = "clear_arrears"
    CLEAR_CONFLICT = "clear_conflict"
    HOME_VISIT = "home_visit"
    ADVICE = "advice"
    SUSPEND_EVICTION = "suspend_eviction"
    WITHDRAW_NOTICE = "withdraw_notice"
    INSTALMENTS = "instalments"
    TALK_OF_THREE = "talk_of_three"
    CALL_BACK = "call_back"


LANDLORD_REQUESTS = (
    Request.CONTACT,
    Request.CLEAR_ARREARS,
    Request.CLEAR_CONFLICT,
    Request.HOME_VISIT,
    Request.ADVICE,
)


def help_requests(stage: Stage) -> tuple[Request, ...]:
    """What the help side may ask of a landlord at `stage`, the likeliest first, five at most."""
    always = (Request.INSTALMENTS, Request.TALK_OF_THREE, Request.CALL_BACK)
    if stage in (Stage.NEW, Stage.EVICTED):
        return (Request.TALK_OF_THREE, Request.CALL_BACK)
    if stage.reached(Stage.TITLE):
        return (Request.SUSPEND_EVICTION, Request.WITHDRAW_NOTICE, *always)
    if stage.reached(Stage.NOTICE):
        return (Request.WITHDRAW_NOTICE, *always)
    return always


class DeclineSide(StrEnum):
    """On whose side a refusal lies; refusals by offices and by households are counted apart."""

    OFFICE = "office"
    HOUSEHOLD = "household"
    FORMAL = "formal"


class DeclineReason(StrEnum):
    """Why a referral is declined."""

    NOT_RESPONSIBLE = "not_responsible"
    NO_CAPACITY = "no_capacity"
    NO_CONTACT = "no_contact"
    HOUSEHOLD_REFUSES = "household_refuses"
    DUPLICATE = "duplicate"
    NO_LEGAL_BASIS = "no_legal_basis"
    SOLVED_OTHERWISE = "solved_otherwise"

    @property
    def side(self) -> DeclineSide:
        """Whose side the refusal is counted on."""
        return _DECLINE_SIDES[self]


_DECLINE_SIDES = {
    DeclineReason.NOT_RESPONSIBLE: DeclineSide.FORMAL,
    DeclineReason.NO_CAPACITY: DeclineSide.OFFICE,
    DeclineReason.NO_CONTACT: DeclineSide.HOUSEHOLD,
    DeclineReason.HOUSEHOLD_REFUSES: DeclineSide.HOUSEHOLD,
    DeclineReason.DUPLICATE: DeclineSide.FORMAL,
    DeclineReason.NO_LEGAL_BASIS: DeclineSide.FORMAL,
    DeclineReason.SOLVED_OTHERWISE: DeclineSide.FORMAL,
}


class OutcomeGroup(StrEnum):
    """What an outcome means for the tenancy."""

    KEPT = "kept"
    MOVED = "moved"
    LOST = "lost"
    UNRESOLVED = "unresolved"
    DEATH = "death"


class Outcome(StrEnum):
    """How a case ended (Ausgang): one code per closing, dated by the household's event."""

    E1 = "E1"
    E2 = "E2"
    U1 = "U1"
    U2 = "U2"
    V1 = "V1"
    V2 = "V2"
    V3 = "V3"
    V4 = "V4"
    V5 = "V5"
    A1 = "A1"
    A2 = "A2"
    A3 = "A3"
    T = "T"

    @property
    def group(self) -> OutcomeGroup:
        """Kept, moved, lost, unresolved or death, by the first letter of the code."""
        return _OUTCOME_GROUPS[self.value[0]]

    @property
    def has_aftercare(self) -> bool:
        """Whether closing asks for aftercare (the practice paper, section 5: E1, E2, U1, U2)."""
        return self.group in (OutcomeGroup.KEPT, OutcomeGroup.MOVED)


class Solution(StrEnum):
    """What has helped, beside the outcome (Wie gelöst); named at closing by whoever likes to."""

    DEBT_TAKEN_OVER = "debt_taken_over"
    INSTALMENTS = "instalments"
    DIRECT_PAYMENT = "direct_payment"
    CONFLICT_SETTLED = "conflict_settled"
    LEGAL = "legal"
    MOVE = "move"
    OTHER = "other"


_OUTCOME_GROUPS = {
    "E": OutcomeGroup.KEPT,
    "U": OutcomeGroup.MOVED,
    "V": OutcomeGroup.LOST,
    "A": OutcomeGroup.UNRESOLVED,
    "T": OutcomeGroup.DEATH,
}
