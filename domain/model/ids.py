"""The names by which rows are known, one type each, so that they cannot be mixed up."""

from typing import NewType

PersonId = NewType("PersonId", int)
"""A person of the directory. Those with a Telegram account are members."""

PartnerId = NewType("PartnerId", int)
ResponsibilityId = NewType("ResponsibilityId", int)
CaseId = NewType("CaseId", int)
ReferralId = NewType("ReferralId", int)
NoteId = NewType("NoteId", int)
CommitmentId = NewType("CommitmentId", int)
TimerId = NewType("TimerId", int)

ChatId = NewType("ChatId", int)
"""A Telegram chat; groups are negative and change when they become supergroups."""

MunicipalityId = NewType("MunicipalityId", str)
"""The official municipality key (AGS), eight digits."""

AgreementId = NewType("AgreementId", int)
AgreementVersionId = NewType("AgreementVersionId", int)
