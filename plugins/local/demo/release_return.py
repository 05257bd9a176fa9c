"""The end of a demonstration: its example people confirm, dispute and declare, and two of them release a return.

Known   what they do are the same acts as through pages, commands and the API; the package is built, delivered and
        verified as after any release, in this process, for nobody watches the scheduler here.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plugins.local.platform.example_people import example_councils
from plugins.local.platform.home import Home
from plugins.local.platform.signing_key import signing_settings
from plugins.pipeline.release.build_release import build_release
from plugins.pipeline.release.deliver_release import deliver_releases
from plugins.settings import Settings
from plugins.storage.deployment import Deployment, open_deployment
from plugins.storage.warehouse.people import record_person
from plugins.submissions.package_folder import open_package
from plugins.submissions.parts import confirm_cells, declare_cell, dispute_cells, read_part
from plugins.submissions.people import access_of
from plugins.submissions.refusals import ActRefused
from plugins.submissions.releases import agree_to_release, propose_release, what_to_answer
from plugins.submissions.rounds import OpenedRound, freeze_round, list_every_round, read_round
from plugins.submissions.signing_keys import load_key_register
from transforms.rounds.machines import PartState, RoundState

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from transforms.rounds.part import Part
    from transforms.rounds.roles import Access

RETURN = "planning_matters"


@dataclass(frozen=True)
class ExampleRound:
    """The round that the example people bring to its end, and the day on which they do."""

    deployment: Deployment
    period: str
    day: date

    def access(self, connection: "Connection", subject: str) -> "Access":
        """Return what one of the example people may do."""
        provider = self.deployment.settings.sign_in
        person = record_person(connection, provider.issuer if provider else "", subject)
        return access_of(connection, person, self.day)

    def part(self, connection: "Connection", subject: str, gss: str) -> "Part":
        """Return an authority's part as one of them sees it."""
        address = (RETURN, self.period, gss)
        access = self.access(connection, subject)
        return read_part(connection, self.deployment.archive, access, address, self.day).part


def release_return(settings: Settings, home: Home, seed: int, days: Sequence[date]) -> list[str]:
    """Bring the newest open round of planning matters to a verified package, and return what happened in sentences."""
    with _signing(signing_settings(home, os.environ)), open_deployment(settings) as deployment:
        with deployment.transaction() as connection:
            opened = _newest_open(list_every_round(connection))
        if opened is None or settings.sign_in is None:
            return []
        acted = ExampleRound(deployment, opened.round.period, days[-1])
        councils = [gss for gss in example_councils(seed, days[0]) if gss in opened.authorities(deployment.archive)]
        try:
            sentences = [*_councils_act(acted, councils), *_data_team_acts(acted)]
        except ActRefused as refusal:
            return [f"{RETURN} {acted.period} was not released: {refusal.sentence}"]
        return [*sentences, *_package(acted)]


def _newest_open(rounds: Sequence[OpenedRound]) -> OpenedRound | None:
    waiting = [
        opened
        for opened in rounds
        if opened.definition.slug == RETURN and opened.round.state == RoundState.OPEN and opened.round.proposed
    ]
    return max(waiting, key=lambda opened: opened.period.last, default=None)


def _councils_act(acted: ExampleRound, councils: Sequence[str]) -> Iterator[str]:
    """Let the first council declare and confirm, and the second dispute."""
    archive, day = acted.deployment.archive, acted.day
    for gss, officer, certifier in zip(
        councils, ("officer", "other-officer"), ("certifier", "other-certifier"), strict=False
    ):
        address = (RETURN, acted.period, gss)
        with acted.deployment.transaction() as connection:
            part = acted.part(connection, officer, gss)
            if part.state is PartState.NO_DATA:
                yield f"{gss}: nothing usable is published, so there is nothing to confirm"
                continue
            if certifier == "other-certifier":
                cell = next(cell for cell in part.cells if cell.value)
                disputed = [{"cell": cell.cell, "why": "One is missing", "value": str(int(float(cell.value)) + 1)}]
                access = acted.access(connection, certifier)
                dispute_cells(connection, archive, access, address, disputed, day)
                yield f"{gss}: {cell.cell} is disputed by {certifier}"
                continue
            blank = next(cell.cell for cell in part.cells if cell.origin == "not-derivable")
            declaration = {"cell": blank, "value": "nil", "why": "We had none", "until": ""}
            declare_cell(connection, archive, acted.access(connection, officer), address, declaration, day)
            now = acted.part(connection, officer, gss)
            access = acted.access(connection, certifier)
            confirm_cells(connection, archive, access, address, now.cells_sha256, [], day)
            yield f"{gss}: {blank} is declared by {officer}, and {len(now.cells)} cells are confirmed by {certifier}"


def _data_team_acts(acted: ExampleRound) -> Iterator[str]:
    """Freeze the round, and release it with two people."""
    archive, day, address = acted.deployment.archive, acted.day, (RETURN, acted.period)
    with acted.deployment.transaction() as connection:
        freeze_round(connection, archive, acted.access(connection, "collector"), address, "The demonstration ends", day)
        questions = what_to_answer(connection, archive, read_round(connection, *address))
        answers = [{"check": check, "why": "Shown as it is"} for check in questions.checks]
        answers += [
            {"part": state.value, "why": "Late, and asked twice"} for state in dict.fromkeys(questions.parts.values())
        ]
        release = propose_release(connection, archive, acted.access(connection, "releaser"), address, answers, day)
    late = len(questions.parts)
    yield f"{RETURN} {acted.period} is frozen; {late} councils have not confirmed, and the release says so"
    with acted.deployment.transaction() as connection:
        access = acted.access(connection, "second-releaser")
        agree_to_release(connection, archive, access, (*address, release.version), "The checks are answered")
    yield f"version {release.version} is proposed by releaser and agreed to by second-releaser"


def _package(acted: ExampleRound) -> Iterator[str]:
    """Build, deliver and verify the package of the first version."""
    from transforms.release_package.verify.verify_package import verify_package

    key = build_release(acted.deployment, RETURN, acted.period, 1)
    deliver_releases(acted.deployment, acted.day)
    with TemporaryDirectory(prefix="package-") as folder:
        path = Path(folder) / "package.zip"
        acted.deployment.archive.download(key, path)
        with open_package(path) as files:
            wrong = [
                verdict.line
                for verdict in verify_package(files, load_key_register(acted.deployment.archive))
                if verdict.wrong
            ]
    yield f"{key} is signed, delivered to the department and verified: {'; '.join(wrong) or 'everything holds'}"


@contextmanager
def _signing(variables: Mapping[str, str]) -> Iterator[None]:
    """Set the environment variables by which packages are signed, for as long as the block lasts."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
