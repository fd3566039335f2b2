"""In which form a consent lies in the file: asked at once, and again in five working days."""

from domain.services.consent import ConsentForm
from handlers.buttons import Button
from handlers.message import Key
from handlers.texts import Texts


class FormButton(Button, prefix="cfo"):
    """[Schriftlich], [Mündlich]"""

    case: int
    form: ConsentForm


def form_keys(texts: Texts, case: int) -> tuple[Key, ...]:
    """One key a form."""
    return tuple(FormButton(case=case, form=form).key(texts.word(form)) for form in ConsentForm)
