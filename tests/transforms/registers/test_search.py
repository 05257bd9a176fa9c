"""Finding an authority by what somebody types."""

from datetime import date

import pytest

from transforms.registers import authorities
from transforms.registers.search import find, heirs, near, place_name


@pytest.mark.parametrize(
    ("words", "gss", "by"),
    [
        ("west sussex", "E10000032", ""),
        ("SUSSEX west", "E10000032", ""),
        ("adu", "E07000223", ""),  # by the name, and by the three-letter code
        ("E08000016", "E08000038", "E08000016"),
        ("kings lynn", "E07000146", ""),
    ],
)
def test_words_in_any_order_are_found_in_names_and_codes(words: str, gss: str, by: str) -> None:
    assert (gss, by) in [(one.authority.gss, one.by) for one in find(words)]


def test_nothing_typed_finds_nothing() -> None:
    assert find(" – ") == ()


def test_those_in_being_come_first() -> None:
    ended = [one.authority.end_date is not None for one in find("somerset")]
    assert ended == sorted(ended)
    assert True in ended


def test_heirs_are_the_ones_in_being_of_a_chain_of_successors() -> None:
    allerdale = authorities()["E07000026"]
    assert [heir.name for heir in heirs(allerdale, date(2026, 1, 1))] == ["Cumberland Council"]
    assert heirs(authorities()["E07000223"], date(2026, 1, 1)) == ()


def test_the_name_to_look_for_leaves_out_what_kind_of_body_it_is() -> None:
    assert place_name(authorities()["E09000007"]) == "Camden"
    assert place_name(authorities()["E07000223"]) == "Adur District Council"


def test_a_misspelt_name_is_near_to_what_was_meant() -> None:
    assert [body.name for body in near("Birmingam")] == ["Birmingham City Council"]
    assert near("E99999999") == near("") == ()
