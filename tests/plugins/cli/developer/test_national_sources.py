"""The register made out of the national list: nothing lost, nothing open twice, every address one that can be asked."""

from datetime import date
from pathlib import Path

import pytest

from plugins.cli.developer.national_sources import ALL_RECORDS, national_sources
from transforms.domain.authority import Source, SourceKind
from transforms.registers import sources, write_sources

ENDPOINTS = Path(__file__).parents[5] / "shared" / "data" / "sources" / "digital-land-endpoints.csv"
HEAD = "collection,organisation,pipelines,url,documentation_url,licence,entry_date,start_date,end_date\n"
ADUR, GONE = "local-authority:ADU", "local-authority:WYO"
BLANK = Source("E07000223", "planning_applications", "", "", "", "encouraged", None, None)


def register(tmp_path: Path, *lines: str, current: tuple[Source, ...] = ()) -> list[Source]:
    (tmp_path / "list.csv").write_text(HEAD + "".join(f"{line}\n" for line in lines))
    return national_sources(tmp_path / "list.csv", current)


def line(url: str, entered: str = "2024-01-01", ended: str = "", kind: str = "brownfield-land", of: str = ADUR) -> str:
    return f"{kind},{of},{kind},{url},,ogl3,{entered},,{ended}"


def test_of_yearly_registers_each_ends_when_the_next_begins(tmp_path: Path) -> None:
    first = line("https://a/0", "2020-01-01", "2021-01-01")
    rows = register(tmp_path, line("https://a/2", "2025-01-01"), line("https://a/1"), first)
    assert [(row.url[-1], str(row.since), str(row.until or "")) for row in rows] == [
        ("0", "2020-01-01", "2021-01-01"),
        ("1", "2024-01-01", "2025-01-01"),
        ("2", "2025-01-01", ""),
    ]


def test_parts_stay_open_beside_each_other(tmp_path: Path) -> None:
    rows = register(tmp_path, *(line(f"https://a/{number}", kind="developer-agreement") for number in (1, 2)))
    assert [(row.standard, row.until) for row in rows] == [("developer_agreements", None)] * 2


def test_an_address_ends_with_its_authority_and_never_before_it_began(tmp_path: Path) -> None:
    rows = register(tmp_path, line("https://a/1", "2019-01-01", of=GONE), line("https://a/2", "2023-01-01", of=GONE))
    assert {(row.since, row.until) for row in rows} == {(date(2019, 1, 1), date(2020, 4, 1)), (None, date(2020, 4, 1))}


def test_the_same_address_twice_is_one_and_open_if_either_is(tmp_path: Path) -> None:
    (row,) = register(tmp_path, line("https://a/1", "2024-01-01", "2024-06-01"), line("https://a/1", "2023-01-01"))
    assert (row.since, row.until) == (date(2023, 1, 1), None)


def test_funding_statements_are_documents_and_what_no_council_publishes_is_left_out(tmp_path: Path) -> None:
    (row,) = register(
        tmp_path,
        line("https://a/ifs.pdf", kind="infrastructure-funding-statement"),
        line("https://a/codes.csv", kind="contribution-purpose"),
        line("https://a/x.csv", of="government-organisation:D1342"),
    )
    assert (row.standard, row.kind, row.format) == ("infrastructure_funding_statements", SourceKind.DOCUMENT, "pdf")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("www.a.gov.uk/x", "https://www.a.gov.uk/x"),
        (" https://a.gov.uk/a b.csv ", "https://a.gov.uk/a%20b.csv"),
        ("https://a.gov.uk/x?id=1&_gl=1*2&utm_source=mail", "https://a.gov.uk/x?id=1"),
        ("https://a.gov.uk/R/FeatureServer/0", f"https://a.gov.uk/R/FeatureServer/0/{ALL_RECORDS}"),
    ],
)
def test_an_address_is_written_as_it_can_be_asked_for(tmp_path: Path, written: str, asked: str) -> None:
    assert register(tmp_path, line(written))[0].url == asked


def test_an_address_that_somebody_reviewed_stays_though_it_is_not_on_the_list(tmp_path: Path) -> None:
    own = Source("E07000223", "brownfield_land", "https://a/own", "", "", "statutory", date(2025, 1, 1), None)
    rows = register(tmp_path, line("https://a/1"), current=(own,))
    assert [(row.url, row.until) for row in rows] == [("https://a/1", date(2025, 1, 1)), ("https://a/own", None)]


def test_who_is_expected_to_publish_stays_in_the_register(tmp_path: Path) -> None:
    assert register(tmp_path, current=(BLANK,)) == [BLANK]
    (known,) = register(tmp_path, line("https://a/p", kind="planning-application"), current=(BLANK,))
    assert known.url == "https://a/p"


def test_other_standards_and_listings_stay_as_they_are(tmp_path: Path) -> None:
    spending = Source("E07000223", "spending_over_500", "https://a/s", "", "", "expected", None, None)
    listing = Source("E07000223", "brownfield_land", "https://a/l", "", "", "statutory", None, None, SourceKind.LISTING)
    assert set(register(tmp_path, line("https://a/1"), current=(spending, listing))) >= {spending, listing}


@pytest.mark.real_data
@pytest.mark.skipif(not ENDPOINTS.exists(), reason="the national list is not beside the checkout")
def test_the_packaged_register_is_what_the_list_gives() -> None:
    assert write_sources(national_sources(ENDPOINTS, sources())) == write_sources(sources())
