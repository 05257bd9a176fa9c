"""A new return is one folder: declared over two standards in a copy of the project, without touching any other file.

It is assembled, traced, rendered, documented, scheduled and shown.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.settings import Settings
from tests.dags.test_dag_integrity import PARSE

CHECKOUT = Path(__file__).parents[1]
CODE = ("dags", "plugins", "expectations", "transforms", "examples")
ADUR, ARUN = "E07000223", "E07000224"

DECLARATION = '''"""Conveniences: toilets and parking spaces of a council, for the test of the house."""

import numpy as np
import pyarrow as pa

from transforms.domain.authority import AuthorityGroup
from transforms.domain.conditions import Blank, ColumnWords, During
from transforms.domain.measures import Count, SumOf, Total
from transforms.domain.period import financial_year
from transforms.domain.return_checks import FigureAtMost
from transforms.domain.return_words import ReturnWords
from transforms.domain.return_reads import Reads, needs_of
from transforms.domain.reasons import Reason
from transforms.domain.statutory_return import Cell, Deadline, Line, Page, StatutoryReturn

NAMED = ~Blank("name")


def table(request, sightings, rows, reference, columns):
    from transforms.domain.records import RecordTable

    return RecordTable(
        request.period, request.settings, sightings, sightings.owners(request.authorities)[sightings.snapshot[rows]],
        rows, sightings.table.column(reference).take(pa.array(rows)).combine_chunks(), columns,
    )


def derive(inputs, request):
    from transforms.domain.records import Records, fields_by_authority, reach

    toilets, parking = inputs.sightings["public_toilets"], inputs.sightings["parking_spaces"]
    latest, every = np.flatnonzero(toilets.is_latest), np.arange(len(parking.file))
    facts = reach(toilets, request.authorities, request.period)
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={
            "toilets": table(request, toilets, latest, "LocationText", {
                "name": toilets.coded("LocationText").take(latest), "seen_on": toilets.days("ExtractDate")[latest],
            }),
            "parking": table(request, parking, every, "Location", {
                "name": parking.coded("Location"), "spaces": parking.table.column("ParkingSpaces"),
            }),
        },
        facts=facts,
        fields={one: fields_by_authority(inputs.sightings[one], request.authorities) for one in inputs.sightings},
    )


CELLS = (
    Cell("TINY.toilets", "Public toilets", Count(NAMED, "toilets"), needs=needs_of("public_toilets", "LocationText")),
    Cell("TINY.seen", "of which seen in the year", Count(NAMED & During("seen_on"), "toilets"),
         needs=needs_of("public_toilets", "LocationText", "ExtractDate")),
    Cell("TINY.spaces", "Parking spaces", Total("spaces", NAMED, table="parking"),
         needs=needs_of("parking_spaces", "Location", "ParkingSpaces")),
    Cell("TINY.all", "Conveniences", SumOf(("TINY.toilets", "TINY.spaces"))),
)
RETURN = StatutoryReturn(
    slug="conveniences",
    title="Conveniences return",
    code="TINY",
    department="Department of Tests",
    basis="None.",
    version="1.0",
    edition="2026",
    period_kind="financial year",
    deadline=Deadline("on 31 December", month_day=(12, 31)),
    owed_by=AuthorityGroup.TRANSPARENCY_CODE,
    default_period=lambda day: financial_year(day.year - 1),
    reads=(
        Reads("public_toilets", {"LocationText": "text", "ExtractDate": "day"}, uses_latest_snapshot_only=True),
        Reads("parking_spaces", {"Location": "text", "ParkingSpaces": "decimal"}),
    ),
    cells=CELLS,
    pages=(Page("TINY", "All of it", (("", "Number"),), tuple(Line("", one.label, (one.name,)) for one in CELLS)),),
    derive=derive,
    sources={"name": ("LocationText", "Location"), "seen_on": ("ExtractDate",), "spaces": ("ParkingSpaces",)},
    words=ReturnWords(ColumnWords(nouns={"name": "name", "seen_on": "day of the extract", "spaces": "spaces"})),
    reasons=(Reason("no-data", "Nothing usable", fix="Publish it."),
             Reason("field-missing", "Not published", fix="Publish it."),
             Reason("too-many", "More toilets than spaces", fix="Count again.")),
    checks=(FigureAtMost("few", "There are no more toilets than parking spaces", "too-many", True, "", "TINY.toilets",
                   "TINY.spaces"),),
)
'''
TOILETS = """ExtractDate,OrganisationLabel,ServiceTypeLabel,LocationText,GeoX,GeoY
2026-03-01,Council,Public toilets,Beach Green,521000,104000
2026-03-01,Council,Public toilets,Town Hall,521500,104500
"""
PARKING = "Location,ParkingSpaces\n{name},{spaces}\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one folder more, and a folder of snapshots of two councils."""
    root = tmp_path_factory.mktemp("checkout")
    for folder in CODE:
        shutil.copytree(CHECKOUT / folder, root / folder)  # with byte code, which saves seconds a command
    declared = root / "transforms/returns/conveniences/__init__.py"
    declared.parent.mkdir()
    declared.write_text(DECLARATION)
    for gss, spaces in ((ADUR, (40, 2)), (ARUN, (1,))):
        home = root / "snapshots" / gss
        (home / "public_toilets").mkdir(parents=True)
        (home / "parking_spaces").mkdir()
        (home / "public_toilets/2026-04-05.csv").write_text(TOILETS)
        for number, of_file in enumerate(spaces):
            name = f"2026-04-05{f'_{number}' if number else ''}.csv"
            text = PARKING.format(name=f"Car park {number}", spaces=of_file)
            (home / "parking_spaces" / name).write_text(text)
    return root


