"""From collected files to a signed package: what two people agreed to is what goes out, once."""

import asyncio
import csv
import json
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from plugins.pipeline.release.build_release import build_release, unbuilt_releases
from plugins.pipeline.release.deliver_release import deliver_releases
from plugins.pipeline.schedules.database_events import ReleaseAgreed
from plugins.portal.views.assemblies import load_assembly
from plugins.portal.views.releases import load_releases
from plugins.portal.views.trace import trace_cell
from plugins.storage.warehouse.audit_trail import load_entries
from plugins.submissions.assembly_reader import EVERYTHING
from plugins.submissions.package_folder import open_package
from plugins.submissions.parts import confirm_cells, declare_cell, dispute_cells, read_part
from plugins.submissions.releases import agree_to_release, propose_release
from plugins.submissions.rounds import freeze_round
from plugins.submissions.signing_keys import load_key_register
from tests.plugins.conftest import Page, Site
from tests.plugins.pipeline.steps.conftest import (
    ADUR,
    ARUN,
    Collecting,
    cases,
    collecting,
    deployment_settings,
    register,
)
from transforms.release_package.verify.verify_package import verify_package
from transforms.returns import statutory_return
from transforms.rounds.roles import Access, Grant, Role

pytestmark = pytest.mark.platform
__all__ = ["collecting", "deployment_settings", "register"]
RETURN, PERIOD = "planning_matters", "2025-Q1"


def access(name: str, *grants: tuple[Role, str]) -> Access:
    return Access(f"person/{name}", tuple(Grant(0, role, scope, date(2025, 1, 1), None) for role, scope in grants))


OFFICER = access("1", (Role.OFFICER, ADUR))
CERTIFIER = access("2", (Role.CERTIFIER, f"{ADUR}/head-of-planning"))
ARUNS = access("3", (Role.CERTIFIER, f"{ARUN}/head-of-planning"))
COLLECTOR = access("4", (Role.COLLECTOR, ""))
PROPOSER, AGREER = access("5", (Role.RELEASER, "")), access("6", (Role.RELEASER, ""))


@pytest.fixture
def signing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A deployment's key, and the public half of it."""
    key = Ed25519PrivateKey.generate()
    path = tmp_path / "key.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    monkeypatch.setenv("COUNCIL_RETURNS_SIGNING_KEY_FILE", str(path))
    return path


@pytest.fixture
def opened(collecting: Collecting, site: Site, signing: Path) -> Collecting:
    """A round of two councils that publish and one that does not."""
    site.publish("/adur.csv", Page(cases(30)))
    site.publish("/arun.csv", Page(cases(20)))
    site.publish("/crawley.csv", Page(status=404))
    collecting.collect("2025-04-02")
    collecting.assemble(period=PERIOD, as_known="2025-04-02")
    return collecting


def release(opened: Collecting, version: int = 1) -> None:
    """Propose what is frozen or newest, every part answered for, and agree to it."""
    archive, day = opened.deployment.archive, date(2025, 5, 20)
    answers = [{"part": state, "why": "Asked"} for state in ("proposed", "no-data", "disputed", "lapsed")]
    answers += [{"check": reason, "why": "Known"} for reason in ("no-householder-decisions", "unclassified-share")]
    with opened.deployment.transaction() as connection:
        made = propose_release(connection, archive, PROPOSER, (RETURN, PERIOD), answers, day)
        assert made.version == version
    with opened.deployment.transaction() as connection:
        agree_to_release(connection, archive, AGREER, (RETURN, PERIOD, version), "")


def act(opened: Collecting, function, who: Access, gss: str, *what: object) -> None:  # noqa: ANN001 - an act on a part
    with opened.deployment.transaction() as connection:
        function(connection, opened.deployment.archive, who, (RETURN, PERIOD, gss), *what, date(2025, 5, 1))


def confirm(opened: Collecting, who: Access, gss: str) -> None:
    with opened.deployment.transaction() as connection:
        made = read_part(connection, opened.deployment.archive, who, (RETURN, PERIOD, gss), date(2025, 5, 1)).part
    act(opened, confirm_cells, who, gss, made.cells_sha256, [])


def members(opened: Collecting, key: str) -> dict[str, str]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(opened.deployment.archive.load(key))) as package:
        return {
            name.rpartition("/")[2]: package.read(name).decode()
            for name in package.namelist()
            if name.endswith((".csv", ".txt", "manifest.json", "prov.json"))
        }


def public_cell(opened: Collecting, cell: str) -> tuple[str | None, str, int, list[dict[str, str | None]]]:
    """What a public page shows of a cell of Adur: its value and origin, how many are declared, what is behind it."""
    assembly = load_assembly(opened.deployment, EVERYTHING, statutory_return(RETURN), PERIOD)
    assert assembly is not None
    figure = assembly.figures.cells[ADUR][cell]
    traced = trace_cell(opened.deployment, assembly, ADUR, cell)
    values = [dict(record.values) for record in traced.records]
    assert {record.address for record in traced.records} == {""}
    return figure.value, figure.origin, assembly.vintage.declared, values


def wrong(opened: Collecting, key: str, folder: Path) -> list[str]:
    """What verifying a package finds wrong in it."""
    path = folder / "package.zip"
    path.write_bytes(opened.deployment.archive.load(key))
    with open_package(path) as files:
        trusted = load_key_register(opened.deployment.archive)
        return [verdict.line for verdict in verify_package(files, trusted) if verdict.wrong]


