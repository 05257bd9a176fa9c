"""The releases of earlier periods, out of their packages: what imputed figures are made of."""

import io
from typing import TYPE_CHECKING
from zipfile import ZipFile

from plugins.storage.archive import package_key
from plugins.submissions.releases import read_releases
from plugins.submissions.rounds import OpenedRound, list_every_round
from transforms.rounds.machines import PartState, ReleaseState

if TYPE_CHECKING:
    from plugins.storage.archive import Archive
    from plugins.storage.deployment import Deployment
    from transforms.release_package.imputed_figures import EarlierRelease
    from transforms.release_package.release import Revision

COUNTED = (ReleaseState.RELEASED, ReleaseState.SUPERSEDED)
MOST = 12  # periods: what was confirmed longer ago says little of now


def load_earlier_releases(deployment: "Deployment", opened: OpenedRound, agreement: int) -> "list[EarlierRelease]":
    """Return the newest release of each earlier period of a return, newest first.

    Args:
        deployment: whose releases.
        opened: the round that is released.
        agreement: the number of the entry by which this was agreed; what was agreed later does not count, so that the
            same release always gives the same figures.

    """
    with deployment.transaction() as connection:
        rounds = [
            earlier
            for earlier in list_every_round(connection, with_parts=False)
            if earlier.definition.slug == opened.definition.slug and earlier.period.last < opened.period.last
        ]
    rounds.sort(key=lambda earlier: earlier.period.last, reverse=True)
    newest = ((earlier, _newest_version(earlier, agreement)) for earlier in rounds)
    keys = [
        (str(earlier.period), package_key(earlier.definition.slug, str(earlier.period), version))
        for earlier, version in newest
        if version
    ]
    return [_read(deployment, period, key) for period, key in keys[:MOST]]


def load_packed_cells(deployment: "Deployment", key: str) -> bytes:
    """Return the cells.csv of a package, which holds what was declared too."""
    with ZipFile(io.BytesIO(deployment.archive.load(key))) as archive:
        return archive.read(next(name for name in archive.namelist() if name.endswith("/data/cells.csv")))


def load_packed_revisions(archive: "Archive", key: str) -> "tuple[Revision, ...]":
    """Return which figures differ from the version before, as a package says: why, and which records caused it."""
    import csv

    from transforms.release_package.release import Revision

    with ZipFile(io.BytesIO(archive.load(key))) as package:
        text = package.read(next(name for name in package.namelist() if name.endswith("/data/revisions.csv"))).decode()
    return tuple(Revision(**row) for row in csv.DictReader(io.StringIO(text)))


def _newest_version(opened: OpenedRound, agreement: int) -> int:
    """Return the newest version that was agreed to by then and is built, 0 without any."""
    versions = [
        version
        for version, release in read_releases(opened).items()
        if release.entry and release.entry[0] < agreement and release.built and release.state in COUNTED
    ]
    return max(versions, default=0)


def _read(deployment: "Deployment", period: str, key: str) -> "EarlierRelease":
    """Return the figures of a package and whose part was confirmed."""
    import csv

    from transforms.release_package.cells import CELLS, read_cells
    from transforms.release_package.imputed_figures import EarlierRelease

    with ZipFile(io.BytesIO(deployment.archive.load(key))) as archive:
        names = {name.partition("/data/")[2]: name for name in archive.namelist()}
        groups = read_cells(archive.read(names[CELLS]))
        text = archive.read(names["confirmations.csv"]).decode()
    confirmed = {row["authority"] for row in csv.DictReader(io.StringIO(text)) if row["state"] == PartState.CONFIRMED}
    values = {(row.authority, row.cell): row.value for group in groups for row in group.rows if row.value}
    return EarlierRelease(period, values, frozenset(confirmed))
