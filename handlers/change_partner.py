"""A coordinator changes what a partner is: kind, reports, notes, and the sentence about itself."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.detector import HitKind
from domain.model.ids import PartnerId
from domain.model.stage import PartnerKind
from domain.ports import Draft
from domain.services import drafting, partner_settings
from domain.services.partner_settings import Settings
from handlers import leave_network
from handlers.buttons import Button
from handlers.cards import departure_screens
from handlers.context import Context
from handlers.dialogue import hears
from handlers.directory_buttons import PartnerLinesButton, PartnerSettingsButton
from handlers.message import Key, Message, row
from handlers.screens import lines
from handlers.texts import Texts

FORM = "partner_settings"


class KindButton(Button, prefix="dpt"):
    """[Art ändern]; with a kind, that one"""

    partner: int
    kind: PartnerKind | None = None


class MinimalReportsButton(Button, prefix="dpm"):
    """[Nur Mindestangaben], [Volle Angaben]"""

    partner: int
    on: bool


class OwnWordsButton(Button, prefix="dpw"):
    """[Eigene Worte erlauben], [Nur fertige Sätze]"""

    partner: int
    on: bool


class SentenceButton(Button, prefix="dpi"):
    """[Satz eintragen], [Satz ändern]"""

    partner: int


class ClearSentenceButton(Button, prefix="dpx"):
    """[Löschen]"""

    partner: int


async def show(update: Update, context: Context) -> None:
    """[Angaben ändern], and [Zurück] from a question, which is given up then."""
    context.in_private()
    settings = await context.run(partner_settings.of, PartnerId(PartnerSettingsButton.read(update).partner))
    for form in (FORM, leave_network.FORM):
        await context.run(drafting.end, form)
    context.edit(_screen(context.texts, settings))


async def change_kind(update: Update, context: Context) -> None:
    """[Art ändern]: the other kinds, then the one that was tapped."""
    context.in_private()
    button = KindButton.read(update)
    partner = PartnerId(button.partner)
    if button.kind is not None:
        settings = await context.run(partner_settings.set_kind, partner, button.kind)
        context.edit(_screen(context.texts, settings))
        return
    settings = await context.run(partner_settings.of, partner)
    context.edit(_which_kind(context.texts, settings))


async def change_reports(update: Update, context: Context) -> None:
    """One tap; where an authority shall report more, the day of the letter is asked for."""
    context.in_private()
    button = MinimalReportsButton.read(update)
    partner = PartnerId(button.partner)
    settings = await context.run(partner_settings.of, partner)
    if not button.on and partner_settings.needs_letter(settings.partner):
        await _ask(context, partner, "letter", context.texts("partner.ask_letter"))
        return
    settings = await context.run(partner_settings.set_minimal_reports, partner, button.on)
    context.edit(_screen(context.texts, settings))


async def change_notes(update: Update, context: Context) -> None:
    context.in_private()
    button = OwnWordsButton.read(update)
    settings = await context.run(partner_settings.set_own_words, PartnerId(button.partner), button.on)
    context.edit(_screen(context.texts, settings))


async def ask_sentence(update: Update, context: Context) -> None:
    """[Satz ändern]"""
    context.in_private()
    partner = PartnerId(SentenceButton.read(update).partner)
    await context.run(partner_settings.of, partner)
    await _ask(context, partner, "sentence", context.texts("partner.ask_sentence"))


async def _ask(context: Context, partner: PartnerId, question: str, text: str) -> None:
    draft = await context.run(drafting.begin, FORM, question, {"partner": partner})
    context.edit(Message(text=text, rows=(row(_back(context.texts, partner)),)), draft=draft.id)


@hears(FORM)
async def hear(context: Context, draft: Draft, text: str) -> None:
    """The day of the letter, or the sentence; one that names somebody is deleted and asked for again."""
    partner = PartnerId(int(draft.answers["partner"] or 0))
    deed = partner_settings.hear_letter if draft.question == "letter" else partner_settings.set_sentence
    heard = await context.run(deed, partner, text)
    if isinstance(heard, HitKind):
        context.delete_incoming(if_refused=context.texts("errors.delete_it"))
        what = context.texts.label(f"note.hit.{heard}")
        context.say(Message(text=context.texts("errors.stray_name", what=what)))
        return
    await context.run(drafting.end, FORM)
    context.say(_screen(context.texts, heard))


async def clear_sentence(update: Update, context: Context) -> None:
    """[Löschen]"""
    context.in_private()
    partner = PartnerId(ClearSentenceButton.read(update).partner)
    context.edit(_screen(context.texts, await context.run(partner_settings.clear_sentence, partner)))


def _screen(texts: Texts, settings: Settings) -> Message:
    partner, contact = settings.partner, settings.main_contact
    text = texts(
        "partner.screen",
        partner=partner.name,
        kind=texts.word(partner.kind),
        reports=texts.label("partner.reports.minimal" if partner.minimal_reports else "partner.reports.full"),
        notes=texts.label("partner.notes.own" if partner.free_text_notes else "partner.notes.phrases"),
        sentence=partner.important_to_us or texts.label("partner.no_sentence"),
        contact=texts.label("partner.nobody") if contact is None else contact.name,
    )
    topics = ", ".join(texts.word(topic) for topic in settings.missing)
    missing = texts("partner.missing", topics=topics) if topics else ""
    leaves = departure_screens.last_day_line(texts, partner)
    back = PartnerLinesButton(partner=partner.id).key(texts.label("directory.back"))
    kind = KindButton(partner=partner.id).key(texts.label("partner.kind_key"))
    flags = map(row, _flag_keys(texts, settings))
    return Message(
        text=lines(text, leaves, missing),
        rows=(
            *flags,
            row(kind),
            _sentence_keys(texts, settings),
            row(departure_screens.door(texts, partner)),
            row(back),
        ),
    )


def _flag_keys(texts: Texts, settings: Settings) -> tuple[Key, Key]:
    """What each tap would make of it."""
    partner = settings.partner
    reports = MinimalReportsButton(partner=partner.id, on=not partner.minimal_reports)
    notes = OwnWordsButton(partner=partner.id, on=not partner.free_text_notes)
    return (
        reports.key(texts.label("partner.minimal_key" if reports.on else "partner.full_key")),
        notes.key(texts.label("partner.own_key" if notes.on else "partner.phrases_key")),
    )


def _sentence_keys(texts: Texts, settings: Settings) -> tuple[Key, ...]:
    partner = settings.partner
    write = SentenceButton(partner=partner.id)
    if not partner.important_to_us:
        return row(write.key(texts.label("partner.write_key")))
    clear = ClearSentenceButton(partner=partner.id).key(texts.label("partner.clear_key"))
    return row(write.key(texts.label("partner.rewrite_key")), clear)


def _which_kind(texts: Texts, settings: Settings) -> Message:
    partner = settings.partner
    others = (one for one in PartnerKind if one is not partner.kind)
    keys = [KindButton(partner=partner.id, kind=one).key(texts.word(one)) for one in others]
    text = texts("directory.edit.which_kind", partner=partner.name)
    return Message(text=text, rows=(*map(row, keys), row(_back(texts, partner.id))))


def _back(texts: Texts, partner: PartnerId) -> Key:
    return PartnerSettingsButton(partner=partner).key(texts.label("directory.back"))


HANDLERS = [
    CallbackQueryHandler(show, PartnerSettingsButton.pattern),
    CallbackQueryHandler(change_kind, KindButton.pattern),
    CallbackQueryHandler(change_reports, MinimalReportsButton.pattern),
    CallbackQueryHandler(change_notes, OwnWordsButton.pattern),
    CallbackQueryHandler(ask_sentence, SentenceButton.pattern),
    CallbackQueryHandler(clear_sentence, ClearSentenceButton.pattern),
]
