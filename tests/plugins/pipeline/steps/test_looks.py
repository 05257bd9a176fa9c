"""The statement of the Transparency Code from what was collected: the log of collections says when somebody looked."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from plugins.pipeline.assemble.make_assembly import replay
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import ADUR, ARUN, Collecting
from tests.transforms.returns.statements import assemble_statement, cells_of

pytestmark = pytest.mark.platform
STANDARD = "spending_over_500"
KNOWN = date(2026, 2, 28)
MARCH, SUMMER, AUTUMN = ["31/03/2025"] * 2, ["02/04/2025", "05/05/2025", "30/06/2025"], ["01/07/2025", "01/08/2025"]


def payments(days: list[str]) -> bytes:
    rows = (f"Acme Ltd,{day},600.00,Repairs,Housing\n" for day in days)
    return ("Supplier Name,Date,Net Amount,Purpose of spend,Directorate\n" + "".join(rows)).encode()


@pytest.fixture
def register(site: Site, tmp_path: Path) -> Path:
    """A register of two councils that publish their spending."""
    lines = ["authority_gss,standard,url,format,licence,provision,since,until"]
    lines += [f"{gss},{STANDARD},{site.url(f'/{gss}.csv')},csv,OGL-3.0,expected,," for gss in (ADUR, ARUN)]
    path = tmp_path / "sources.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def collected(collecting: Collecting, site: Site) -> Collecting:
    """Five collections: Adur's new file, the same again, a much smaller one, none, and the smaller one again."""
    collecting.standard = STANDARD
    whole, small = Page(payments([*MARCH, *SUMMER * 4])), Page(payments([*AUTUMN, "30/09/2025"]))
    site.publish(f"/{ADUR}.csv", whole, whole, small, Page(status=404), small)
    site.publish(f"/{ARUN}.csv", Page(b"<html><body>Soon</body></html>"))
    for day in ("2025-07-20", "2025-10-20", "2025-11-12", "2026-02-03", "2026-02-05"):
        collecting.collect(day)
    return collecting


def cells(collecting: Collecting, prefix: str, gss: str) -> dict[str, tuple[str | None, str]]:
    text = collecting.deployment.archive.load(f"{prefix}/cells.csv").decode()
    rows = csv.DictReader(io.StringIO(text))
    return {row["cell"]: (row["value"] or None, row["origin"]) for row in rows if row["authority"] == gss}


def assemble(collecting: Collecting) -> str:
    return collecting.assemble("transparency_code", period="2025-26", as_known=str(KNOWN))


def test_unchanged_answers_and_quarantined_files_are_looks_and_failures_are_none(collected: Collecting) -> None:
    smaller = "select usable_from::text from snapshot where fetched_on = '2025-11-12' and authority_gss = :gss"
    assert collected.ask(smaller, gss=ADUR) == [("2026-02-05",)]  # quarantined until then
    found = {name: value for name, (value, _) in cells(collected, assemble(collected), ADUR).items()}
    assert (found["LGT.spending.q1.state"], found["LGT.spending.q1.seen_on"]) == ("1", "20250720")
    assert (found["LGT.spending.q2.state"], found["LGT.spending.q2.seen_on"]) == ("3", "20251112")
    assert found["LGT.spending.q2.not_seen_on"] == "20251020"
    assert (found["LGT.spending.q3.state"], found["LGT.spending.q3.not_seen_on"]) == ("5", "20260205")
    assert found["LGT.spending.q1.records"] == "12"


def test_the_platform_says_what_the_same_files_and_attempts_in_a_folder_say(collected: Collecting) -> None:
    log = collected.ask("select authority_gss, standard, day, outcome from collection")
    assert {outcome for *_, outcome in log} == {"answered", "unchanged", "unreachable"}
    rows = {
        "2025-07-20": [*[date(2025, 3, 31)] * 2, *[date(2025, 4, 2), date(2025, 5, 5), date(2025, 6, 30)] * 4],
        "2025-11-12": [date(2025, 7, 1), date(2025, 8, 1), date(2025, 9, 30)],
    }
    files = [(date.fromisoformat(day), True, [{"PaymentDate": one} for one in days]) for day, days in rows.items()]
    plain = assemble_statement({(ADUR, STANDARD): files}, log, [], 2025, KNOWN, [ADUR])
    prefix = assemble(collected)
    assert cells(collected, prefix, ADUR) == cells_of(plain, ADUR)
    assert set(cells(collected, prefix, ARUN).values()) == {(None, "no-data")}


def test_it_comes_out_again_byte_for_byte(collected: Collecting, tmp_path: Path) -> None:
    assemble(collected)
    folder = tmp_path / "again"
    folder.mkdir()
    assert "manifest.json" in replay(collected.deployment, "transparency_code", "2025-26", KNOWN, folder).names
    assert '"attempts"' in (folder / "manifest.json").read_text()
