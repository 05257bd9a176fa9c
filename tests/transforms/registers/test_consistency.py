"""What the weekly check of the registers finds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from transforms.domain.authority import Source, SourceKind
from transforms.registers import authorities, check_registers, planning_authorities, sources
from transforms.registers.consistency import _broken_successions, _codes_twice
from transforms.standards import STANDARDS as DECLARED

NOW = date(2026, 11, 22)
STANDARDS = ("brownfield_land", "planning_applications")
EVERY = {standard.slug for standard in DECLARED}
IN_PARTS = {standard.slug for standard in DECLARED if standard.comes_in_parts}
ADUR = Source("E07000223", "brownfield_land", "https://a.example/b.csv", "csv", "", "statutory", date(2020, 1, 1), None)


def about(register: Sequence[Source], *, day: date = NOW, standards: Sequence[str] = STANDARDS) -> list[str]:
    """The findings about these sources, without those that say that others have none."""
    return [text for text in check_registers(day, standards, register) if "has no record" not in text]


def test_nothing_is_wrong_with_the_registers_as_packaged() -> None:
    assert check_registers(NOW, EVERY, in_parts=IN_PARTS) == []


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        (replace(ADUR, authority_gss="E07009999"), "is not in the register"),
        (replace(ADUR, standard="brownfield"), "is not declared"),
        (replace(ADUR, provision="optional"), "“optional” for its provision"),
        (replace(ADUR, url="ftp://a.example/b.csv"), "which is not a web address"),
        (replace(ADUR, until=date(2020, 1, 1)), "ends on 2020-01-01, not after it began"),
        (replace(ADUR, authority_gss="E07000007"), "Wycombe District Council (E07000007) ended on 2020-04-01"),
    ],
)
def test_a_source_amiss_is_one_finding(source: Source, finding: str) -> None:
    (found,) = about([source])
    assert finding in found


def test_a_source_in_order_is_no_finding() -> None:
    assert about([ADUR]) == []


def test_two_sources_open_on_one_day_are_a_finding_and_one_after_the_other_is_none() -> None:
    moved = replace(ADUR, url="https://a.example/c.csv", since=date(2026, 1, 1))
    assert "has 2 sources for brownfield_land" in about([ADUR, moved])[0]
    assert about([replace(ADUR, until=date(2026, 1, 1)), moved]) == []


def test_a_standard_in_parts_may_have_many_sources_but_no_address_twice() -> None:
    april = replace(ADUR, standard="spending_over_500", url="https://a.example/april.csv")
    may = replace(april, url="https://a.example/may.csv")
    standards, in_parts = ("spending_over_500",), ("spending_over_500",)
    assert "has 2 sources" in check_registers(NOW, standards, [april, may])[-1]
    assert check_registers(NOW, standards, [april, may], in_parts) == []
    (twice,) = check_registers(NOW, standards, [may, april, may], in_parts)
    assert "address https://a.example/may.csv 2 times" in twice


def test_a_pattern_without_a_listing_is_found() -> None:
    assert "which only a listing has" in about([replace(ADUR, pattern="*.csv")])[0]
    assert about([replace(ADUR, pattern="*.csv", kind=SourceKind.LISTING)]) == []


def test_an_authority_without_a_record_is_found() -> None:
    without_adur = [source for source in sources() if source.authority_gss != "E07000223"]
    found = check_registers(NOW, EVERY, without_adur, IN_PARTS)
    assert len(found) == 2
    assert all("Adur District Council (E07000223) has no record for" in text for text in found)


def test_a_council_that_ends_leaves_its_sources_to_be_closed_and_its_successors_to_be_found() -> None:
    vesting = date(2023, 4, 1)
    old = [replace(ADUR, authority_gss=body.gss) for body in planning_authorities(date(2023, 3, 31))]
    found = check_registers(vesting, ("brownfield_land",), old)
    assert sum("is open" in text for text in found) == 17
    assert sum("has no record" in text for text in found) == 4


def test_a_code_given_twice_and_a_broken_succession_are_found() -> None:
    adur, wycombe = authorities()["E07000223"], authorities()["E07000007"]
    assert list(_codes_twice([adur, replace(wycombe, ecode=adur.ecode)])) == [
        "The code E3831 is given to 2 authorities; one code is one body."
    ]
    assert "not in the register" in next(_broken_successions([wycombe]))
    late = replace(wycombe, end_date=date(2021, 4, 1))
    assert "does not end on the day" in next(_broken_successions([late, authorities()["E06000060"]]))
    short = replace(wycombe, start_date=date(2020, 4, 1), successors=())
    assert "not after it began" in next(_broken_successions([short]))
