"""Publications: the files that each source published, one publication for every unbroken run of the same bytes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from transforms.snapshots.last_valid_file import SnapshotState

if TYPE_CHECKING:
    from sqlalchemy import Connection

PUBLICATION_RUNS = """
with fetched as (
    select authority_gss, fetched_on, fetched_at, sha256, state,
           lag(sha256 || state) over source is distinct from sha256 || state as starts
    from snapshot
    where standard = :standard and (cast(:authorities as text[]) is null or authority_gss = any(:authorities))
    window source as (partition by authority_gss order by fetched_on, fetched_at, sha256)
), numbered as (
    select *, count(*) filter (where starts)
              over (partition by authority_gss order by fetched_on, fetched_at, sha256) as run
    from fetched
), runs as (
    select authority_gss, run, min(sha256) as sha256, min(state) as state,
           min(fetched_on) as first_on, max(fetched_on) as last_on
    from numbered group by authority_gss, run
)
"""
PUBLICATIONS = f"""{PUBLICATION_RUNS}
select authority_gss, sha256, state, first_on, last_on from runs order by authority_gss, run
"""  # noqa: S608


@dataclass(frozen=True)
class Publication:
    """The same bytes of one source, from the first day on which they were fetched to the last."""

    authority_gss: str
    sha256: str
    state: SnapshotState
    first_on: date
    last_on: date

    @property
    def is_in_use(self) -> bool:
        """Whether it is or was the current file of its source."""
        return self.state is SnapshotState.USABLE


def load_publications(
    connection: "Connection", standard: str, authorities: Collection[str] | None = None
) -> dict[str, list[Publication]]:
    """Return the publications of every source, in the order of fetching."""
    from sqlalchemy import text

    parameters = {"standard": standard, "authorities": None if authorities is None else list(authorities)}
    rows = [
        Publication(gss, sha256, SnapshotState(state), first, last)
        for gss, sha256, state, first, last in connection.execute(text(PUBLICATIONS), parameters)
    ]
    return {gss: list(group) for gss, group in groupby(rows, key=lambda publication: publication.authority_gss)}


def previous_in_use(publications: Sequence[Publication], index: int) -> Publication | None:
    """Return the publication that was in use before the one at `index`, None if none was."""
    return next((earlier for earlier in reversed(publications[:index]) if earlier.is_in_use), None)
