from pathlib import Path

import pytest

from examples.faults import ANSWERS, FAULTS, FORMATS, ROWS, TIMES, assign_faults, fault
from examples.spoil_rows import SPOILERS
from examples.write_files import WRITERS

SOURCES = [
    (f"E{number:08d}", standard) for number in range(310) for standard in ("planning_applications", "brownfield_land")
]


def test_every_fault_has_a_name_and_a_sentence_of_its_own() -> None:
    assert len({one.slug for one in FAULTS}) == len({one.sentence for one in FAULTS}) == len(FAULTS)


def test_england_at_full_size_meets_every_fault() -> None:
    assert set(assign_faults(SOURCES, 1, 0.35).values()) == set(FAULTS)


def test_a_few_councils_meet_faults_of_every_kind() -> None:
    met = set(assign_faults(SOURCES[:72], 1, 0.35).values())
    assert len(met) == 25
    assert all(met & set(kind) for kind in (ANSWERS, FORMATS, ROWS, TIMES))


def test_a_fault_befalls_only_the_standards_that_it_can() -> None:
    assert all(one.befalls(standard) for (_, standard), one in assign_faults(SOURCES, 1, 1.0).items())


def test_every_fault_of_content_or_format_is_carried_out() -> None:
    assert {one.slug for one in ROWS} == set(SPOILERS)
    assert {one.slug for one in FORMATS} <= set(WRITERS)


def test_an_unknown_fault_is_refused_in_a_sentence() -> None:
    with pytest.raises(LookupError, match="no fault called “nonsense”"):
        fault("nonsense")


def test_the_readme_lists_every_fault() -> None:
    readme = (Path(__file__).parents[2] / "examples" / "README.md").read_text(encoding="utf-8")
    assert [one.slug for one in FAULTS if f"`{one.slug}`" not in readme] == []
