"""Finding a council, and the page of one."""

import csv
import io
import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, STANDARD, Collecting
from tests.plugins.portal.conftest import BARNSLEY, MID_SUSSEX
from tests.plugins.portal.reading import rows_of, text_of
from transforms.registers import authorities

pytestmark = pytest.mark.platform
PLANNING = "Planning applications"


def dataset(reader: TestClient, gss: str, title: str = PLANNING) -> dict[str, str]:
    rows = rows_of(reader.get(f"/councils/{gss}").text)
    return next(row for row in rows if row["Dataset"].startswith(title))


def test_every_council_of_england_in_being_is_listed_once_by_letter_and_by_region(reader: TestClient) -> None:
    day = date(2025, 4, 9)
    expected = sorted(
        authority.gss
        for authority in authorities().values()
        if authority.nation == "England" and authority.in_being(day)
    )
    for address in ("/councils", "/councils?by=region"):
        page = reader.get(address).text
        assert sorted(re.findall(r'href="/councils/(E\d+)"', page)) == expected


@pytest.mark.parametrize(
    ("words", "gss"),
    [("adur", ADUR), ("mid suss", MID_SUSSEX), ("E07000223", ADUR), ("e0700022", ARUN), ("BANES", "E06000022")],
)
def test_a_search_matches_any_part_of_a_name_or_code(reader: TestClient, words: str, gss: str) -> None:
    assert f'href="/councils/{gss}"' in reader.get("/councils", params={"q": words}).text


def test_former_names_and_codes_lead_to_the_successor(reader: TestClient) -> None:
    page = reader.get("/councils", params={"q": "wycombe"}).text
    assert 'href="/councils/E06000060"' in page
    assert "It ended on 1 April 2020. Now: Buckinghamshire Council" in text_of(page)
    page = text_of(reader.get("/councils", params={"q": "E08000016"}).text)
    assert "1 council found" in page
    assert "also known as E08000016" in page


def test_a_council_with_several_successors_names_them_all(reader: TestClient) -> None:
    both = "Cumberland Council and Westmorland and Furness Council"
    assert f"Now: {both} ." in text_of(reader.get("/councils", params={"q": "Cumbria County"}).text)
    assert f"is now done by {both} ." in text_of(reader.get("/councils/E10000006").text)


def test_a_suggested_name_leads_to_the_council(reader: TestClient) -> None:
    page = reader.get("/councils").text
    assert '<option value="Adur District Council">' in page
    assert '<option value="Wycombe District Council">' in page
    straight = reader.get("/councils", params={"q": "adur district council "}, follow_redirects=False)
    assert (straight.status_code, straight.headers["location"]) == (303, f"/councils/{ADUR}")
    ended = reader.get("/councils", params={"q": "Wycombe District Council"}, follow_redirects=False)
    assert "Now: Buckinghamshire Council" in text_of(ended.text)


def test_the_first_page_has_the_same_search(reader: TestClient) -> None:
    page = reader.get("/").text
    assert '<form method="get" action="/councils"' in page
    assert 'name="q"' in page


def test_a_misspelt_name_gets_a_suggestion(reader: TestClient) -> None:
    assert "Did you mean Birmingham City Council ?" in text_of(reader.get("/councils", params={"q": "Birmingam"}).text)


def test_a_search_with_hundreds_of_matches_is_cut_short_with_a_sentence(reader: TestClient) -> None:
    page = reader.get("/councils", params={"q": "e"})
    assert len(re.findall(r'<li><a class="govuk-link" href="/councils/', page.text)) == 100
    assert "Enter more of the name" in page.text
    assert len(page.content) < 100_000


def test_a_search_without_matches_says_so_and_its_text_never_runs(reader: TestClient) -> None:
    page = reader.get("/councils", params={"q": "<script>alert(1)</script>"}).text
    assert "0 councils found" in page
    assert "<script>alert" not in page


