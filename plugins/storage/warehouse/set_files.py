"""Set files: what is known of each file of an authority's set, by its address; the one that answered last is in use."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from plugins.storage.warehouse.connection import upsert

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plugins.storage.warehouse.fetch_log import CollectionRun


@dataclass(frozen=True)
class KnownFile:
    """One file of a set as it last answered."""

    url: str
    sha256: str
    content_sha256: str
    source_url: str
    file_name: str
    published: date
    etag: str | None
    last_modified: str | None
    fetched_at: datetime


def load_set_files(
    connection: "Connection", standard: str, authorities: Collection[str]
) -> dict[str, Mapping[str, KnownFile]]:
    """Return, by authority and address, the files that are known."""
    from sqlalchemy import select

    from plugins.storage.warehouse.source_tables import SET_FILE

    c = SET_FILE.c
    names = KnownFile.__dataclass_fields__
    rows = connection.execute(
        select(c.authority_gss, *(c[name] for name in names))
        .where(c.standard == standard, c.authority_gss.in_(authorities))
        .order_by(c.fetched_at)
    )
    files: dict[str, dict[str, KnownFile]] = {}
    for gss, *values in rows:
        file = KnownFile(*values)
        files.setdefault(gss, {})[file.url] = file
    return dict(files)


def record_set_files(
    connection: "Connection", run: "CollectionRun", authority_gss: str, files: Sequence[KnownFile]
) -> None:
    """Write that an authority's set has these files."""
    from plugins.storage.warehouse.source_tables import SET_FILE

    key = {"standard": run.standard, "authority_gss": authority_gss}
    upsert(connection, SET_FILE, [key | asdict(file) for file in files])
