"""Asking publishers, against real web servers that misbehave."""

import asyncio
import hashlib
import time
from dataclasses import replace

import pytest

from plugins.fetch.fetch_all import FetchRequest, FetchResult, fetch_all
from plugins.fetch.fetch_once import FetchLimits, FetchOutcome
from plugins.fetch.fetch_source import FetchPolicy
from plugins.fetch.retry import RetryPolicy
from tests.plugins.conftest import Page, Site, gzipped
from tests.waiting import PATIENCE

CSV = b"CaseReference,CaseDate\nA/1,2025-01-02\n"
CONTACT = "https://data.example/contact"
QUICK = RetryPolicy(max_attempts=3, first_pause=0.05)


def policy(site: Site) -> FetchPolicy:
    return FetchPolicy(
        contact=CONTACT,
        allow_hosts={site.host},
        retry_policy=QUICK,
        limits=FetchLimits(seconds=PATIENCE, read_seconds=PATIENCE),
    )


def fetch(requests: list[FetchRequest], chosen: FetchPolicy) -> list[FetchResult]:
    async def all_of_them() -> list[FetchResult]:
        return [answer async for answer in fetch_all(requests, chosen)]

    return asyncio.run(all_of_them())


def ask(site: Site, url: str, chosen: FetchPolicy | None = None, **known: str) -> FetchResult:
    return fetch([FetchRequest("E07000223", url, **known)], chosen or policy(site))[0]


def test_an_answer_is_the_exact_bytes_with_their_hash(site: Site) -> None:
    answer = ask(site, site.publish("/a.csv", Page(CSV, headers={"ETag": '"1"', "Content-Type": "text/csv"})))
    assert answer.outcome is FetchOutcome.ANSWERED
    assert answer.body.read() == CSV
    assert answer.body.sha256 == answer.attempts[0].sha256 == hashlib.sha256(CSV).hexdigest()
    assert answer.attempts[0].headers["etag"] == '"1"'


def test_we_say_who_we_are_and_where_to_complain(site: Site) -> None:
    ask(site, site.publish("/a.csv", Page(CSV)))
    agent = site.asked[0][1]["User-Agent"]
    assert "council-returns" in agent
    assert f"+{CONTACT};" in agent


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    url = site.publish("/a.csv", Page(CSV, headers={"ETag": '"1"'}))
    answer = ask(site, url, etag='"1"', last_modified="Wed, 01 Jan 2025 00:00:00 GMT")
    assert answer.outcome is FetchOutcome.UNCHANGED
    assert answer.body is None
    assert site.asked[0][1]["If-Modified-Since"] == "Wed, 01 Jan 2025 00:00:00 GMT"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501])
def test_what_cannot_pass_is_asked_once(site: Site, status: int) -> None:
    answer = ask(site, site.publish("/a.csv", Page(status=status)))
    assert answer.outcome is FetchOutcome.UNREACHABLE
    assert [one.status for one in answer.attempts] == [status]


@pytest.mark.parametrize("status", [202, 408, 429, 500, 502, 503])
def test_what_can_pass_is_asked_again(site: Site, status: int) -> None:
    answer = ask(site, site.publish("/a.csv", Page(status=status), Page(status=status), Page(CSV)))
    assert answer.outcome is FetchOutcome.ANSWERED
    assert [one.status for one in answer.attempts] == [status, status, 200]


def test_an_error_that_stays_is_given_up_after_the_tries(site: Site) -> None:
    answer = ask(site, site.publish("/a.csv", Page(status=500)))
    assert (answer.outcome, len(answer.attempts)) == (FetchOutcome.UNREACHABLE, 3)


def test_retry_after_is_kept_to(site: Site) -> None:
    begun = time.monotonic()
    ask(site, site.publish("/a.csv", Page(status=429, headers={"Retry-After": "1"}), Page(CSV)))
    assert time.monotonic() - begun >= 1.0


def test_a_retry_after_beyond_our_patience_is_left_for_the_next_collection(site: Site) -> None:
    answer = ask(site, site.publish("/a.csv", Page(status=503, headers={"Retry-After": "86400"}), Page(CSV)))
    assert (answer.outcome, len(answer.attempts)) == (FetchOutcome.UNREACHABLE, 1)


def test_a_connection_that_breaks_is_tried_again(site: Site) -> None:
    answer = ask(site, site.publish("/a.csv", Page(drop=True), Page(CSV * 5000, drop=True), Page(CSV)))
    assert answer.outcome is FetchOutcome.ANSWERED
    assert [one.error is None for one in answer.attempts] == [False, False, True]


