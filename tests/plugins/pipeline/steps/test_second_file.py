"""A second file of every standard is compared with the first and followed, whether or not it has rules over time."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from examples.england import England, found_england
from examples.published import publish
from examples.write_files import write_csv
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, Collecting
from transforms.registers import authority
from transforms.standards import STANDARDS

pytestmark = pytest.mark.platform
FIRST, SECOND = date(2025, 9, 29), date(2026, 11, 2)
SLUGS = [one.slug for one in STANDARDS]


@pytest.fixture(scope="module")
def england() -> England:
    return found_england([authority(ADUR)], scale=0.05, opened=FIRST, fault_share=0)


@pytest.fixture
def register(site: Site, tmp_path: Path) -> Path:
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    lines += [f"{ADUR},{slug},{site.url(f'/{slug}.csv')},csv,OGL-3.0,encouraged,," for slug in SLUGS]
    (tmp_path / "sources.csv").write_text("\n".join(lines) + "\n")
    return tmp_path / "sources.csv"


def test_the_newer_file_is_in_use_and_followed(collecting: Collecting, site: Site, england: England) -> None:
    for day in (FIRST, SECOND):
        for slug in SLUGS:
            table = publish(england, england.councils[0], slug, day)
            site.publish(f"/{slug}.csv", Page(write_csv(table)))
            replace(collecting, standard=slug).collect(str(day))
    in_use = dict(collecting.ask("select standard, day::text from in_use where state = 'current'"))
    assert in_use == dict.fromkeys(SLUGS, str(SECOND))
    followed = {slug for (slug,) in collecting.ask("select distinct standard from ledger")}
    assert followed == set(SLUGS)
