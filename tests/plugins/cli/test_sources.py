"""Sources added, tried, paused and ended by command, on a real warehouse."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import DBAPIError

from plugins.cli.console import NotCarriedOut
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, STANDARD, Collecting, cases

pytestmark = pytest.mark.platform
Run = Callable[..., tuple[int, str, str]]
WORTHING = "E07000229"
PERSON = ("--why", "On their page", "--by", "A. Officer", "--day", "2025-04-02")


def asked(collecting: Collecting) -> list[str]:
    return [gss for (gss,) in collecting.ask("select authority_gss from collection order by 1")]


def test_a_source_is_tried_added_collected_paused_and_ended_and_the_patch_says_so(
    collecting: Collecting, site: Site, run: Run
) -> None:
    for name in ("adur", "arun", "crawley", "worthing"):
        site.publish(f"/{name}.csv", Page(cases(5)))
    source = (STANDARD, "--authority", WORTHING, "--url", site.url("/worthing.csv"))
    assert run("sources", "try", *source, *PERSON[:4])[:2] == (
        0,
        f"{site.url('/worthing.csv')}: {len(cases(5))} bytes, planning_applications: 9 of 9 columns are its fields.\n",
    )
    assert run("sources", "add", *source, *PERSON)[0] == 0
    arun = (STANDARD, "--authority", ARUN, "--url", site.url("/arun.csv"))
    assert run("sources", "pause", *arun, *PERSON)[0] == 0
    collecting.collect("2025-04-03")
    assert (WORTHING in asked(collecting), ARUN in asked(collecting)) == (True, False)
    adur = (STANDARD, "--authority", ADUR, "--url", site.url("/adur.csv"))
    assert run("sources", "end", *adur, *PERSON)[0] == 0
    status, patch, _ = run("sources", "diff")
    assert status == 1
    changes = [line for line in patch.splitlines() if line[:1] in "+-" and not line.startswith(("+++", "---"))]
    assert sorted(line[0] for line in changes) == ["+", "+", "+", "-", "-"]  # Worthing is new, two are other
    status, listed, _ = run("sources", "list", "--ended")
    assert "paused: On their page" in listed
    assert f"{site.url('/adur.csv')}  ended 2025-04-02" in listed


def test_what_comes_is_something_else_and_a_try_says_so(collecting: Collecting, site: Site, run: Run) -> None:
    site.publish("/page.csv", Page(b"<html>Sign in</html>"))
    source = (STANDARD, "--authority", WORTHING, *PERSON[:4])
    status, words, _ = run("sources", "try", *source, "--url", site.url("/page.csv"))
    assert (status, words) == (1, f"{site.url('/page.csv')}: 20 bytes, no table of a standard that we know.\n")
    status, words, _ = run("sources", "try", *source, "--url", site.url("/gone.csv"))
    assert (status, words) == (1, f"{site.url('/gone.csv')}: answered 404 Not Found.\n")
    assert len(collecting.ask("select 1 from source_change where act = 'try' and outcome <> ''")) == 2


def test_a_change_without_reason_is_refused_and_none_is_ever_changed(
    collecting: Collecting, site: Site, run: Run, output_of: Callable[..., str]
) -> None:
    source = (STANDARD, "--authority", WORTHING, "--url", site.url("/w.csv"), "--by", "A. Officer")
    with pytest.raises(NotCarriedOut, match="who makes it and why"):
        output_of("sources", "add", *source, "--why", " ")
    output_of("sources", "add", *source, "--why", "On their page")
    with pytest.raises(DBAPIError, match="only"):
        collecting.ask("delete from source_change returning id")
