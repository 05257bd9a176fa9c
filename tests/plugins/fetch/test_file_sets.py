"""Several files of one authority: every listing followed, every file under the guards, none costing another."""

import asyncio
import json
from dataclasses import replace

from plugins.fetch.fetch_all import fetch_all
from plugins.fetch.fetch_once import FetchLimits, FetchOutcome
from plugins.fetch.file_sets import FileSetRequest, FileSetResult, SourceAddress
from tests.plugins.conftest import Page, Site
from tests.plugins.fetch.test_fetch_all import policy

INDEX = b'<html><a href="apr.csv">April</a><a href="may.csv">May</a><a href="guide.pdf">Guide</a></html>'


def ask_set(site: Site, *addresses: SourceAddress, limits: FetchLimits | None = None, **etags: str) -> FileSetResult:
    conditions = {site.url(f"/{name}.csv"): {"If-None-Match": etag} for name, etag in etags.items()}
    request = FileSetRequest("E07000223", addresses, conditions)
    chosen = replace(policy(site), limits=limits) if limits else policy(site)

    async def all_of_them() -> list[FileSetResult]:
        return [result async for result in fetch_all([request], chosen)]

    return asyncio.run(all_of_them())[0]


def files(result: FileSetResult) -> dict[str, tuple[str, bytes | None]]:
    return {file.file.name: (str(file.outcome), file.body.read() if file.body else None) for file in result.files}


def listing(site: Site, pattern: str = "") -> SourceAddress:
    return SourceAddress(site.publish("/list", Page(INDEX)), is_listing=True, pattern=pattern)


def test_a_listing_gives_its_files_each_with_its_own_outcome(site: Site) -> None:
    site.publish("/apr.csv", Page(b"a\n1\n"))
    assert files(ask_set(site, listing(site))) == {"apr.csv": ("answered", b"a\n1\n"), "may.csv": ("unreachable", None)}


def test_a_file_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    site.publish("/apr.csv", Page(b"a\n1\n", headers={"ETag": '"1"'}))
    site.publish("/may.csv", Page(b"a\n2\n", headers={"ETag": '"2"'}))
    result = ask_set(site, listing(site), apr='"1"', may='"old"')
    assert files(result) == {"apr.csv": ("unchanged", None), "may.csv": ("answered", b"a\n2\n")}


def test_a_file_that_two_addresses_lead_to_is_fetched_once(site: Site) -> None:
    apr = site.publish("/apr.csv", Page(b"a\n1\n"))
    site.publish("/may.csv", Page(b"a\n2\n"))
    result = ask_set(site, SourceAddress(apr), listing(site))
    assert list(files(result)) == ["apr.csv", "may.csv"]
    assert site.count("/apr.csv") == 1


def test_a_listing_is_followed_over_its_pages_and_not_in_circles(site: Site) -> None:
    def page(number: int, following: str) -> Page:
        return Page(f'<html><a href="{number}.csv">x</a><a rel="next" href="{following}">more</a></html>'.encode())

    first = site.publish("/list", page(1, "/list?page=2"))
    site.publish("/list?page=2", page(2, "/list"))
    for number in (1, 2):
        site.publish(f"/{number}.csv", Page(b"a\n1\n"))
    assert list(files(ask_set(site, SourceAddress(first, is_listing=True)))) == ["1.csv", "2.csv"]


def test_a_listing_without_a_file_that_we_look_for_says_so(site: Site) -> None:
    result = ask_set(site, listing(site, pattern="*june*"))
    (attempt,) = result.failed_listings.values()
    assert attempt.outcome is FetchOutcome.NOTHING_LISTED
    assert "none of its 3 links" in attempt.error


def test_a_listing_that_is_a_table_is_no_listing(site: Site) -> None:
    result = ask_set(site, SourceAddress(site.publish("/list", Page(b"a,b\n1,2\n")), is_listing=True))
    assert result.listings[site.url("/list")].outcome is FetchOutcome.NOTHING_LISTED


def test_a_listing_that_fails_costs_the_other_addresses_nothing(site: Site) -> None:
    apr = site.publish("/apr.csv", Page(b"a\n1\n"))
    gone = SourceAddress(site.publish("/list", Page(status=404)), is_listing=True)
    result = ask_set(site, gone, SourceAddress(apr))
    assert files(result) == {"apr.csv": ("answered", b"a\n1\n")}
    assert list(result.failed_listings) == [gone.url]


def test_a_listing_of_more_files_than_the_limit_is_refused_and_none_is_fetched(site: Site) -> None:
    resources = [{"url": site.url(f"/{number}.csv")} for number in range(6)]
    url = site.publish("/list", Page(json.dumps({"result": {"resources": resources}}).encode()))
    result = ask_set(site, SourceAddress(url, is_listing=True), limits=FetchLimits(files=5))
    assert result.listings[url].outcome is FetchOutcome.TOO_LARGE
    assert len(site.asked) == 1


def test_all_files_together_keep_to_the_size_limit(site: Site) -> None:
    site.publish("/apr.csv", Page(b"a\n" + b"1\n" * 30))
    site.publish("/may.csv", Page(b"a\n" + b"2\n" * 30))
    outcomes = [outcome for outcome, _ in files(ask_set(site, listing(site), limits=FetchLimits(size=100))).values()]
    assert sorted(outcomes) == ["answered", "too-large"]


def test_a_listing_that_names_a_private_address_leads_nowhere(site: Site) -> None:
    trap = Page(b'<html><a href="http://169.254.169.254/latest/data.csv">x</a></html>')
    result = ask_set(site, SourceAddress(site.publish("/list", trap), is_listing=True))
    assert [str(file.outcome) for file in result.files] == ["refused"]
