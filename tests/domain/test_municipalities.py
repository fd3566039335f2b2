"""The eleven municipalities are all there and are found by the names people use."""

import pytest

from domain.model.ids import MunicipalityId
from domain.model.municipalities import municipalities, municipality, municipality_named


def test_all_eleven_in_the_order_of_the_alphabet() -> None:
    assert [each.short_name for each in municipalities()] == [
        "Bad Oeynhausen",
        "Espelkamp",
        "Hille",
        "Hüllhorst",
        "Lübbecke",
        "Minden",
        "Petershagen",
        "Porta Westfalica",
        "Pr. Oldendorf",
        "Rahden",
        "Stemwede",
    ]
    assert all(each.id.startswith("05770") and len(each.id) == 8 for each in municipalities())
    assert len({code for each in municipalities() for code in each.postcodes}) == 16


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Espelkamp", "Espelkamp"),
        ("espelkamp ", "Espelkamp"),
        ("Lübbecke", "Lübbecke"),
        ("luebbecke", "Lübbecke"),
        ("Hu\u0308llhorst", "Hüllhorst"),
        ("Pr. Oldendorf", "Preußisch Oldendorf"),
        ("PR Oldendorf", "Preußisch Oldendorf"),
        ("Preussisch Oldendorf", "Preußisch Oldendorf"),
        ("Porta", "Porta Westfalica"),
        ("porta-westfalica", "Porta Westfalica"),
        ("Oeynhausen", "Bad Oeynhausen"),
        ("32339", "Espelkamp"),
        ("32427", "Minden"),
    ],
)
def test_places_are_found_by_the_names_people_use(name: str, found: str) -> None:
    place = municipality_named(name)
    assert place is not None
    assert place.name == found
    assert municipality(place.id) == place


def test_places_outside_the_network_are_not_found() -> None:
    assert municipality_named("Herford") is None
    assert municipality_named("") is None
    with pytest.raises(KeyError):
        municipality(MunicipalityId("05758012"))
