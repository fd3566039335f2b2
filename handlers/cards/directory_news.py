"""What people hear about the directory: a line has become theirs."""

from domain.model.notices import DutyHandedOver
from handlers.cards import Reading, shows
from handlers.directory_words import area_word, topic_word
from handlers.message import Message


@shows(DutyHandedOver)
def duty_handed_over(reading: Reading, notice: DutyHandedOver) -> Message | None:
    """Nothing for somebody who does not hold the line any more."""
    line = reading.work.responsibilities.get(notice.responsibility)
    if line is None or reading.person is None or line.holder != reading.person.id:
        return None
    topic, area = topic_word(reading.texts, line.topic), area_word(reading.texts, line.area)
    previous = None if notice.previous is None else reading.work.people.get(notice.previous)
    if previous is None:
        return Message(text=reading.texts("directory.entered", topic=topic, area=area))
    text = reading.texts(
        "directory.handed_over", topic=topic, area=area, previous=previous.name, cases=notice.cases
    )
    return Message(text=text)