def test_a_dataset_shows_its_state_and_why_it_is_expected(reader: TestClient) -> None:
    adur = dataset(reader, ADUR)
    assert adur["State"] == "Collected today"
    assert "monthly, encouraged" in adur["Dataset"]
    assert adur["Last tried"] == "9 April 2025 next try on 10 April 2025"
    assert dataset(reader, ARUN)["State"] == "Unchanged since 2 April 2025"
    crawley = dataset(reader, CRAWLEY)["State"]
    assert crawley == "Last valid file in use unreachable since 9 April 2025; the file of 2 April 2025 is in use"
    barnsley = dataset(reader, BARNSLEY)["State"]
    assert barnsley == "Unreachable since 2 April 2025; there is no earlier file to use instead"
    unlisted = dataset(reader, MID_SUSSEX)["State"]
    assert unlisted == "No address"
    brownfield = dataset(reader, ADUR, "Brownfield")
    assert brownfield["State"] == "Never collected not tried yet"
    assert "required by law: SI 2017/403" in brownfield["Dataset"]


def test_a_council_page_starts_with_states_and_what_needs_attention(reader: TestClient) -> None:
    def above_the_table(gss: str) -> str:
        return text_of(reader.get(f"/councils/{gss}").text).partition("Each dataset")[0]

    assert "1 dataset on 9 April 2025: 1 Unchanged What needs attention" in above_the_table(ARUN)
    adur = above_the_table(ADUR)
    assert "1 Collected 1 Never collected What needs attention" in adur
    assert "Planning applications : 5 warnings" in adur
    assert "Brownfield land registers: not collected yet" in adur
    assert "Planning applications : unreachable since 9 April 2025; the file of 2 April" in above_the_table(CRAWLEY)
    assert "Planning applications: unreachable since 2 April 2025; there is no earlier file" in above_the_table(
        BARNSLEY
    )


def test_the_page_of_a_council_without_collected_files_says_that_there_are_none(reader: TestClient) -> None:
    for gss, name in (("E10000014", "Hampshire County Council"), ("S12000033", "Aberdeen City Council")):
        page = text_of(reader.get(f"/councils/{gss}").text)
        assert f"No datasets are collected from {name}" in page
        assert "No return has been assembled" in page


def test_findings_are_compared_with_those_of_the_previous_file(reader: TestClient, country: Collecting) -> None:
    counted = dict(
        country.ask(
            "select severity, sum(count)::int from issue_count join snapshot using (standard, authority_gss, sha256)"
            " where authority_gss = :gss and fetched_on = '2025-04-09' group by severity",
            gss=ADUR,
        )
    )
    adur = dataset(reader, ADUR)
    assert adur["Warnings"].split()[0] == str(counted.get("warning", 0))
    assert adur["Critical"].split()[0] == str(counted.get("critical", 0))
    assert "1 fewer" in (adur["Warnings"] + adur["Critical"])
    assert adur["Records"].startswith("32 ")
    assert f'href="/councils/{ADUR}/{STANDARD}"' in reader.get(f"/councils/{ADUR}").text


def test_a_return_says_how_many_cells_are_filled_and_what_would_fill_the_rest(
    reader: TestClient, country: Collecting
) -> None:
    [[prefix]] = country.ask("select prefix from assembly")
    cells = csv.DictReader(io.StringIO(country.deployment.archive.load(f"{prefix}/cells.csv").decode()))
    mine = [row["origin"] for row in cells if row["authority"] == ADUR]
    page = reader.get(f"/councils/{ADUR}").text
    cells = {re.split(r" (?:not )?(?:can|fill)", row["Cells"])[0]: int(row["Number"]) for row in rows_of(page, 1)}
    assert cells == {
        words: mine.count(origin)
        for words, origin in (
            ("Computed", "computed"),
            ("Inferred", "inferred"),
            ("Declared", "declared"),
            ("Not derivable", "not-derivable"),
            ("No data", "no-data"),
        )
    }
    assert "environmental statements are not published" in text_of(page)
    assert "once councils publish whether each application came with an environmental statement" in text_of(page)
    counted = re.findall(r": (\d+) cells? (?:inferred|not derivable|with no data)\.", page)
    assert sum(map(int, counted)) == sum(cells.values()) - cells["Computed"]
    assert "publish it, or fix the file" in text_of(reader.get(f"/councils/{BARNSLEY}").text)


def test_other_codes_lead_to_the_council_and_ended_ones_to_their_successors(reader: TestClient) -> None:
    moved = reader.get("/councils/E08000016", follow_redirects=False)
    assert moved.status_code == 301
    assert moved.headers["location"] == f"/councils/{BARNSLEY}"
    ended = reader.get("/councils/E07000007").text
    assert "Wycombe District Council ended on 1 April 2020" in text_of(ended)
    assert 'href="/councils/E06000060"' in ended
    assert reader.get("/councils/E99999999").status_code == 404
