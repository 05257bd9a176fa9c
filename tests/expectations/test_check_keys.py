"""Which of several records with one reference counts, and whose it is."""

from collections.abc import Callable

from tests.expectations.conftest import as_csv, codes
from tests.expectations.records import CASE, SITE_2026
from transforms.domain.report import Report

Check = Callable[..., Report]
Found = Callable[..., list[tuple]]
GEDLING, NORTH_KESTEVEN = "E07000173", "E07000139"


def test_a_blank_reference_is_critical_and_leaves_the_record_out(check: Check, found: Found) -> None:
    records = [CASE, CASE | {"CaseReference": " "}]
    assert found(records) == [("value-missing", "critical", 3, "CaseReference", None)]
    assert check(records).table["is_usable"].to_pylist() == [True, False]


def test_the_older_of_two_records_with_one_reference_loses(check: Check, found: Found) -> None:
    records = [CASE, CASE | {"ExtractDate": "30/03/2025"}]
    assert found(records) == [("row-duplicated", "critical", 3, "CaseReference", "AWDM/0001/25")]
    assert check(records).table["is_usable"].to_pylist() == [True, False]


def test_among_equals_the_later_row_wins(found: Found) -> None:
    assert [issue[2] for issue in found([CASE, CASE, CASE])] == [2, 3]


def test_references_differ_by_case_but_not_by_surrounding_blanks(found: Found) -> None:
    records = [CASE, CASE | {"CaseReference": "awdm/0001/25"}, CASE | {"CaseReference": " AWDM/0001/25 "}]
    assert [(issue[0], issue[2]) for issue in found(records)] == [("row-duplicated", 2)]


def test_a_record_that_is_left_out_does_not_beat_another(check: Check) -> None:
    spoilt = as_csv([CASE, CASE]).rstrip("\n") + ",more\n"
    report = check(spoilt)
    assert [(row["code"], row["line"]) for row in report.issues.to_pylist()] == [("row-misaligned", 3)]
    assert report.table["is_usable"].to_pylist() == [True, False]


def test_one_reference_under_two_organisations_is_two_sites(found: Found, check: Check) -> None:
    other = "http://opendatacommunities.org/id/district-council/ashfield"
    records = [SITE_2026, SITE_2026 | {"OrganisationURI": other, "OrganisationLabel": "Ashfield"}]
    assert "row-duplicated" not in codes(found(records, "brownfield_land", GEDLING))
    report = check(records, "brownfield_land", GEDLING)
    assert report.table["organisation_gss"].to_pylist() == [None, "E07000170"]


def test_one_foreign_organisation_throughout_is_the_publisher(check: Check) -> None:
    other = "http://opendatacommunities.org/id/district-council/ashfield"
    report = check([SITE_2026 | {"OrganisationURI": other}], "brownfield_land", GEDLING)
    assert report.table["organisation_gss"].to_pylist() == [None]


def test_a_foreign_organisation_beside_a_blank_one_keeps_its_records(check: Check) -> None:
    other = "http://opendatacommunities.org/id/district-council/ashfield"
    unsaid = SITE_2026 | {"OrganisationURI": "", "OrganisationLabel": "", "SiteReference": "G8"}
    report = check([SITE_2026 | {"OrganisationURI": other}, unsaid], "brownfield_land", GEDLING)
    assert report.table["organisation_gss"].to_pylist() == ["E07000170", None]


def test_records_that_name_an_ended_council_are_its_successors(check: Check) -> None:
    ended = ("forest-heath", "st-edmundsbury")
    records = [
        SITE_2026
        | {"OrganisationURI": f"http://opendatacommunities.org/id/district-council/{slug}", "SiteReference": slug}
        for slug in ended
    ]
    report = check(records, "brownfield_land", "E07000245")
    assert report.table["organisation_gss"].to_pylist() == [None, None]
