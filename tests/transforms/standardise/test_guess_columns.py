"""Guesses at columns that name no field, by their names and by their values; none of them is read."""

from datetime import date

import pytest

from transforms.domain.column_guess import ColumnGuess
from transforms.standardise import Standardised, read_published, standardise
from transforms.standards import standard

REST = "SiteNameAddress,Hectares,GeoX,GeoY"


def read(header: str, *rows: str, slug: str = "brownfield_land") -> Standardised:
    content = "\n".join([header, *rows, ""]).encode()
    return standardise(read_published(content, "a.csv", standard(slug)), standard(slug), None, date(2026, 1, 1))


def guesses(header: str, *rows: str) -> dict[str, str]:
    read_as = read(f"{header},{REST}", *(f"{row},1 High Street,0.5,-0.1,50.9" for row in rows))
    return {name: guess.field for name, guess in read_as.guesses.items()}


def test_a_column_is_guessed_at_by_its_name_and_what_its_values_say_of_it() -> None:
    read_as = read(f"(a) Reference,{REST}", "A1,1 High Street,0.5,-0.1,50.9", "A2,2 High Street,0.5,-0.1,50.9")
    reason = "their names are nearly the same and no two of its values are the same"
    assert read_as.guesses == {"(a) Reference": ColumnGuess("SiteReference", reason)}
    assert "SiteReference" not in read_as.columns


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        ("(a) Reference", ["A1", "A1"], {}),  # a key has no value twice
        ("Ownership of it", ["owned by a public authority", "mixed ownership"], {"Ownership of it": "OwnershipStatus"}),
        ("Ownership of it", ["Ms Smith", "Mr Jones"], {}),  # alike by name, but no such code
        ("Whose", ["owned by a public authority", "mixed ownership"], {"Whose": "OwnershipStatus"}),  # by values alone
        ("Whose,Owner", ["mixed ownership,mixed ownership"], {"Owner": "OwnershipStatus"}),
        ("When", ["2020-01-02", "2020-01-03"], {}),  # several missing fields are dates
        ("Extra", ["x", "y"], {}),
        ("(a) Reference", ["", ""], {"(a) Reference": "SiteReference"}),  # without values the name alone
        ("(a) Reference,(b) Reference", ["A1,B1"], {"(a) Reference": "SiteReference"}),  # a field is one column's
    ],
)
def test_a_column_is_guessed_at_only_where_its_values_can_be_the_fields(
    header: str, rows: list[str], expected: dict[str, str]
) -> None:
    assert guesses(header, *rows) == expected


def test_a_column_that_is_read_is_not_guessed_at_and_nor_is_one_without_a_name() -> None:
    read_as = read("SiteReference,,SiteNameAddress", "A1,A1,x", "A2,A2,y")
    assert read_as.columns["SiteReference"] == "SiteReference"
    assert "" not in read_as.guesses
