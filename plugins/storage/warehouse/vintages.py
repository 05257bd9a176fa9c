"""Vintages: the complete assemblies of a return, each of a period as known on a day.

Grain:  one assembly; where a period was assembled again on the same day, the last version is the vintage of the day.
Known:  of an assembly that was released with what councils declared besides, these are the files that were released.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from plugins.storage.warehouse.assemblies import HowMade
from plugins.storage.warehouse.audit_trail import load_entries

if TYPE_CHECKING:
    from sqlalchemy import Connection

COUNTED = ("computed", "inferred", "declared", "not_derivable", "no_data")  # cells of authorities, by origin
VINTAGES = """
select r.return_slug, r.period, r.as_known, r.receipt, r.version, r.prefix, r.edition, r.definition_version,
       r.rules_versions, r.switches, r.authorities, r.authorities_owing, r.authorities_asked, r.authorities_with_data,
       r.response_rate_pct::float8 as response_rate_pct,
       r.computed, r.inferred, r.declared, r.not_derivable, r.no_data, r.exceptions, r.checks_failed, r.assembled_at,
       r.frozen_on, r.authorities_computed, r.authorities_carried, r.carried_from
from assembly r
where r.is_complete and r.return_slug = :return_slug and (cast(:period as text) is null or r.period = :period)
order by r.period desc, r.as_known desc, r.version desc
"""


@dataclass(frozen=True)
class Vintage:
    """One complete assembly: a period as known on a day."""

    return_slug: str
    period: str
    as_known: date
    receipt: str
    version: int
    prefix: str
    edition: str  # of the definition; blank before editions were kept
    definition_version: str
    rules_versions: Sequence[str]
    switches: Mapping[str, str]
    authorities: Sequence[str]
    authorities_owing: int
    authorities_asked: int  # of those that owe it: their source is known
    authorities_with_data: int  # of those: they have usable data
    response_rate_pct: float | None
    computed: int
    inferred: int
    declared: int
    not_derivable: int
    no_data: int
    exceptions: int
    checks_failed: bool
    assembled_at: datetime
    frozen_on: date | None
    authorities_computed: int | None  # anew; none where that was not counted
    authorities_carried: int | None
    carried_from: date | None

    @property
    def how_made(self) -> str:
        """Of how many authorities it was computed anew, and what was carried over; blank where nobody counted."""
        return HowMade(self.authorities_computed, self.authorities_carried, self.carried_from).sentence

    @property
    def short_receipt(self) -> str:
        """The beginning of the receipt, under which its files are kept."""
        return self.receipt[:16]


def load_vintages(connection: "Connection", return_slug: str, period: str | None = None) -> list[Vintage]:
    """Return the complete assemblies of a return, of one period or of all, the newest period and vintage first."""
    from sqlalchemy import text

    parameters = {"return_slug": return_slug, "period": period}
    vintages = [Vintage(*row) for row in connection.execute(text(VINTAGES), parameters)]
    released = _released_files(connection, f"{return_slug}/{period}" if period else return_slug)
    return [
        replace(vintage, prefix=built["files"], **dict.fromkeys(COUNTED, 0) | built["cells"])
        if (built := released.get(vintage.receipt))
        else vintage
        for vintage in vintages
    ]


def _released_files(connection: "Connection", subject: str) -> dict[str, Mapping[str, Any]]:
    """Return what the newest package says of released files that aren't their assembly's, by its receipt."""
    entries = load_entries(connection, subject, acts=("build-release",))
    return {entry.what["assembly"]: entry.what for entry in entries if "files" in entry.what}


def newest_of_each_period(vintages: Sequence[Vintage]) -> list[Vintage]:
    """Return the newest vintage of every period, out of vintages that are sorted as `load_vintages` sorts them."""
    return list({vintage.period: vintage for vintage in reversed(vintages)}.values())[::-1]
