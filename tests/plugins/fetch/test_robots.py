"""A web server's rules for robots are asked for once, and kept to at every hop."""

from dataclasses import replace

import pytest

from plugins.fetch.fetch_all import FetchRequest
from plugins.fetch.fetch_once import FetchOutcome
from tests.plugins.conftest import Page, Site
from tests.plugins.fetch.test_fetch_all import ask, fetch, policy

CSV = b"a,b\n1,2\n"


def outcome(site: Site, url: str) -> tuple[FetchOutcome, str | None]:
    answer = ask(site, url, replace(policy(site), honours_robots=True))
    return answer.outcome, answer.attempts[-1].error


@pytest.mark.parametrize(
    "rules",
    [
        b"User-agent: *\nDisallow: /private/\n",
        b"User-agent: *\nDisallow:\n\nUser-agent: council-returns\nDisallow: /private/",
        b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /*.csv$\r\n",
    ],
)
def test_what_the_rules_disallow_is_not_asked_for(site: Site, rules: bytes) -> None:
    site.publish("/robots.txt", Page(rules))
    url = site.publish("/private/a.csv", Page(CSV))
    assert outcome(site, url) == (FetchOutcome.DISALLOWED, f"http://{site.host}/robots.txt disallows it")
    assert site.count("/private/a.csv") == 0


@pytest.mark.parametrize(
    "page",
    [
        Page(status=404),
        Page(status=403),
        Page(b"<html>no rules</html>"),
        Page(b"\xff\xfe\x00 rubbish"),
        Page(b"User-agent: other\nDisallow: /"),
        Page(b"User-agent: *\nDisallow: /\n\nUser-agent: council-returns\nAllow: /"),
    ],
)
def test_without_a_rule_against_us_the_file_is_fetched(site: Site, page: Page) -> None:
    site.publish("/robots.txt", page)
    assert outcome(site, site.publish("/a.csv", Page(CSV)))[0] is FetchOutcome.ANSWERED


def test_a_server_whose_rules_are_broken_is_left_alone(site: Site) -> None:
    site.publish("/robots.txt", Page(status=500))
    url = site.publish("/a.csv", Page(CSV))
    assert outcome(site, url)[0] is FetchOutcome.DISALLOWED
    assert site.count("/a.csv") == 0


def test_a_redirect_does_not_lead_around_the_rules(site: Site) -> None:
    site.publish("/robots.txt", Page(b"User-agent: *\nDisallow: /private/"))
    site.publish("/private/a.csv", Page(CSV))
    url = site.publish("/open.csv", Page(status=302, headers={"Location": "/private/a.csv"}))
    assert outcome(site, url)[0] is FetchOutcome.DISALLOWED


def test_the_rules_of_a_host_are_fetched_once_in_a_run(site: Site) -> None:
    site.publish("/robots.txt", Page(status=404))
    urls = [site.publish(f"/{number}.csv", Page(CSV)) for number in range(5)]
    answers = fetch([FetchRequest("E1", url) for url in urls], replace(policy(site), honours_robots=True))
    assert {answer.outcome for answer in answers} == {FetchOutcome.ANSWERED}
    assert site.count("/robots.txt") == 1


def test_what_a_person_asks_for_by_name_is_fetched_whatever_robots_are_told(site: Site) -> None:
    site.publish("/robots.txt", Page(b"User-agent: *\nDisallow: /"))
    assert ask(site, site.publish("/a.csv", Page(CSV))).outcome is FetchOutcome.ANSWERED
