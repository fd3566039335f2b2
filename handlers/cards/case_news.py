"""What is told of a case's stage, put into words for its reader."""

from domain.model.notices import StageChanged
from domain.model.visibility import Field
from domain.services import access, case_view
from handlers.cards import Reading, case_lines, deadline_lines, shows
from handlers.message import Message


@shows(StageChanged)
def stage_changed(reading: Reading, notice: StageChanged) -> Message | None:
    """The stage as it is now, with who said so; nothing to whom it is not told any more."""
    if reading.person is None or notice.case is None:
        return None
    case = access.case_of(reading.work, notice.case)
    view = case_view.of(reading.work, case, reading.person)
    if Field.STAGE not in view.fields or not case.is_open:
        return None
    texts = reading.texts
    title = texts(f"stage.news.{'corrected' if notice.corrected else 'changed'}", code=case.code)
    lines = [title, texts("card.line", what=case_lines.stage(texts, view)), *case_lines.urgency(texts, view)]
    lines += [*deadline_lines.shelter(texts, view), *deadline_lines.of(reading, view)]
    actor = reading.work.people.get(notice.actor)
    partner = None if actor is None else reading.work.partners.get(actor.partner)
    if actor is not None and partner is not None:
        lines.append(texts("stage.news.by", name=actor.name, office=partner.name))
    return Message(text="\n".join(lines))
