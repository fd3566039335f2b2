"""The counter-questions before an acceptance: coded, and with coded answers, so that nobody writes names."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Question(StrEnum):
    """What may be asked back. Contact with the household is none: it is shown after acceptance."""

    TIME = "time"
    OTHER_OFFICE = "other_office"
    CALL_ME = "call_me"


class Reply(StrEnum):
    """What may be answered."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    WILL_CALL = "will_call"
    PLEASE_CALL = "please_call"


REPLIES: Final[Mapping[Question, tuple[Reply, ...]]] = {
    Question.TIME: (Reply.TODAY, Reply.THIS_WEEK, Reply.LATER, Reply.UNKNOWN),
    Question.OTHER_OFFICE: (Reply.YES, Reply.NO, Reply.UNKNOWN),
    Question.CALL_ME: (Reply.WILL_CALL, Reply.PLEASE_CALL),
}