def test_a_server_that_never_finishes_costs_no_more_than_the_time_limit(site: Site) -> None:
    slow = replace(
        policy(site), limits=FetchLimits(seconds=0.5, read_seconds=PATIENCE), retry_policy=RetryPolicy(max_attempts=1)
    )
    begun = time.monotonic()
    answer = ask(site, site.publish("/a.csv", Page(CSV * 100, trickle=0.1)), slow)
    assert answer.outcome is FetchOutcome.UNREACHABLE
    assert time.monotonic() - begun < 60  # all of the file would take six minutes


def test_redirects_are_followed_and_recorded(site: Site) -> None:
    site.publish("/b", Page(status=301, headers={"Location": "/c.csv"}))
    site.publish("/c.csv", Page(CSV))
    answer = ask(site, site.publish("/a", Page(status=302, headers={"Location": site.url("/b")})))
    assert answer.attempts[0].redirects == [site.url("/a"), site.url("/b")]
    assert answer.attempts[0].final_url == site.url("/c.csv")
    assert answer.body.read() == CSV


def test_a_circle_of_redirects_ends(site: Site) -> None:
    answer = ask(site, site.publish("/a", Page(status=302, headers={"Location": "/a"})))
    assert answer.outcome is FetchOutcome.UNREACHABLE
    assert "redirects" in answer.attempts[0].error


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "http://[::1]/"]
)
def test_a_redirect_into_a_private_network_is_refused(site: Site, target: str) -> None:
    answer = ask(site, site.publish("/a", Page(status=302, headers={"Location": target})))
    assert answer.outcome is FetchOutcome.REFUSED
    assert len(answer.attempts) == 1


def test_a_private_address_is_not_even_connected_to(site: Site) -> None:
    answer = ask(site, site.publish("/a.csv", Page(CSV)), replace(policy(site), allow_hosts=()))
    assert answer.outcome is FetchOutcome.REFUSED
    assert site.asked == []


def test_a_file_beyond_the_size_limit_is_not_read_to_its_end(site: Site) -> None:
    small = replace(policy(site), limits=FetchLimits(size=1000))
    announced = ask(site, site.publish("/a.csv", Page(CSV * 1000)), small)
    assert (announced.outcome, announced.body) == (FetchOutcome.TOO_LARGE, None)


def test_a_packed_answer_is_unpacked(site: Site) -> None:
    assert ask(site, site.publish("/a.csv", gzipped(CSV * 100_000))).body.read() == CSV * 100_000


def test_a_small_answer_that_unpacks_to_a_huge_one_is_cut_off(site: Site) -> None:
    bomb = gzipped(bytes(50_000_000))
    assert len(bomb.body) < 100_000
    answer = ask(site, site.publish("/a.csv", bomb), replace(policy(site), limits=FetchLimits(size=1_000_000)))
    assert (answer.outcome, answer.body) == (FetchOutcome.TOO_LARGE, None)


def test_a_packed_answer_that_is_damaged_is_no_answer(site: Site) -> None:
    whole = gzipped(CSV * 1000)
    cut = Page(whole.body[:-20], headers=whole.headers)
    assert ask(site, site.publish("/a.csv", cut)).outcome is FetchOutcome.UNREACHABLE


def test_a_host_is_asked_a_few_times_at_once_and_no_more(site: Site) -> None:
    urls = [site.publish(f"/{number}.csv", Page(CSV, wait=0.1)) for number in range(12)]
    answers = fetch([FetchRequest(f"E{number}", url) for number, url in enumerate(urls)], policy(site))
    assert len(answers) == 12
    assert 2 <= site.most_at_once <= policy(site).requests_per_host


def test_a_source_that_fails_stops_no_other(site: Site) -> None:
    good = site.publish("/good.csv", Page(CSV))
    requests = [
        FetchRequest("E1", "http://no-such-council.invalid/"),
        FetchRequest("E2", site.url("/404")),
        FetchRequest("E3", good),
    ]
    outcomes = {answer.request.authority_gss: answer.outcome for answer in fetch(requests, policy(site))}
    assert outcomes == {"E1": FetchOutcome.UNREACHABLE, "E2": FetchOutcome.UNREACHABLE, "E3": FetchOutcome.ANSWERED}


def test_an_unconditional_request_is_not_answered_by_not_modified(site: Site) -> None:
    assert ask(site, site.publish("/a.csv", Page(status=304))).outcome is FetchOutcome.UNREACHABLE
