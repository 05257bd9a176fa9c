"""The pages of who is signed in: a council's workspace, and the data team's matrix of 382 councils in eight rounds.

Known: each round is open, was assembled ten times with a hundredth of the figures changed each time, and half of the
       councils have confirmed; eight earlier ones are released. The portal is a process of its own; a figure is the
       time until the last byte at the 95th percentile, of twenty people who each ask for a page a second.
"""

import json
import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from benchmarks.figures import Figure, say
from benchmarks.portal import REQUESTS, REQUESTS_QUICK, BenchmarkPage, measured_page, read_together, running_portal
from plugins.local.platform.home import Home
from plugins.local.platform.services import running_services
from plugins.portal.accounts.sessions import COOKIE
from plugins.settings import IdentityProvider, Settings
from plugins.storage.deployment import Deployment, open_deployment
from plugins.storage.migrations import migrate
from plugins.storage.warehouse.assemblies import Assembly
from plugins.storage.warehouse.audit_trail import append_entry
from plugins.storage.warehouse.people import record_person
from plugins.storage.warehouse.sessions import start_session
from plugins.storage.warehouse.tables import ASSEMBLY
from plugins.submissions.assembly_cells import load_rows
from plugins.submissions.people import access_of, grant_role
from plugins.submissions.proposals import propose_assembly
from transforms.domain.period import parse_period
from transforms.domain.statutory_return import StatutoryReturn
from transforms.registers import authorities
from transforms.returns import RETURNS, statutory_return

if TYPE_CHECKING:
    from sqlalchemy import Connection

BUDGET_WORKSPACE, BUDGET_MATRIX = 150.0, 300.0
COUNCILS, COUNCILS_QUICK = 382, 40
QUARTERLY = "planning_matters"
ASSEMBLIES, CHANGED_PCT, ROUNDS = 10, 1, 8
TODAY = datetime.now(UTC).date()
PROVIDER = IdentityProvider("http://127.0.0.1:9/nobody", "portal", "secret")  # whoever is in the bench is signed in


def measure(quick: bool) -> list[Figure]:
    """Return the times of the two pages, and those of twenty people who read them together."""
    councils = sorted(body.gss for body in authorities().values() if body.in_being(TODAY))
    councils = councils[: COUNCILS_QUICK if quick else COUNCILS]
    with (
        tempfile.TemporaryDirectory(prefix="bench-work-") as name,
        running_services(Home(Path(name)), dict(os.environ)) as services,
        _signed_in_deployment(services) as deployment,
    ):
        migrate(services.database)
        say(f"adding {2 * ROUNDS} rounds of {len(councils)} councils")
        rounds = _add_rounds(deployment, councils)
        officer, collector = _sign_in(deployment, councils[0])
        with ExitStack() as stack, running_portal() as address:
            readers = [
                stack.enter_context(httpx.Client(base_url=address, timeout=60, headers={"Cookie": f"{COOKIE}={key}"}))
                for key in (officer, collector)
            ]
            requests = REQUESTS_QUICK if quick else REQUESTS
            workspace = BenchmarkPage(f"a council's work in {2 * ROUNDS} rounds", "/work")
            part = BenchmarkPage("… its part of a round", f"/work/rounds/{rounds[0]}/parts/{councils[0]}")
            matrices = [BenchmarkPage(f"matrix of {len(councils)} councils", f"/work/rounds/{of}") for of in rounds]
            of_council = [measured_page(readers[0], page, requests, BUDGET_WORKSPACE) for page in (workspace, part)]
            of_team = [measured_page(readers[1], page, REQUESTS_QUICK, BUDGET_MATRIX) for page in matrices]
            turns = 5 if quick else 10
            together = [
                read_together(address, {"Cookie": f"{COOKIE}={officer}"}, (workspace, part), turns),
                read_together(address, {"Cookie": f"{COOKIE}={collector}"}, matrices, turns),
            ]
    slowest = max((figure for figure, _ in of_team), key=lambda figure: figure.value)
    return [
        *(figure for figure, _ in of_council),
        replace(slowest, name=f"the slowest of {ROUNDS} matrices of {len(councils)} councils"),
        Figure("a council's pages read by twenty people at once", together[0], "ms", BUDGET_WORKSPACE),
        Figure("the matrices read by twenty people at once", together[1], "ms", BUDGET_MATRIX),
    ]


@contextmanager
def _signed_in_deployment(services: Settings) -> Iterator[Deployment]:
    """Open a deployment where people sign in, and name it in the environment for as long as the block lasts."""
    settings = replace(services, sign_in=PROVIDER, administrator="first", is_demonstration=True)
    before = dict(os.environ)
    os.environ.update(settings.environment())
    try:
        with open_deployment(settings) as deployment:
            yield deployment
    finally:
        os.environ.clear()
        os.environ.update(before)


