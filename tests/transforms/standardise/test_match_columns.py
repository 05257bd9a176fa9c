import csv
from pathlib import Path

import pytest

from transforms.standardise.match_columns import key, match_columns, recogniser
from transforms.standards import STANDARDS, standard

BROWNFIELD = standard("brownfield_land")
COLLECTED = Path(__file__).parents[4] / "shared" / "data" / "corrections-others-needed"

# What another collector's corrections say and we do not: too vague to be believed, or another field of ours.
NOT_TAKEN = {
    *("District", "OPEN DATA WEBSITE", "ORGANISAT2", "URI", "Alt_Ref", "FULL_LF_REF", "SHLAA_REF", "ogc_fid", "x", "y"),
    *("Title", "br_site", "br_hectares", "br_hazardous_subst\t", "br_net_dwellings_range_to"),
    *("br_net_dwellings_range_from", "br_last_update", "br_permission_type", "NORTHING", "EASTING"),
    *("DevelopmentDescription", "SiteInformation"),
}


def fields(*header: str, empty: tuple[int, ...] = ()) -> dict[str, int]:
    return dict(match_columns(header, BROWNFIELD, lambda position: position not in empty).positions)


@pytest.mark.parametrize("declared", STANDARDS, ids=lambda declared: declared.slug)
def test_every_name_title_and_alias_finds_a_field_that_declares_it(declared: object) -> None:
    meant: dict[str, set[str]] = {}
    for field in declared.all_fields:
        for word in (field.name, field.title or field.name, *field.aliases):
            meant.setdefault(key(word), set()).add(field.name)
    for field in declared.all_fields:
        assert list(match_columns([field.name], declared, lambda _: True).positions) == [field.name]
    for word, names in meant.items():
        assert set(match_columns([word], declared, lambda _: True).positions) <= names, word


@pytest.mark.parametrize(
    "header", ["Site Plan URL", "site_plan_url", "SITEPLANURL", "Site plan (url)", " SitePlanURL "]
)
def test_case_blanks_and_punctuation_do_not_matter(header: str) -> None:
    assert fields(header) == {"SiteplanURL": 0}


@pytest.mark.parametrize("header", ["Hectares (M)", "Hectares (C )", "hectares(optional)", "Hectares (N/A)"])
def test_a_note_on_how_to_fill_a_column_in_is_no_part_of_its_name(header: str) -> None:
    assert fields(header) == {"Hectares": 0}
    assert recogniser(BROWNFIELD)([header]) == 1


def test_what_else_stands_in_brackets_is_part_of_the_name() -> None:
    assert fields("Hectares (built upon)") == {}


def test_the_exact_name_wins_over_an_earlier_alias() -> None:
    assert fields("Easting", "GeoX") == {"GeoX": 1}


def test_of_equals_the_first_with_anything_in_it_wins() -> None:
    assert fields("Notes", "Notes", empty=(0,)) == {"Notes": 1}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("Location", "Postcode"), {"LocationText": 0, "Postcode": 1}),
        (("Name", "Location"), {"LocationText": 0, "StreetAddress": 1}),
        (("Location", "Name"), {"LocationText": 1, "StreetAddress": 0}),
        (("Name", "Street", "Location"), {"LocationText": 0, "StreetAddress": 1}),
    ],
)
def test_a_header_that_may_mean_two_fields_takes_the_one_that_is_left(
    header: tuple[str, ...], found: dict[str, int]
) -> None:
    assert match_columns(header, standard("public_toilets"), lambda _: True).positions == found


def test_no_column_is_lost_in_silence() -> None:
    found = match_columns(["GeoX", "Easting", "Notes", "Notes", "Ward", ""], BROWNFIELD, lambda _: True)
    assert [(finding.code, finding.column) for finding in found.findings] == [
        ("column-unrecognised", "Easting"),
        ("column-duplicated", "Notes"),
        ("column-unrecognised", "Ward"),
        ("column-unrecognised", "(column 6, no header)"),
    ]


def test_the_recogniser_counts_fields_and_not_cells() -> None:
    assert recogniser(BROWNFIELD)(["GeoX", "Easting", "SiteReference", "Brownfield register 2017"]) == 2


@pytest.mark.real_data
def test_headers_that_others_had_to_correct_are_matched() -> None:
    paths = sorted(COLLECTED.glob("*/pipeline/column.csv"))
    if not paths:
        pytest.skip("no corrections beside the checkout")
    rows = [row for path in paths for row in csv.DictReader(path.read_text().splitlines())]
    pairs = {(row["pattern"], row["value"]) for row in rows} - {(row["pattern"], "IGNORE") for row in rows}
    known = {field.name for field in BROWNFIELD.all_fields}
    wrong = {
        (pattern, name, *fields(pattern))
        for pattern, name in pairs
        if name in known and pattern not in NOT_TAKEN and list(fields(pattern)) != [name]
    }
    assert not wrong


def test_names_that_a_map_file_cut_to_ten_letters_are_matched() -> None:
    planning = standard("planning_applications")
    cut = ("CaseRefere", "PublicCons", "Status", "GeoX")
    found = match_columns(cut, planning, lambda _: True).positions
    assert found["CaseReference"] == 0
    assert not {"PublicConsultationStartDate", "PublicConsultationEndDate"} & found.keys()  # both start so
    assert recogniser(planning)(cut) == len(found) == 3


def test_a_header_with_whole_names_has_no_cut_ones() -> None:
    whole = ("CaseRefere", "PublicConsultationEndDate")
    found = match_columns(whole, standard("planning_applications"), lambda _: True).positions
    assert list(found) == ["PublicConsultationEndDate"]


def test_columns_without_a_header_are_one_finding_a_run() -> None:
    header = ("SiteReference", "", "", "", "Hectares", "")
    found = match_columns(header, standard("brownfield_land"), lambda _: True)
    assert [finding.column for finding in found.findings] == ["(columns 2 to 4, no header)", "(column 6, no header)"]