def delivered(opened: Collecting, folder: Path, patch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """Deliver to a bucket and the portal, twice, and return what each time delivered."""
    store = opened.deployment.settings.store
    place = store.endpoint.partition("://")[2]
    register = folder / "destinations.csv"
    register.write_text(
        "return,department,kind,address,since,until\n"
        f"{RETURN},Ministry,s3,s3+http://{place}/{store.bucket}/inbox,,\n{RETURN},Ministry,portal,,,\n"
    )
    patch.setenv("COUNCIL_RETURNS_DESTINATIONS", str(register))
    patch.setenv("COUNCIL_RETURNS_DESTINATION_LOGINS", f"s3+http://{store.access_key}:{store.secret_key}@{place}")
    first, second = (deliver_releases(opened.deployment, date(2025, 5, 21)) for _ in range(2))
    assert opened.deployment.archive.list_keys(f"inbox/{RETURN}/{PERIOD}/v1/")
    return first, second


def test_what_was_agreed_to_is_packed_once_and_a_revision_says_what_it_changes(
    opened: Collecting, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declaration = {"cell": "PS1.7a", "value": "4", "why": "Counted by hand", "until": None}
    with opened.deployment.transaction() as connection:
        visible = read_part(connection, opened.deployment.archive, OFFICER, (RETURN, PERIOD, ADUR), date(2025, 5, 1))
        cells = visible.part.cells
    declaration["cell"] = next(cell.cell for cell in cells if cell.origin == "not-derivable")
    act(opened, declare_cell, OFFICER, ADUR, declaration)
    confirm(opened, CERTIFIER, ADUR)
    act(opened, dispute_cells, ARUNS, ARUN, [{"cell": "PS1.2", "why": "Two are missing", "value": 22}])
    with opened.deployment.transaction() as connection:
        freeze_round(connection, opened.deployment.archive, COLLECTOR, (RETURN, PERIOD), "Now", date(2025, 5, 15))
    release(opened)
    assert unbuilt_releases(opened.deployment) == [(RETURN, PERIOD, 1)]
    key = build_release(opened.deployment, RETURN, PERIOD, 1)
    assert build_release(opened.deployment, RETURN, PERIOD, 1) == key
    assert unbuilt_releases(opened.deployment) == []
    assert wrong(opened, key, tmp_path) == []
    first = members(opened, key)
    assert f"{RETURN},{ADUR},{PERIOD},{declaration['cell']},4,declared" in first["cells.csv"]
    assert public_cell(opened, declaration["cell"]) == ("4", "declared", 1, [{"value": "4", "why": "Counted by hand"}])
    rows = {line.split(",")[0]: line.split(",") for line in first["confirmations.csv"].splitlines()}
    assert rows[ADUR][1:3] == ["confirmed", "head-of-planning"]
    assert (rows[ARUN][1], rows["E07000226"][1]) == ("disputed", "no-data")
    assert first["disputes.csv"].splitlines()[1:] == [f"{ARUN},PS1.2,20,22,Two are missing"]
    assert site.url("/adur.csv") in first["lineage.prov.json"]
    with opened.deployment.transaction() as connection:
        entries = load_entries(connection, f"{RETURN}/{PERIOD}/v1")
    agreement = next(entry for entry in entries if entry.act == "agree-release")
    [built] = [entry for entry in entries if entry.act == "build-release"]
    assert f"Audit-Entry: {agreement.number} {agreement.hash}" in first["bag-info.txt"]
    assert json.loads(first["manifest.json"])["receipt"] == built.what["receipt"]
    assert delivered(opened, tmp_path, monkeypatch) == ([f"{RETURN}/{PERIOD}/v1"], [])
    site.publish("/arun.csv", Page(cases(25)))
    opened.collect("2025-06-02")
    opened.assemble(period=PERIOD, as_known="2025-06-02")
    release(opened, 2)
    later = build_release(opened.deployment, RETURN, PERIOD, 2)
    assert wrong(opened, later, tmp_path) == []
    second = members(opened, later)
    revised = {tuple(row[:2]): row for row in csv.reader(second["revisions.csv"].splitlines())}
    assert revised[ARUN, "PS1.2"][2:5] == ["20", "25", "5 records came, went or changed"]
    assert len(revised[ARUN, "PS1.2"][5].split()) == 5
    assert revised["E92000001", "PS1.2"][4].endswith(f"these moved: {ARUN}")
    assert (ADUR, declaration["cell"]) not in revised  # what was declared before is no revision
    assert f"Supersedes: {built.what['receipt']}" in second["bag-info.txt"]
    [latest, earliest] = load_releases(opened.deployment, RETURN, PERIOD)
    [why] = {revision.why for revision in latest.revised if (revision.authority, revision.cell) == (ARUN, "PS1.2")}
    assert (why, earliest.revised) == ("5 records came, went or changed", ())


def test_an_agreement_is_told_to_whoever_builds_packages(opened: Collecting) -> None:
    with opened.deployment.transaction() as connection:
        freeze_round(connection, opened.deployment.archive, COLLECTOR, (RETURN, PERIOD), "Now", date(2025, 5, 15))

    async def events() -> list[dict]:
        trigger, received = ReleaseAgreed().run(), []
        waiting = asyncio.ensure_future(anext(trigger))
        await asyncio.sleep(0.5)  # until it listens
        await asyncio.to_thread(release, opened)
        received.append((await asyncio.wait_for(waiting, 20)).payload)
        await trigger.aclose()
        late = ReleaseAgreed().run()  # one that was not there asks once
        received.append((await asyncio.wait_for(anext(late), 20)).payload)
        await late.aclose()
        return received

    assert asyncio.run(events()) == [{"release": f"{RETURN}/{PERIOD}/1"}, {"waiting": 1}]
