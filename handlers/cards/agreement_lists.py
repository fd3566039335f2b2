"""The list of agreements, and how a new one begins."""

from collections.abc import Iterable

from domain.model.agreement_templates import Template
from domain.model.people import Partner
from domain.services.agreements import Entry
from handlers.agreement_buttons import AgreementButton, AgreementsButton, NewAgreementButton, ReadYamlButton
from handlers.message import Key, Message, row
from handlers.screens import lines
from handlers.texts import Texts

PAGE = 6


def overview(texts: Texts, entries: tuple[Entry, ...], page: int, *, may_begin: bool) -> Message:
    """A line each; what waits for the reader's signature first."""
    shown = entries[page * PAGE : (page + 1) * PAGE]
    listed = [
        texts("agreement.listed", number=number, text=_listed(texts, one))
        for number, one in enumerate(shown, start=page * PAGE + 1)
    ]
    keys = [
        AgreementButton(version=(one.making or one.version).id).key(str(number))
        for number, one in enumerate(shown, start=page * PAGE + 1)
    ]
    text = lines(texts("agreement.title"), *(listed or [texts("agreement.none")]))
    new = row(NewAgreementButton().key(texts.label("agreement.key.new"))) if may_begin else ()
    return Message(
        text=text, rows=tuple(one for one in (tuple(keys), _pages(texts, page, len(entries)), new) if one)
    )


def _listed(texts: Texts, one: Entry) -> str:
    parties = ", ".join(partner.name for partner in one.parties)
    version = one.making or one.version
    parts = [version.terms.title, parties, texts.word(version.state)]
    if one.waits_for_me:
        parts.append(texts.label("agreement.your_signature"))
    return " · ".join(parts)


def _pages(texts: Texts, page: int, number: int) -> tuple[Key, ...]:
    earlier = AgreementsButton(page=page - 1).key(texts.label("agreement.key.earlier"))
    later = AgreementsButton(page=page + 1).key(texts.label("agreement.key.later"))
    return (*((earlier,) if page else ()), *((later,) if (page + 1) * PAGE < number else ()))


# Beginning


def which_template(texts: Texts) -> Message:
    keys = [NewAgreementButton(template=one).key(texts.word(one)) for one in Template]
    file = ReadYamlButton().key(texts.label("agreement.key.read_file"))
    text = lines(texts("agreement.ask.template"), *(texts(f"agreement.template.{one}") for one in Template))
    return Message(text=text, rows=(*map(row, keys), row(file), row(to_list(texts))))


def which_partners(
    texts: Texts, template: Template, partners: Iterable[Partner], others: tuple[int, ...]
) -> Message:
    """One or two, ticked; then [Anlegen]."""

    def ticked(partner: Partner) -> Key:
        wanted = (
            tuple(one for one in others if one != partner.id)
            if partner.id in others
            else (*others, partner.id)
        )
        button = NewAgreementButton(template=template, others=".".join(map(str, wanted[-2:])))
        return button.key(_tick(texts, partner.name, partner.id in others))

    keys = [ticked(one) for one in partners]
    begin = NewAgreementButton(template=template, others=".".join(map(str, others)), done=True)
    done = row(begin.key(texts.label("agreement.key.begin"))) if others else ()
    back = row(NewAgreementButton().key(texts.label("card.button.back")))
    return Message(
        text=texts("agreement.ask.partners", template=texts.word(template)),
        rows=tuple(one for one in (*map(row, keys), done, back) if one),
    )


def _tick(texts: Texts, label: str, on: bool) -> str:
    return texts.label("agreement.ticked", label=label) if on else label


def to_list(texts: Texts) -> Key:
    """[Alle Vereinbarungen]"""
    return AgreementsButton().key(texts.label("agreement.key.all"))
