"""Each test talks HTTP to example publishers that run in a process of their own."""

import csv
import json
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from examples.faults import ANSWERS, FAULTS, Fault, fault
from examples.visits import Publishers, example_publishers
from tests.waiting import PATIENCE
from transforms.domain.issue_types import ISSUE_TYPES
from transforms.registers import sources

OPENED = date(2026, 10, 5)
FAULTY = [one for one in FAULTS if one.slug != "silent"]


@pytest.fixture(scope="module")
def publishers() -> Iterator[Publishers]:
    """Every council has a fault, so that every fault is met."""
    with example_publishers("--fault-share", "1", "--scale", "0.1", authorities=60, day=OPENED) as running:
        yield running


@pytest.fixture(autouse=True)
def _first_day(publishers: Publishers) -> None:
    publishers.move_to(OPENED)


def _addresses(publishers: Publishers, slug: str) -> list[str]:
    """The addresses of all who have this fault."""
    with publishers.sources_csv.open(newline="") as lines:
        urls = {f"{row['authority_gss']}/{row['standard']}": row["url"] for row in csv.DictReader(lines)}
    return [urls[source] for source, one in publishers.faults.items() if one == slug]


def _get(publishers: Publishers, slug: str, **options: object) -> httpx.Response:
    return httpx.get(_addresses(publishers, slug)[0], **{"follow_redirects": True, "timeout": PATIENCE, **options})  # type: ignore[arg-type]


def test_the_register_of_sources_is_one_that_the_pipeline_reads(publishers: Publishers) -> None:
    listed = sources(publishers.sources_csv)
    assert len(listed) == 120
    assert {one.standard for one in listed} == {"planning_applications", "brownfield_land"}
    assert all(one.url.startswith(publishers.base_url) and one.licence for one in listed)


def test_every_fault_is_on_show(publishers: Publishers) -> None:
    assert set(publishers.faults.values()) == {one.slug for one in FAULTS}


@pytest.mark.parametrize(
    "one", [one for one in FAULTY if one not in ANSWERS and one.slug != "fixed-later"], ids=lambda one: one.slug
)
def test_whoever_merely_publishes_badly_answers_with_200(publishers: Publishers, one: Fault) -> None:
    answer = _get(publishers, one.slug)
    assert answer.status_code == 200
    assert len(answer.content) > 100


@pytest.mark.parametrize(("slug", "status"), [("gone", 404), ("forbidden", 403), ("broken", 500)])
def test_some_never_answer_with_data(publishers: Publishers, slug: str, status: int) -> None:
    assert {_get(publishers, slug).status_code for _ in range(3)} == {status}


@pytest.mark.parametrize(("slug", "status", "wait"), [("unavailable-once", 503, None), ("busy", 429, "1")])
def test_some_answer_the_second_time_every_day(
    publishers: Publishers, slug: str, status: int, wait: str | None
) -> None:
    for day in (OPENED, OPENED + timedelta(days=1)):
        publishers.move_to(day)
        first, second = _get(publishers, slug), _get(publishers, slug)
        assert (first.status_code, second.status_code) == (status, 200)
        assert first.headers.get("Retry-After") == wait


@pytest.mark.parametrize(("slug", "hops"), [("redirect", [301]), ("redirect-chain", [301, 302, 307, 308])])
def test_some_have_moved(publishers: Publishers, slug: str, hops: list[int]) -> None:
    answer = _get(publishers, slug)
    assert [hop.status_code for hop in answer.history] == hops
    assert b"Reference" in answer.content


def test_a_redirect_loop_never_ends_and_another_leads_astray(publishers: Publishers) -> None:
    with pytest.raises(httpx.TooManyRedirects):
        _get(publishers, "redirect-loop")
    assert _get(publishers, "redirect-astray", follow_redirects=False).headers["Location"].startswith("http://169.254.")


def test_a_connection_breaks_off_and_another_stays_silent(publishers: Publishers) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        _get(publishers, "cut-short")
    with pytest.raises(httpx.ReadTimeout):
        _get(publishers, "silent", timeout=httpx.Timeout(PATIENCE, read=0.3))


def test_bytes_are_what_the_fault_says(publishers: Publishers) -> None:
    assert _get(publishers, "pdf").content.startswith(b"%PDF")
    assert _get(publishers, "page").content.startswith(b"<!DOCTYPE html>")
    assert _get(publishers, "empty").content == b""
    assert _get(publishers, "zipped").content.startswith(b"PK")
    assert _get(publishers, "utf-16").content.startswith(b"\xff\xfe")


