"""What a coordinator may type about a colleague."""

import pytest

from domain.model.errors import NotUnderstood
from domain.model.particulars import Particulars, read_particulars


@pytest.mark.parametrize(
    ("typed", "name", "function", "phone"),
    [
        ("Anna Alt", "Anna Alt", "", ""),
        ("  Anna   Alt ", "Anna Alt", "", ""),
        ("Anna Alt, Mietenmanagement", "Anna Alt", "Mietenmanagement", ""),
        ("Anna Alt,Mietenmanagement,05731 1000", "Anna Alt", "Mietenmanagement", "05731 1000"),
        ("Dr. Özge O'Neill-Süß, , 0571/99", "Dr. Özge O'Neill-Süß", "", "0571/99"),
    ],
)
def test_name_function_and_phone(typed: str, name: str, function: str, phone: str) -> None:
    assert read_particulars(typed) == Particulars(name=name, function=function, phone=phone)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "A",
        ", Mietenmanagement",
        "05731 1000",
        "@anna",
        "<b>Anna</b>",
        "a, b, c, d",
        "x" * 61,
        "Anna, " + "y" * 61,
    ],
)
def test_what_is_no_name(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        read_particulars(typed)
