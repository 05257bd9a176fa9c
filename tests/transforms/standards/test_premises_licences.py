from collections.abc import Callable

import pytest

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.premises_licences import PREMISES_LICENCES
from transforms.standards.premises_licences.code_lists import APPLICANT, ENTERTAINMENT, SERVICE, STARTED, STATUS

(EDITION,) = PREMISES_LICENCES.editions
SLUG = "premises_licences"
COLUMNS = (
    *("ExtractDate", "OrganisationLabel", "CaseReference", "CaseDate", "ServiceTypeURI", "ServiceTypeLabel"),
    *("LocationText", "Postcode", "EntertainmentTypeURI", "EntertainmentTypeLabel", "LateNightRefreshment"),
    *("AlcoholSupply", "StatusURI", "StatusLabel", "LicenceStartDate", "LicenceEndDate", "LicenceHolder"),
)
ISSUED = {
    "ExtractDate": "31/03/2025",
    "OrganisationLabel": "Adur",
    "CaseReference": "PL/001",
    "CaseDate": "20/11/2015",
    "ServiceTypeURI": "http://id.esd.org.uk/service/860",
    "ServiceTypeLabel": "Premises licence",
    "LocationText": "1 Alder Lane",
    "Postcode": "BN43 6EL",
    "LateNightRefreshment": "No",
    "AlcoholSupply": "Yes",
    "StatusURI": "http://id.esd.org.uk/premisesLicenceStatus/13",
    "StatusLabel": "Issued",
    "LicenceStartDate": "20/11/2015",
}
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def licences(*records: dict[str, str]) -> str:
    lines = [",".join((ISSUED | record).get(column, "") for column in COLUMNS) for record in records]
    return "\n".join([",".join(COLUMNS), *lines]) + "\n"


def test_the_standard_has_thirty_six_fields_in_its_order() -> None:
    names = [field.name for field in EDITION.fields]
    assert len(names) == 36
    assert names[:5] == ["ExtractDate", "OrganisationURI", "OrganisationLabel", "CaseReference", "CaseDate"]
    assert names[-5:] == ["DecisionDate", "DecidedBy", "LicenceURL", "UPRN", "GeoPointLicensingURL"]


def test_the_musts_are_the_seven_that_are_required() -> None:
    musts = {field.name for field in EDITION.fields if field.requirement is Requirement.MUST}
    assert musts == {
        *("ExtractDate", "OrganisationLabel", "ServiceTypeLabel", "LocationText"),
        *("LateNightRefreshment", "AlcoholSupply", "StatusLabel"),
    }


def test_people_stand_in_the_fields_for_people_alone() -> None:
    assert [field.name for field in EDITION.fields if field.is_personal] == [
        *("LicenceHolder", "LicenceHolderAddress", "LicenceHolderPostcode", "DesignatedPremisesSupervisor"),
        *("SupervisorLicenceNo", "SupervisorAddress", "SupervisorPostcode", "DecidedBy"),
    ]


def test_the_lists_are_those_of_the_guidance() -> None:
    numbers = {name: [int(code.code.rpartition("/")[2]) for code in codelist.codes] for name, codelist in LISTS.items()}
    assert numbers == {
        "service": [860, 646, 1071],
        "premisesLicenceStatus": list(range(1, 14)),
        "premisesLicenceApplicant": [1, *range(3, 13)],
        "entertainment": list(range(1, 9)),
    }
    assert all(code.code.startswith(f"http://id.esd.org.uk/{name}/") for name in LISTS for code in LISTS[name].codes)


LISTS = {
    "service": SERVICE,
    "premisesLicenceStatus": STATUS,
    "premisesLicenceApplicant": APPLICANT,
    "entertainment": ENTERTAINMENT,
}


@pytest.mark.parametrize(
    ("number", "label"), [(1, "Approved"), (2, "Current"), (5, "New"), (9, "Subject to review"), (13, "Issued")]
)
def test_a_status_goes_by_its_number(number: int, label: str) -> None:
    assert STATUS.codes[number - 1].label == label


def test_a_licence_as_the_guidance_wants_it_has_nothing_to_fix(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, licences({}))
    assert found_in(report) == []
    assert report.table["AlcoholSupply"].to_pylist() == [True]


def test_a_reference_may_repeat_as_history_but_not_with_its_date(check_text: Check, found_in: Found) -> None:
    again = {"CaseDate": "21/11/2020"}
    report = check_text(SLUG, licences({}, again, again))
    assert found_in(report) == [("row-duplicated", 3, "CaseReference", "PL/001")]


