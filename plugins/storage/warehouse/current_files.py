"""Current files: the file in use of each authority under a standard, with its newest check."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

CURRENT_FILES = """
select u.authority_gss, u.in_use_sha256, s.first_on, k.rules_version, k.edition, k.rows_usable, s.url
from in_use u
cross join lateral (
    select rules_version, edition, rows_usable from checked c
    where c.standard = u.standard and c.sha256 = u.in_use_sha256 and c.authority_gss = u.authority_gss
    order by c.checked_at desc limit 1
) k
cross join lateral (
    select url, min(n.fetched_on) over () as first_on from snapshot n
    where n.standard = u.standard and n.authority_gss = u.authority_gss and n.sha256 = u.in_use_sha256
    order by n.fetched_at desc limit 1
) s
where u.standard = :standard and u.in_use_sha256 is not null
order by u.authority_gss
"""


@dataclass(frozen=True)
class CurrentFile:
    """The file in use of one authority."""

    authority_gss: str
    sha256: str
    first_on: date  # on which it was first fetched
    rules_version: str
    edition: str
    rows_usable: int
    url: str


def load_current_files(connection: "Connection", standard: str) -> list[CurrentFile]:
    """Return the file in use of every authority that has one, by its code."""
    from sqlalchemy import text

    return [CurrentFile(*row) for row in connection.execute(text(CURRENT_FILES), {"standard": standard})]