def test_what_goes_wrong_later_is_right_on_the_first_day(publishers: Publishers) -> None:
    first = {slug: _get(publishers, slug) for slug in ("gone-later", "page-later", "fixed-later", "shrunken")}
    publishers.move_to(OPENED + timedelta(days=1))
    later = {slug: _get(publishers, slug) for slug in first}
    assert [(first[slug].status_code, later[slug].status_code) for slug in first] == [
        (200, 404),
        (200, 200),
        (500, 200),
        (200, 200),
    ]
    assert later["page-later"].content.startswith(b"<!DOCTYPE html>")
    assert len(later["shrunken"].content) < len(first["shrunken"].content) / 2


def test_a_stale_file_never_moves_on_and_a_volatile_one_moves_at_every_fetch(publishers: Publishers) -> None:
    stale, volatile = _get(publishers, "stale").content, {_get(publishers, "volatile").content for _ in range(3)}
    publishers.move_to(OPENED + timedelta(days=90))
    assert _get(publishers, "stale").content == stale
    assert len(volatile) == 3


def test_clean_files_move_on_and_answer_304_until_they_do() -> None:
    with example_publishers("--fault-share", "0", "--scale", "0.1", authorities=12, day=OPENED) as running:
        urls = [one.url for one in sources(running.sources_csv) if one.standard == "planning_applications"]
        asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        first = {url: httpx.get(url) for url in urls}
        known = {
            url: {asked[name]: answer.headers[name] for name in asked if name in answer.headers}
            for url, answer in first.items()
        }
        assert {httpx.get(url, headers=known[url]).status_code for url in urls if known[url]} == {304}
        assert {httpx.get(url, headers=known[url]).status_code for url in urls if not known[url]} == {200}
        running.move_to(OPENED + timedelta(days=30), prepare=True)
        assert {httpx.get(url, headers=known[url]).status_code for url in urls} == {200}
        assert all(httpx.get(url).content != first[url].content for url in urls)


def test_some_servers_compress_for_those_who_can_read_it() -> None:
    with example_publishers("--fault-share", "0", "--scale", "0.1", authorities=12, day=OPENED) as running:
        urls = [one.url for one in sources(running.sources_csv)]
        plain = {url: httpx.get(url, headers={"Accept-Encoding": "identity"}).content for url in urls}
        assert all(httpx.get(url).content == plain[url] for url in urls)
        with httpx.Client() as client, client.stream("GET", urls[0]) as answer:
            assert answer.headers.get("Content-Encoding") in (None, "gzip")
            assert zlib.crc32(answer.read()) == zlib.crc32(plain[urls[0]])


def test_councils_can_live_on_hosts_of_their_own() -> None:
    with example_publishers("--hosts", "3", authorities=6, day=OPENED) as running:
        assert len(set(running.hosts)) == 3
        assert {httpx.URL(one.url).netloc.decode() for one in sources(running.sources_csv)} == set(running.hosts)


def test_one_fault_can_be_asked_for_and_rubbish_has_the_rows_asked_for() -> None:
    asked = ("--fault-share", "0", "--fault", "E08000027/brownfield_land=gone", "--rubbish", "500")
    with example_publishers(*asked, "--scale", "0.1", day=OPENED) as running:
        assert httpx.get(f"{running.base_url}/E08000027/brownfield_land.csv").status_code == 404
        rubbish = next(source for source, slug in running.faults.items() if slug == "rubbish")
        assert httpx.get(f"{running.base_url}/{rubbish}.csv").content.count(b"\r\n") == 501


def test_one_day_of_rubbish_passes() -> None:
    with example_publishers("--fault-share", "0", "--scale", "0.1", authorities=2, day=OPENED) as running:
        url = sources(running.sources_csv)[0].url
        running.move_to(OPENED, rubbish=300)
        assert httpx.get(url).content.count(b"??") == 300
        running.move_to(OPENED + timedelta(days=1))
        assert b"??" not in httpx.get(url).content


def test_a_day_that_is_none_is_refused(publishers: Publishers) -> None:
    answer = httpx.put(f"{publishers.control}/day", content=json.dumps({"day": "tomorrow"}))
    assert answer.status_code == 400
    assert httpx.get(publishers.control).json()["day"] == str(OPENED)


def test_real_files_are_published_under_their_councils_names(tmp_path: Path) -> None:
    folder = tmp_path / "brownfield_land"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"DUD__{number}.csv").write_text(f"SiteReference\n{number}\n")
    with example_publishers("--real", str(tmp_path), authorities=3, day=OPENED) as running:
        url = next(one.url for one in sources(running.sources_csv) if one.authority_gss == "E08000027")
        assert running.rounds == 2
        for number in (1, 2):
            running.move_to(OPENED + timedelta(days=number - 1))
            assert httpx.get(url).text == f"SiteReference\n{number}\n"
        assert [one["url"] for one in running.real] == [url, url]


def test_every_finding_of_a_fault_is_an_issue_code() -> None:
    assert {one.finding for one in (*FAULTS, fault("rubbish"))} - {""} <= set(ISSUE_TYPES)
