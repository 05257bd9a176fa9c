"""The register of sources: complete for every planning authority, and readable from a file of the same form."""

from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from plugins.cli.developer.national_sources import FORMATS
from transforms.registers import (
    authorities,
    open_sources,
    planning_authorities,
    sources,
    sources_to_collect,
)

NOW = date(2026, 11, 22)
PROVISION = {"brownfield_land": "statutory", "planning_applications": "encouraged"}


@pytest.mark.parametrize("standard", sorted(PROVISION))
def test_every_planning_authority_has_one_record_for_each_standard(standard: str) -> None:
    current = [source for source in sources() if source.standard == standard and source.until is None]
    assert sorted(source.authority_gss for source in current) == [body.gss for body in planning_authorities(NOW)]
    assert {source.provision for source in current} == {PROVISION[standard]}


def test_most_registers_of_brownfield_land_have_a_known_address() -> None:
    known = open_sources("brownfield_land", NOW)
    assert len(known) == 276
    assert len({source.authority_gss for source in known}) == 276


def test_four_councils_list_where_planning_applications_are_published() -> None:
    known = open_sources("planning_applications", NOW)
    assert sorted(source.authority_gss for source in known) == ["E07000223", "E07000229", "E08000017", "E09000007"]


@pytest.mark.parametrize(
    ("standard", "councils"),
    [
        ("developer_agreements", 48),
        ("developer_agreement_contributions", 48),
        ("developer_agreement_transactions", 45),
        ("infrastructure_funding_statements", 10),
    ],
)
def test_so_many_councils_have_a_known_address(standard: str, councils: int) -> None:
    assert len(sources_to_collect(standard, NOW, comes_in_parts=True)) == councils


def test_an_address_is_one_that_can_be_fetched() -> None:
    for source in sources():
        if source.url:
            address = urlsplit(source.url)
            assert address.scheme in {"http", "https"}
            assert "." in (address.hostname or "")
            assert source.url == source.url.strip()
            assert " " not in source.url


def test_formats_and_licences_are_written_in_one_way() -> None:
    assert {source.format for source in sources()} <= FORMATS | {""}
    assert Counter(source.licence for source in sources() if source.url).keys() == {"", "OGL-UK-3.0"}


def test_a_layer_of_a_map_service_is_asked_for_its_records() -> None:
    uttlesford = next(source for source in open_sources("brownfield_land", NOW) if source.authority_gss == "E07000077")
    assert uttlesford.format == "geojson"
    assert uttlesford.url.endswith("/FeatureServer/0/query?where=1%3D1&outFields=*&outSR=4326&f=geojson")


def test_the_sources_of_an_ended_authority_end_with_it() -> None:
    ended = [source for source in sources() if authorities()[source.authority_gss].end_date]
    assert len(ended) > 11
    for source in ended:
        assert source.until <= authorities()[source.authority_gss].end_date
        assert source not in open_sources(source.standard, NOW)


def test_a_source_counts_from_its_first_day_up_to_but_not_on_its_last(tmp_path: Path) -> None:
    register = tmp_path / "sources.csv"
    register.write_text(
        "authority_gss,standard,url,format,licence,provision,since,until\n"
        "E07000223,brownfield_land,http://127.0.0.1:8000/adur.csv,csv,OGL-UK-3.0,statutory,2026-01-01,2026-03-01\n"
        "E07000224,brownfield_land,,,,statutory,,\n",
        encoding="utf-8",
    )
    assert [source.authority_gss for source in sources(register)] == ["E07000223", "E07000224"]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1)]
    assert [len(open_sources("brownfield_land", day, register)) for day in days] == [0, 1, 1, 0]


def test_all_parts_are_collected_and_of_any_other_standard_the_newest(tmp_path: Path) -> None:
    register = tmp_path / "sources.csv"
    register.write_text(
        "authority_gss,standard,url,since,until,kind,pattern\n"
        "E07000223,s,https://a.example/2,2026-02-01,,,\n"
        "E07000223,s,https://a.example/1,2026-01-01,,,\n"
        "E07000223,s,https://a.example/0,2025-01-01,2026-01-01,,\n"
        "E07000224,s,https://b.example/list,,,listing,*.csv\n"
        "E07000224,s,https://b.example/also,,,,\n",
        encoding="utf-8",
    )
    parts = sources_to_collect("s", NOW, register, comes_in_parts=True)
    assert [source.url[-1] for source in parts["E07000223"]] == ["2", "1"]
    assert [(source.kind, source.pattern) for source in parts["E07000224"]] == [("listing", "*.csv"), ("file", "")]
    newest = sources_to_collect("s", NOW, register)
    assert [source.url[-1] for sources in newest.values() for source in sources] == ["2", "o"]


def test_a_register_may_leave_out_columns_and_trailing_cells(tmp_path: Path) -> None:
    register = tmp_path / "sources.csv"
    register.write_text("authority_gss,standard,url\nE07000223,brownfield_land,https://a.example/b\nE07000224,x\n")
    first, second = sources(register)
    assert (first.url, first.format, first.since) == ("https://a.example/b", "", None)
    assert (second.standard, second.url) == ("x", "")