def run(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COUNCIL_RETURNS_")}
    return subprocess.run(
        [sys.executable, *arguments], cwd=checkout, env=bare | {"PYTHONPATH": str(checkout)} | environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


# Commands one after the other in one process, which imports what they need once: the exit code and the words of each.
COMMANDS = """
import contextlib, io, json, sys
from plugins.cli.main import main
ends = []
for words in json.loads(sys.argv[1]):
    sys.argv[1:] = words
    written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(written):
        try:
            main()
        except SystemExit as ended:
            ends.append([ended.code, written.buffer.getvalue().decode()])
print(json.dumps(ends))
"""
OF = ("conveniences", "--period", "2025-26", "--from", "snapshots")
TRACE = ("trace", "conveniences", *OF[1:], "--authority", ADUR)
RUN = {
    "assemble": ("assemble", *OF, "--out", "returned"),
    "trace of a sum": (*TRACE, "TINY.all", "--format", "csv"),
    "trace in words": (*TRACE, "TINY.spaces"),
    "returns": ("returns",),
}


@pytest.fixture(scope="module")
def answers(checkout: Path) -> dict[str, tuple[int, str]]:
    """The exit code and the words of each command."""
    done = run(checkout, "-c", COMMANDS, json.dumps([*RUN.values()]))
    assert done.returncode == 0, done.stderr
    ends = json.loads(done.stdout.splitlines()[-1])
    return {name: (code, said) for name, (code, said) in zip(RUN, ends, strict=True)}


def test_it_is_assembled_and_rendered_over_both_standards(checkout: Path, answers: dict[str, tuple[int, str]]) -> None:
    code, said = answers["assemble"]
    assert code == 1, said  # Arun's check fails
    assert "too-many" in said
    rows = list(csv.DictReader((checkout / "returned/cells.csv").open()))
    cells = {(row["authority"], row["cell"]): (row["value"], row["origin"]) for row in rows}
    assert cells[ADUR, "TINY.toilets"] == ("2", "computed")
    assert cells[ADUR, "TINY.spaces"] == ("42", "computed")  # two files of one day are one snapshot
    assert cells[ARUN, "TINY.all"] == ("3", "computed")
    assert cells["E92000001", "TINY.all"] == ("47", "computed")
    manifest = json.loads((checkout / "returned/manifest.json").read_bytes())
    assert [(one["authority"], one["standard"]) for one in manifest["inputs"]] == [
        (ADUR, "parking_spaces"), (ADUR, "parking_spaces"), (ADUR, "public_toilets"),
        (ARUN, "parking_spaces"), (ARUN, "public_toilets"),
    ]  # fmt: skip
    assert manifest["versions"]["standards"].keys() == {"public_toilets", "parking_spaces"}
    assert (checkout / "returned/conveniences-2025-26.xlsx").stat().st_size > 5000


def test_it_is_traced_over_both_standards(answers: dict[str, tuple[int, str]]) -> None:
    code, traced = answers["trace of a sum"]
    assert code == 0, traced
    rows = list(csv.DictReader(traced.splitlines()))
    assert [(row["standard"], row["reference"], row["line"]) for row in rows] == [
        ("public_toilets", "Beach Green", "2"), ("public_toilets", "Town Hall", "3"),
        ("parking_spaces", "Car park 0", "2"), ("parking_spaces", "Car park 1", "2"),
    ]  # fmt: skip
    head = "TINY.spaces  Parking spaces\nAdur District Council (E07000223), April 2025 to March 2026\n42 (computed)\n"
    assert answers["trace in words"][1].startswith(head)


def test_it_is_listed_and_documented(checkout: Path, answers: dict[str, tuple[int, str]]) -> None:
    assert "conveniences" in answers["returns"][1]
    told = "from plugins.cli.developer.documentation import generated_pages as pages; print(*pages().values())"
    pages = run(checkout, "-c", told)
    assert pages.returncode == 0, pages.stderr
    expected = (
        "## Conveniences return (`conveniences`)",
        "| `TINY.seen` |",
        "| Reads | `public_toilets`, `parking_spaces` |",
        "There are no more toilets than parking spaces",
    )
    assert [words for words in expected if words not in pages.stdout] == []


def test_it_is_scheduled_by_both_standards_and_frozen_on_its_date(checkout: Path, tmp_path: Path) -> None:
    files = [str(checkout / "dags" / name) for name in ("assemble_returns.py", "freeze_returns.py")]
    parsed = run(checkout, "-c", PARSE, *files, AIRFLOW_HOME=str(tmp_path))
    assert parsed.returncode == 0, parsed.stderr[-2000:]
    dags = json.loads(parsed.stdout.splitlines()[-1])["dags"]
    assert "assemble__conveniences" in dags["assemble_returns.py"]
    assert "freeze__conveniences" in dags["freeze_returns.py"]


SHOW = """
import sys
from starlette.testclient import TestClient
from plugins.portal.application import create_application
from plugins.settings import Settings
settings = Settings.from_environment()
with TestClient(create_application(settings)) as portal:
    for path in sys.argv[1:]:
        answer = portal.get(path)
        print(answer.status_code, "Conveniences return" in answer.text)
"""


@pytest.mark.platform
def test_it_is_shown(checkout: Path, deployment: Settings) -> None:
    paths = (
        "/returns",
        "/returns/conveniences",
        "/returns/conveniences/cells/TINY.seen",
        "/api/v1/returns/conveniences",
    )
    shown = run(checkout, "-c", SHOW, *paths, **deployment.environment())
    assert shown.returncode == 0, shown.stderr[-2000:]
    assert shown.stdout.split("\n")[:-1] == ["200 True"] * len(paths)
