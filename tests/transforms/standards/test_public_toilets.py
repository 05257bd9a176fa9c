from collections.abc import Callable

import pytest

from transforms.domain.report import Report
from transforms.domain.standard import Requirement
from transforms.standards.public_toilets import ACCESSIBLE, CATEGORY, PUBLIC_TOILETS

(EDITION,) = PUBLIC_TOILETS.editions
SLUG = "public_toilets"
ADUR = "E07000223"
HEADER = (
    "ExtractDate,OrganisationLabel,ServiceTypeURI,ServiceTypeLabel,LocationText,CoordinateReferenceSystem,"
    "GeoX,GeoY,Category,AccessibleCategory,RADARKeyNeeded,ChargeAmount,ReportEmail,ReportTel\n"
)
ROW = "31/03/2025,Adur,http://id.esd.org.uk/service/579,Public toilets,{},OSGB36,{},{},{},{},Yes,0.20,{},{}\n"
Check, Found = Callable[..., Report], Callable[[Report], list[tuple]]


def row(
    place: str = "Alder Green",
    x: str = "518225",
    y: str = "104730",
    category: str = "Unisex",
    accessible: str = "None",
    contact: tuple[str, str] = ("", ""),
) -> str:
    return ROW.format(place, x, y, category, accessible, *contact)


def test_the_standard_has_thirty_two_fields_in_its_order() -> None:
    names = [field.name for field in EDITION.fields]
    assert len(names) == 32
    assert names[:6] == [
        *("ExtractDate", "OrganisationURI", "OrganisationLabel", "ServiceTypeURI", "ServiceTypeLabel", "LocationText"),
    ]
    assert names[-6:] == ["Notes", "UPRN", "Postcode", "StreetAddress", "GeoAreaURI", "GeoAreaLabel"]


def test_the_musts_are_the_six_that_are_required() -> None:
    musts = {field.name for field in EDITION.fields if field.requirement is Requirement.MUST}
    assert musts == {"ExtractDate", "OrganisationLabel", "ServiceTypeLabel", "LocationText", "GeoX", "GeoY"}


@pytest.mark.parametrize("codelist", [CATEGORY, ACCESSIBLE])
def test_both_categories_have_the_same_seven_words(codelist) -> None:  # noqa: ANN001 - a declared list
    assert [code.code for code in codelist.codes] == [
        *("Female", "Male", "Female and male", "Unisex", "Male urinal", "Children only", "None"),
    ]


def test_none_is_a_category_and_no_blank(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, HEADER + row(category="None", accessible="unisex"), ADUR)
    assert report.table["Category"].to_pylist() == ["None"]
    assert report.table["AccessibleCategory"].to_pylist() == ["Unisex"]
    assert found_in(report) == []


def test_one_name_at_two_points_is_two_toilets_and_at_one_point_one(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, HEADER + row() + row(x="518222") + row(), ADUR)
    assert found_in(report) == [("row-duplicated", 2, "LocationText", "Alder Green")]
    assert report.rows_usable == 2


def test_toilets_of_one_place_for_different_people_all_count(check_text: Check, found_in: Found) -> None:
    rows = row(category="Female") + row(category="Male") + row(category="None", accessible="Unisex")
    report = check_text(SLUG, HEADER + rows, ADUR)
    assert [issue[:2] for issue in found_in(report)] == [("reference-repeated", 3), ("reference-repeated", 4)]
    assert report.rows_usable == 3


def test_a_list_without_points_may_repeat_a_name(check_text: Check) -> None:
    text = "Name,Location,Times,OrganisationLabel\nAlder Park,Lodge,9am,Adur\nAlder Park,Playground,9am,Adur\n"
    report = check_text(SLUG, text, ADUR)
    columns = {"LocationText": "Name", "OpeningHours": "Times", "StreetAddress": "Location"}
    assert report.columns == {"OrganisationLabel": "OrganisationLabel"} | columns
    assert report.rows_usable == 2


def test_eastings_are_read_as_degrees(check_text: Check) -> None:
    report = check_text(SLUG, HEADER + row(), ADUR)
    assert 50.8 < float(report.table["GeoY"][0].as_py()) < 50.9


def test_another_service_is_no_public_toilet(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, HEADER + row().replace("/579", "/580"), ADUR)
    assert found_in(report) == [("value-malformed", 2, "ServiceTypeURI", "http://id.esd.org.uk/service/580")]


def test_where_to_report_a_fault_is_the_standards_own_place_for_it(check_text: Check, found_in: Found) -> None:
    report = check_text(SLUG, HEADER + row(contact=("someone@council.example", "07700 900123")), ADUR)
    assert found_in(report) == []


def test_words_outside_the_list_are_flagged(check_text: Check, found_in: Found) -> None:
    text = "Location,Accessible,Charge amount,OrganisationLabel\nAlder Green,Yes,10p,Adur\n"
    report = check_text(SLUG, text, ADUR)
    assert ("code-unknown", 2, "Accessible", "Yes") in found_in(report)
    assert ("number-unparseable", 2, "Charge amount", "10p") in found_in(report)
    assert report.rows_usable == 1