def _add_rounds(deployment: Deployment, councils: Sequence[str]) -> list[str]:
    """Add eight open rounds and as many that are released, and return the subjects of the open ones."""
    returns = [definition for definition in RETURNS if definition.kind == "return" and definition.slug != QUARTERLY]
    returns.append(statutory_return(QUARTERLY))  # the last: it comes twice, since there are fewer returns than rounds
    opened = []
    for number in range(ROUNDS):
        definition = returns[min(number, len(returns) - 1)]
        later = definition.default_period(TODAY + timedelta(days=400 * (number // len(returns))))
        earlier = definition.default_period(later.last - timedelta(days=2000))
        _add_round(deployment, definition, str(earlier), councils, 2)
        subject = f"{definition.slug}/{earlier}"
        with deployment.transaction() as connection:
            _release(connection, subject)
        _add_round(deployment, definition, str(later), councils, ASSEMBLIES)
        opened.append(f"{definition.slug}/{later}")
    return opened


def _add_round(
    deployment: Deployment, definition: StatutoryReturn, period: str, councils: Sequence[str], assemblies: int
) -> None:
    """Assemble and propose a round as often as is said, and have half of the councils confirm the last but one."""
    draw = random.Random(f"{definition.slug}/{period}")
    figures = {(gss, cell.name): draw.randrange(400) for gss in councils for cell in definition.cells}
    for number in range(assemblies):
        for key in draw.sample(sorted(figures), max(len(figures) * CHANGED_PCT // 100, 1)):
            figures[key] += 1
        _assemble(deployment, definition, period, councils, figures, number)
        if number == max(assemblies - 2, 0):
            _confirm(deployment, f"{definition.slug}/{period}", councils[::2])


def _assemble(
    deployment: Deployment, definition: StatutoryReturn, period: str, councils: Sequence[str],
    figures: dict[tuple[str, str], int], number: int,
) -> None:  # fmt: skip
    receipt = f"{random.Random(f'{definition.slug}/{period}/{number}').getrandbits(256):064x}"
    as_known = parse_period(period).last + timedelta(days=20 + number)  # its round is open then
    prefix = f"returns/{definition.slug}/{period}/as-known-{as_known}/{receipt[:16]}"
    lines = [f"{definition.slug},{gss},{period},{cell},{value},computed" for (gss, cell), value in figures.items()]
    header = "return,authority,period,cell,value,origin"
    reason = definition.checks[0].reason if definition.checks else ""
    exceptions = [f"{definition.slug},{gss},{period},{reason},," for gss in councils[::3] if reason]
    for name, text in (
        ("cells.csv", "\n".join([header, *lines, ""])),
        ("exceptions.csv", "\n".join(["return,authority,period,reason,reference,detail", *exceptions, ""])),
        ("manifest.json", json.dumps({"edition": "", "period": period, "outputs": [], "switches": {}})),
    ):
        deployment.archive.save(f"{prefix}/{name}", text.encode())
    row: dict[str, Any] = {
        "return_slug": definition.slug, "period": period, "as_known": as_known, "receipt": receipt, "version": 1,
        "prefix": prefix, "edition": "", "rules_versions": [], "is_complete": True, "switches": {},
        "authorities": list(councils), "frozen_on": None, "last_run_id": "bench", "authorities_computed": None,
        "authorities_carried": None, "carried_from": None, "measured_prefix": "", "inputs_hash": "",
    }  # fmt: skip
    counts = dict.fromkeys(("computed", "inferred", "not_derivable", "no_data", "exceptions"), 0)
    further = {"definition_version": "1", "authorities_with_data": len(councils), "checks_failed": False}
    with deployment.transaction() as connection:
        connection.execute(ASSEMBLY.insert().values(**row, **counts, **further))
        propose_assembly(connection, deployment.archive, Assembly(**row))


def _confirm(deployment: Deployment, subject: str, councils: Sequence[str]) -> None:
    with deployment.transaction() as connection:
        proposal = _last_proposal(connection, subject)
        rows = load_rows(deployment.archive, proposal["prefix"])
        for gss in councils:
            what = {
                "cells_sha256": rows[gss].sha256, "receipt": proposal["receipt"], "role": "head-of-planning",
                "except": [],
            }  # fmt: skip
            append_entry(connection, "person/1", "confirm-cells", f"{subject}/{gss}", what)


def _release(connection: "Connection", subject: str) -> None:
    proposal = {key: value for key, value in _last_proposal(connection, subject).items() if key != "parts"}
    append_entry(connection, "person/1", "freeze-round", subject, proposal, "For the bench")
    release = {**proposal, "version": 1, "answers": []}
    append_entry(connection, "person/1", "propose-release", f"{subject}/v1", release)
    append_entry(connection, "person/2", "agree-release", f"{subject}/v1", {"version": 1})


def _last_proposal(connection: "Connection", subject: str) -> dict[str, Any]:
    from plugins.storage.warehouse.audit_trail import load_entries

    return dict(load_entries(connection, subject, acts=("propose-cells",))[-1].what)


def _sign_in(deployment: Deployment, gss: str) -> tuple[str, str]:
    """Return the keys of two sessions: of an officer of a council, and of a collector."""
    with deployment.transaction() as connection:
        first = record_person(connection, PROVIDER.issuer, "first")
        access = access_of(connection, first, TODAY, "first")
        keys = []
        for name, role in (("officer", ("officer", gss)), ("collector", ("collector", ""))):
            person = record_person(connection, PROVIDER.issuer, name, name.title())
            grant_role(connection, access, person.id, role, (date(2025, 1, 1), None), "For the bench")
            keys.append(start_session(connection, person.id, datetime.now(UTC)))
    return keys[0], keys[1]
