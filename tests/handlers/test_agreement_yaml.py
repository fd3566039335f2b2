"""The file of an agreement: out and in says the same; whatever comes in is read, or refused with its line."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.model.agreement_file import AFTERCARE as AFTERCARE_FIELDS
from domain.model.agreement_file import FAILURE, HELP, PARTNER, STEP, TIME, TOP, Known, Node, read
from domain.model.agreement_form import LINES, Field, Sort, answered, name_of
from domain.model.agreement_templates import Template, terms_of
from domain.model.agreement_terms import Terms
from domain.model.agreement_tree import written
from domain.model.failure_rule import Cost, FailureRole
from domain.model.ids import PartnerId
from domain.model.municipalities import municipalities
from domain.model.people import Partner
from domain.model.stage import PartnerKind
from handlers.agreement_yaml import (
    LARGEST_FILE,
    Unreadable,
    Words,
    dumped,
    read_yaml,
    store,
    stored,
    word_for,
)
from handlers.texts import Texts

MONDAY = date(2026, 11, 23)
PARTNERS = (
    Partner(id=PartnerId(1), name="Wohnhaus: Minden & Söhne", kind=PartnerKind.LANDLORD),
    Partner(id=PartnerId(2), name="- Fachstelle #Nord", kind=PartnerKind.PROVIDER),
    Partner(id=PartnerId(3), name="'Kreis', \"Sozialamt\"", kind=PartnerKind.AUTHORITY),
)
PLACES = {one.name.casefold(): one.id for one in municipalities()}
KNOWN = Known({one.name.casefold(): one for one in PARTNERS}, PLACES, Words(), MONDAY)
DE = Texts.of("de")


def out(terms: Terms) -> str:
    names = {one.id: one.name for one in PARTNERS}
    places = {one.id: one.name for one in municipalities()}
    return dumped(written(terms, names, places, lambda one: word_for(DE, one)))


def there_and_back(terms: Terms) -> Terms:
    found = read(stored(store(read_yaml(out(terms).encode()))), KNOWN)
    assert found.faults == []
    assert found.terms is not None
    return found.terms


def template(one: Template, partners: int) -> Terms:
    return terms_of(one, {each.id: each.kind for each in PARTNERS[:partners]}, MONDAY, "Ohne Titel")


@pytest.mark.parametrize(("one", "partners"), list(product(Template, (2, 3))))
def test_every_template_comes_back(one: Template, partners: int) -> None:
    terms = template(one, partners)
    assert there_and_back(terms) == terms


def arg_of(terms: Terms, holder: str) -> str:
    """The first one of several, as its button calls it."""
    assert terms.failure is not None
    if holder == "help":
        return name_of(0, terms.help)
    return name_of(0, terms.failure.steps) if holder == "step" else {"share": "2"}.get(holder, "")


def taps(field: Field) -> list[str]:
    line = LINES[field]
    if line.sort in (Sort.MANY, Sort.ONE, Sort.NUMBER):
        return [str(getattr(one, "value", one)) for one in line.options]
    if line.sort is Sort.PLACES:
        return [str(one.id) for one in municipalities()][:3]
    return ["0", "1"] if line.sort is Sort.FLAG else []


@pytest.mark.parametrize("field", [one for one in Field if taps(one)])
def test_every_answer_comes_back(field: Field) -> None:
    """Of the order of a list of one kind the file keeps what the chat keeps."""
    for value in taps(field):
        young = template(Template.YOUNG, 3)
        terms = answered(young, field, arg_of(young, LINES[field].holder), value)
        assert there_and_back(terms) == terms, value


def test_words_and_bearers_come_back() -> None:
    terms = replace(template(Template.PROJECT, 3), goals_text="Früh: reden, #ehrlich, - und 'kurz'")
    for cost, role in product(Cost, FailureRole):
        terms = answered(terms, Field.COSTS, cost.value, role.value)
        assert there_and_back(terms) == terms


def test_codes_and_english_words_are_taken_too() -> None:
    terms = template(Template.PERMANENT, 2)
    names = {one.id: one.name for one in PARTNERS}
    for say in (lambda one: str(one.value), lambda one: word_for(Texts.of("en"), one)):
        found = read(read_yaml(dumped(written(terms, names, {}, say)).encode()), KNOWN)
        assert (found.terms, found.faults) == (terms, [])


MARKS = (
    ":",
    ": ",
    "\n",
    "\n- ",
    "- ",
    "  ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a",
    "*a",
    "!!int",
    "|",
    ">",
    "'",
    '"',
)
VALUES = ("ja", "1", "-1", "9" * 30, "2026-13-45", "Fachstelle", "\t", "%", "@", "\x00", "\ud7ff", "…", "---")
NAMES = (*TOP, *PARTNER, *TIME, *HELP, *AFTERCARE_FIELDS, *FAILURE, *STEP)
PIECES = st.sampled_from((*NAMES, *MARKS, *VALUES))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=300)))
@example("titel: {a: [b, {c: d}]}\npartner: {}\nhilfe: ja\nzeit: []\nnachsorge: 7\nscheitern: [x]\n")
@example("? [a]\n: b\n")
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    try:
        node = read_yaml(text.encode("utf-8", "surrogatepass"))
    except Unreadable:
        return
    assert stored(store(node)) == node
    found = read(node, KNOWN)
    assert (found.terms is None) is bool(found.faults)
    assert all(one.line >= 1 for one in found.faults)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    try:
        assert isinstance(read_yaml(content), Node)
    except Unreadable:
        return


def test_the_largest_file_is_read() -> None:
    text = out(template(Template.YOUNG, 3))
    padded = text + "#" * (LARGEST_FILE - len(text.encode()))
    assert isinstance(read_yaml(padded.encode()), Node)
    with pytest.raises(Unreadable):
        read_yaml(padded.encode() + b"#")


def test_plain_yaml_reads_it_the_same() -> None:
    """Nothing in the file needs a reader of ours."""
    told = yaml.safe_load(out(template(Template.YOUNG, 3)))
    assert list(told) == [one for one in TOP if one in told]
