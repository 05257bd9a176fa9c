"""Releases as everybody sees them: which versions there are, who confirmed them, what each revised and why it went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.pipeline.release.earlier_releases import load_packed_revisions
from plugins.portal.cache import SizedCache
from plugins.portal.views.work import authority_name
from plugins.storage.archive import package_key
from plugins.storage.warehouse.audit_trail import load_entries
from plugins.storage.warehouse.vintages import Vintage
from plugins.submissions.assembly_cells import load_rows
from plugins.submissions.parts import read_parts
from plugins.submissions.refusals import NotVisible
from plugins.submissions.releases import SEEN, read_releases
from plugins.submissions.rounds import OpenedRound, read_round
from transforms.disclosure.public_figures import SUPPRESSED
from transforms.rounds.machines import RELEASE, PartState
from transforms.rounds.release import Release, follow_releases
from transforms.rounds.revisions import revised_figures

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.archive import Archive
    from plugins.storage.deployment import Deployment
    from transforms.release_package.release import Revision

REVISIONS_LISTED = 100
RELEASE_ACTS = tuple(sorted({transition.act.partition(" of ")[0] for transition in RELEASE.transitions}))
COUNCILS_CACHE: SizedCache[dict[str, list[tuple[str, str]]]] = SizedCache(
    20_000_000, lambda councils: 200 * sum(map(len, councils.values()))
)
CONFIRMED, DISPUTED, MISSING, UNCONFIRMED = "Confirmed", "Disputed", "Without data", "Not confirmed"
GROUPS = {
    PartState.CONFIRMED: CONFIRMED, PartState.DISPUTED: DISPUTED, PartState.NO_DATA: MISSING,
    PartState.PROPOSED: UNCONFIRMED, PartState.LAPSED: UNCONFIRMED,
}  # fmt: skip


@dataclass(frozen=True)
class ReleaseView:
    """One version: who confirmed it, and what it revised of the version before."""

    release: Release
    councils: Mapping[str, Sequence[tuple[str, str]]]  # group → code and name
    revised: "Sequence[Revision]"

    @property
    def listed(self) -> "Sequence[Revision]":
        """The first of the revised figures."""
        return self.revised[:REVISIONS_LISTED]


@dataclass(frozen=True)
class ReleaseNote:
    """What the page of an assembly says of the release that it is: the version, and who had confirmed it."""

    release: Release
    councils: Mapping[str, Sequence[tuple[str, str]]]  # group → code and name

    @property
    def confirmed(self) -> int:
        """How many councils had confirmed it."""
        return len(self.councils.get(CONFIRMED, ()))

    @property
    def number_of_councils(self) -> int:
        """How many councils it is about."""
        return sum(len(councils) for councils in self.councils.values())

    def group_of(self, gss: str) -> str:
        """Return whether a council had confirmed it; blank for an area."""
        return next((group for group, councils in self.councils.items() if gss in dict(councils)), "")


def load_release_note(deployment: "Deployment", vintage: Vintage) -> ReleaseNote | None:
    """Return what an assembly was released as, None where nobody has agreed to it."""
    subject = f"{vintage.return_slug}/{vintage.period}"
    with deployment.transaction() as connection:
        releases = follow_releases(subject, load_entries(connection, subject, acts=RELEASE_ACTS)).values()
        made_of_it = [
            release
            for release in releases
            if release.state in SEEN and release.knowledge and release.knowledge.receipt == vintage.receipt
        ]
        if not made_of_it:
            return None
        release = made_of_it[-1]
        key = (deployment.settings.database, subject, release.version, release.entry)

        def load() -> dict[str, list[tuple[str, str]]]:
            opened = read_round(connection, vintage.return_slug, vintage.period)
            return _councils(connection, deployment, opened, release)

        return ReleaseNote(release, COUNCILS_CACHE.get(key, load))


def load_releases(deployment: "Deployment", return_slug: str, period: str) -> list[ReleaseView]:
    """Return the versions of a return for a period that were agreed to, the newest first; none before there are any."""
    with deployment.transaction() as connection:
        try:
            opened = read_round(connection, return_slug, period)
        except NotVisible:
            return []
        releases = [release for release in read_releases(opened).values() if release.state in SEEN]
        views = []
        for release, before in zip(releases, (None, *releases), strict=False):
            councils = _councils(connection, deployment, opened, release)
            views.append(ReleaseView(release, councils, _revised(deployment, opened, release, before)))
    return views[::-1]


def _councils(
    connection: "Connection", deployment: "Deployment", opened: OpenedRound, release: Release
) -> dict[str, list[tuple[str, str]]]:
    """Return who had confirmed when the release was agreed to, and who had not."""
    agreement = release.entry[0] if release.entry else 0
    then = replace(opened, entries=[entry for entry in opened.entries if entry.number < agreement])
    councils: dict[str, list[tuple[str, str]]] = {}
    for gss, part in read_parts(connection, deployment.archive, then).items():
        councils.setdefault(GROUPS[part.state], []).append((gss, authority_name(gss)))
    return {group: councils[group] for group in dict.fromkeys(GROUPS.values()) if group in councils}


def _revised(
    deployment: "Deployment", opened: OpenedRound, release: Release, before: Release | None
) -> "Sequence[Revision]":
    """Return what a version revised: as its package says, with the reasons; as the assemblies differ until it is built.

    Of a return whose small figures the public does not see, which cells, and no figure.
    """
    if release.built is None:
        revised = _differing(deployment, release, before)
    else:
        key = package_key(opened.round.return_slug, opened.round.period, release.version)
        revised = _packed_revisions(deployment.archive, key)
    if opened.definition.disclosure is None:
        return revised
    return [replace(revision, old=SUPPRESSED, new=SUPPRESSED, why="", records="") for revision in revised]


def _differing(deployment: "Deployment", release: Release, before: Release | None) -> "Sequence[Revision]":
    from transforms.release_package.release import Revision

    if before is None or before.knowledge is None or release.knowledge is None:
        return ()
    earlier, later = (
        load_rows(deployment.archive, vintage.prefix) for vintage in (before.knowledge, release.knowledge)
    )
    return [Revision(cell.gss, cell.cell, cell.old, cell.new) for cell in revised_figures(earlier, later)]


@lru_cache(maxsize=64)
def _packed_revisions(archive: "Archive", key: str) -> "tuple[Revision, ...]":
    return load_packed_revisions(archive, key)