def test_licences_of_two_kinds_may_share_a_reference(check_text: Check, found_in: Found) -> None:
    club = {"ServiceTypeURI": "http://id.esd.org.uk/service/646", "ServiceTypeLabel": "Club premises certificate"}
    report = check_text(SLUG, licences({}, club))
    assert [issue for issue in found_in(report) if issue[0] != "label-disagrees"] == [
        ("reference-repeated", 3, "CaseReference", "PL/001")
    ]
    assert report.rows_usable == 2


def test_open_cases_have_neither_reference_nor_date_and_all_count(check_text: Check, found_in: Found) -> None:
    pending = {"CaseReference": "", "CaseDate": "", "StatusURI": "", "StatusLabel": "New", "LicenceStartDate": ""}
    report = check_text(SLUG, licences(pending, pending))
    assert found_in(report) == []
    assert report.rows_usable == 2


def test_a_reference_without_its_date_is_half_a_pair(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, licences({"CaseDate": ""}))
    assert found_in(report) == [("pair-incomplete", 2, "CaseDate", None)]


@pytest.mark.parametrize("label", STARTED)
def test_what_is_or_was_in_force_has_a_first_day(check_text: Check, found_in: Found, label: str) -> None:
    report = check_text(SLUG, licences({"StatusURI": "", "StatusLabel": label, "LicenceStartDate": ""}))
    assert found_in(report) == [("value-missing", 2, "LicenceStartDate", None)]


@pytest.mark.parametrize("label", ["Refused", "Withdrawn", "Current", "New"])
def test_what_is_not_yet_or_never_licensed_needs_none(check_text: Check, found_in: Found, label: str) -> None:
    report = check_text(SLUG, licences({"StatusURI": "", "StatusLabel": label, "LicenceStartDate": ""}))
    assert found_in(report) == []


def test_a_label_that_belongs_to_another_status_contradicts_the_address(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, licences({"StatusLabel": "Current"}, {"CaseDate": "1/1/2016", "StatusLabel": "Live"}))
    assert [(line, column) for _, line, column, _ in found_in(report)] == [(2, "StatusLabel")]


def test_several_kinds_of_entertainment_share_a_cell(check_text: Check, found_in: Found) -> None:
    kinds = "http://id.esd.org.uk/entertainment/5|http://id.esd.org.uk/entertainment/6"
    good = {"EntertainmentTypeURI": kinds, "EntertainmentTypeLabel": "Live music|Recorded music"}
    bad = {"CaseDate": "21/11/2016", "EntertainmentTypeURI": "http://id.esd.org.uk/entertainment/9"}
    report = check_text(SLUG, licences(good, bad))
    assert [(code, line) for code, line, *_ in found_in(report)] == [("value-malformed", 3)]


def test_a_holders_address_is_no_find(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, licences({"LicenceHolder": "holder@alder.example|07700 900123"}))
    assert found_in(report) == []


def test_a_licence_does_not_end_before_it_starts(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, licences({"LicenceEndDate": "19/11/2015"}))
    assert found_in(report) == [("dates-out-of-order", 2, "LicenceEndDate", "19/11/2015")]


@pytest.mark.parametrize(
    ("record", "columns"),
    [
        ({"ServiceTypeURI": "", "ServiceTypeLabel": "Scrap metal dealer"}, ["ServiceTypeLabel"]),
        ({"ServiceTypeLabel": "Scrap metal dealer"}, []),
        ({"ServiceTypeURI": "", "ServiceTypeLabel": " premises  LICENCE "}, []),
        ({"ServiceTypeURI": "service/9", "ServiceTypeLabel": "Circus"}, ["ServiceTypeLabel", "ServiceTypeURI"]),
        ({"StatusURI": "", "StatusLabel": "Dormant"}, ["StatusLabel"]),
        ({"StatusURI": "", "StatusLabel": "In force"}, []),
    ],
)
def test_words_outside_the_list_are_unknown_where_no_address_says_the_same(
    record: dict[str, str], columns: list[str], check_text: Check, found_in: Found
) -> None:
    unknown = [issue for issue in found_in(check_text(SLUG, licences(record))) if issue[0] == "code-unknown"]
    assert sorted(str(column) for _, _, column, _ in unknown) == columns


def test_an_unknown_word_is_answered_with_the_words_of_the_list(check_text: Check) -> None:
    report = check_text(SLUG, licences({"StatusURI": "", "StatusLabel": "Dormant"}))
    (issue,) = [row for row in report.issues.to_pylist() if row["code"] == "code-unknown"]
    assert (issue["severity"], issue["line"], issue["value"]) == ("warning", 2, "Dormant")
    assert issue["fix"].startswith("Use one of: Approved, Current, Deceased,")
    assert report.rows_usable == 1
