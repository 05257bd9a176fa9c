"""References between linked standards, held against what the same council published of the other."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, Collecting

pytestmark = pytest.mark.platform
AGREEMENTS, CONTRIBUTIONS = "developer_agreements", "developer_agreement_contributions"
RULE = "developer-agreement.refers_to.developer_agreements"


@pytest.fixture
def register(site: Site, tmp_path: Path) -> Path:
    """A register of two councils that publish both standards."""
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    lines += [
        f"{gss},{slug},{site.url(f'/{name}-{slug}.csv')},csv,OGL-3.0,encouraged,,"
        for gss, name in ((ADUR, "adur"), (ARUN, "arun"))
        for slug in (AGREEMENTS, CONTRIBUTIONS)
    ]
    path = tmp_path / "sources.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def agreements(*references: str) -> Page:
    rows = "".join(f"{one},section-106,2025-01-01,2025-01-01\n" for one in references)
    return Page(f"reference,developer-agreement-type,entry-date,start-date\n{rows}".encode())


def contributions(*agreed: str) -> Page:
    rows = "".join(f"C{place},{one},education,2025-01-01\n" for place, one in enumerate(agreed))
    return Page(f"reference,developer-agreement,contribution-purpose,entry-date\n{rows}".encode())


def collect(collecting: Collecting, slug: str, day: str) -> None:
    replace(collecting, standard=slug).collect(day, run=f"{slug}-{day}")


def outcome(collecting: Collecting, authority: str) -> tuple[object, ...]:
    query = "select outcome, reason, tested, failed from outcome where authority_gss = :g and rule = :r"
    return collecting.ask(query, g=authority, r=RULE)[-1]


def test_a_contribution_names_an_agreement_of_the_same_council(collecting: Collecting, site: Site) -> None:
    site.publish(f"/adur-{AGREEMENTS}.csv", agreements("A1", "A2"))
    site.publish(f"/arun-{AGREEMENTS}.csv", agreements("B1"))
    site.publish(f"/adur-{CONTRIBUTIONS}.csv", contributions("A1", "B1", "A2"))
    site.publish(f"/arun-{CONTRIBUTIONS}.csv", contributions("B1"))
    collect(collecting, AGREEMENTS, "2025-04-02")
    collect(collecting, CONTRIBUTIONS, "2025-04-03")
    assert outcome(collecting, ADUR) == ("failed", None, 3, 1)
    assert outcome(collecting, ARUN) == ("passed", None, 1, 0)


def test_without_the_other_file_nothing_is_said_of_references(collecting: Collecting, site: Site) -> None:
    site.publish(f"/adur-{CONTRIBUTIONS}.csv", contributions("A1"))
    collect(collecting, CONTRIBUTIONS, "2025-04-03")
    reason = "no developer agreements of this authority are known here"
    assert outcome(collecting, ADUR) == ("not-applicable", reason, 0, 0)


def test_agreements_that_came_later_are_not_held_against_an_earlier_file(collecting: Collecting, site: Site) -> None:
    site.publish(f"/adur-{AGREEMENTS}.csv", agreements("A1"))
    site.publish(f"/adur-{CONTRIBUTIONS}.csv", contributions("A1"))
    collect(collecting, AGREEMENTS, "2025-04-04")
    collect(collecting, CONTRIBUTIONS, "2025-04-03")
    assert outcome(collecting, ADUR)[0] == "not-applicable"
