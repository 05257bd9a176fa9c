"""One file may hold several authorities' records; each is told, and so are the authorities that have ended."""

from datetime import date

import pyarrow as pa

from transforms import registers
from transforms.standardise.organisations import Organisations, match_organisations

ADUR, WORTHING, WYCOMBE, BUCKINGHAMSHIRE = "E07000223", "E07000229", "E07000007", "E06000060"
URI = "http://opendatacommunities.org/id/district-council/"


def matched(*texts: str | None, publisher: str = ADUR, day: date = date(2026, 1, 1)) -> Organisations:
    return match_organisations(
        {"organisation": pa.array(texts, pa.string())},
        ("organisation",),
        registers.authority(publisher),
        len(texts),
        day,
        {"organisation": "Organisation"},
    )


def test_records_of_others_are_theirs_and_said_with_their_number() -> None:
    found = matched(URI + "adur", URI + "worthing", None, "Worthing", "nobody at all")
    assert found.codes.to_pylist() == [None, WORTHING, None, WORTHING, None]
    (finding,) = found.findings
    assert (finding.code, finding.column, list(finding.rows)) == ("records-of-others", "Organisation", [1, 3])
    assert finding.facts["whose"] == "Worthing Borough Council, 2 records"
    assert finding.values.to_pylist() == [URI + "worthing", "Worthing"]


def test_records_of_an_ended_authority_are_its_successors_and_said() -> None:
    found = matched(URI + "wycombe", URI + "adur")
    assert found.codes.to_pylist() == [BUCKINGHAMSHIRE, None]
    assert [finding.code for finding in found.findings] == ["records-of-others", "organisation-ended"]
    assert "(ended 2020-04-01, now Buckinghamshire" in found.findings[1].facts["whose"]


def test_an_authority_that_had_not_ended_yet_is_itself() -> None:
    found = matched(URI + "wycombe", URI + "adur", day=date(2019, 1, 1))
    assert found.codes.to_pylist() == [WYCOMBE, None]
    assert [finding.code for finding in found.findings] == ["records-of-others"]


def test_a_predecessors_records_in_its_successors_file_are_the_successors() -> None:
    found = matched(URI + "wycombe", None, publisher=BUCKINGHAMSHIRE)
    assert found.codes.to_pylist() == [None, None]
    assert [finding.code for finding in found.findings] == ["organisation-ended"]


def test_one_foreign_organisation_throughout_is_taken_for_the_publisher() -> None:
    found = matched(URI + "worthing", URI + "worthing")
    assert (found.codes.to_pylist(), found.findings) == ([None, None], ())


def test_a_file_without_the_column_or_without_records_says_nothing() -> None:
    assert match_organisations({}, ("organisation",), None, 2, date(2026, 1, 1), {}).codes.null_count == 2
    assert matched().findings == ()
