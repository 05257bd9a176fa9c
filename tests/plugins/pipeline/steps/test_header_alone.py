"""A file with a header and no row, where a return reads it as “there is none”."""

from datetime import date
from pathlib import Path

import pytest

from plugins.storage.warehouse.assembly_inputs import load_known_inputs
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, CRAWLEY, Collecting

pytestmark = pytest.mark.platform
TRANSACTIONS = "developer_agreement_transactions"
HEADER = b"reference,developer-agreement-contribution,contribution-funding-status,amount,start-date\n"


@pytest.fixture
def register(site: Site, tmp_path: Path) -> Path:
    """A register of three councils that publish transactions, all on one web site."""
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    pages = ((ADUR, "adur"), (ARUN, "arun"), (CRAWLEY, "crawley"))
    lines += [f"{gss},{TRANSACTIONS},{site.url(f'/{name}.csv')},csv,OGL-3.0,expected,," for gss, name in pages]
    path = tmp_path / "sources.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_header_alone_is_an_input_of_returns_that_say_so_and_of_no_others(collecting: Collecting, site: Site) -> None:
    collecting.standard = TRANSACTIONS
    site.publish("/adur.csv", Page(HEADER))
    site.publish("/arun.csv", Page(b"<html><body>Soon</body></html>"))
    site.publish("/crawley.csv", Page(HEADER + b"T1,C1,received,5,2025-06-01\n"))
    collecting.collect("2026-06-01")

    def known(day: date, *, empty_is_usable: bool) -> list[str]:
        with collecting.deployment.transaction() as connection:
            inputs = load_known_inputs(connection, TRANSACTIONS, None, day, empty_is_usable=empty_is_usable)
        return [one.authority_gss for one in inputs]

    assert known(date(2026, 6, 1), empty_is_usable=True) == [ADUR, CRAWLEY]
    assert known(date(2026, 6, 1), empty_is_usable=False) == [CRAWLEY]
    assert known(date(2026, 5, 31), empty_is_usable=True) == []
