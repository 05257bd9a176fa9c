"""National datasets: every file in use of a standard as one table, made once for each state of the warehouse.

Known:  the key in the archive is a hash over the files, the rules under which they were checked, the register's names
        and licences and the declaration; as long as none of them changes, what was made stays.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING

from plugins.archive import table_key
from plugins.portal.shown.register import expected
from plugins.portal.shown.released import body_name
from plugins.portal.shown.today import today
from plugins.warehouse.files_in_use import FileInUse, files_in_use
from transforms.domain.standard import DatasetStandard

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.deployment import Deployment

LAYOUT = "1"  # of the columns that stand before the fields
PATIENCE = 3.0  # seconds
KINDS = ("csv", "parquet")
_MAKING = Lock()


@dataclass(frozen=True)
class NationalDataset:
    """The files in use of one standard, and where the dataset of them is kept."""

    standard: DatasetStandard
    files: Sequence[FileInUse]
    licences: Mapping[str, str]  # of the register, by authority; blank where it names none

    @property
    def records(self) -> int:
        """How many usable records it has."""
        return sum(one.rows_usable for one in self.files)

    @cached_property
    def state(self) -> str:
        """A hash over everything that decides its bytes."""
        facts = [LAYOUT, self.standard.slug, self.standard.version, sorted(self.licences.items())]
        files = [[*astuple(one), body_name(one.authority_gss)] for one in self.files]
        return hashlib.sha256(json.dumps([facts, files], default=str).encode()).hexdigest()

    def key(self, kind: str) -> str:
        """Return where it is kept as CSV or Parquet."""
        return f"datasets/{self.standard.slug}/{self.state[:16]}.{kind}"


def national_dataset(here: "Deployment", standard: DatasetStandard) -> NationalDataset:
    """Return what the national dataset of a standard is made of now."""
    with here.transaction() as connection:
        files = files_in_use(connection, standard.slug)
    register = expected(here, today(here))
    licences = {
        one.authority_gss: source.licence
        for one in files
        if (source := register.get((standard.slug, one.authority_gss))) and source.licence
    }
    return NationalDataset(standard, files, licences)


def made(here: "Deployment", dataset: NationalDataset, kind: str) -> str | None:
    """Return the key of a national dataset, made now if this state of it never was.

    One is made at a time, so that readers who wait don't take up the whole portal: None where one still is after a
    few seconds.
    """
    key = dataset.key(kind)
    if here.archive.exists(key):
        return key
    if not _MAKING.acquire(timeout=PATIENCE):
        return None
    try:
        if not here.archive.exists(key):
            _make(here, dataset)
    finally:
        _MAKING.release()
    return key


def _make(here: "Deployment", dataset: NationalDataset) -> None:
    """Write the dataset in both kinds, a file at a time; the one that is looked for first comes last."""
    import pyarrow.parquet as pq

    from transforms.render.csv_text import csv_header, csv_lines
    from transforms.render.national import national_schema

    schema = national_schema(dataset.standard)
    with TemporaryDirectory(prefix="dataset-") as folder:
        paths = {kind: Path(folder) / kind for kind in KINDS}
        with paths["csv"].open("wb") as text, pq.ParquetWriter(paths["parquet"], schema, compression="zstd") as parquet:
            text.write(csv_header(schema.names))
            for records in _records(here, dataset, schema):
                parquet.write_table(records)
                text.writelines(csv_lines(records))
        for kind, path in paths.items():
            with path.open("rb") as file:
                here.archive.save(dataset.key(kind), file)


def _records(here: "Deployment", dataset: NationalDataset, schema: "pa.Schema") -> "Iterator[pa.Table]":
    from transforms.render.national import national_records

    slug = dataset.standard.slug
    keys = [table_key("standardised", slug, one.sha256, one.rules_version, one.authority_gss) for one in dataset.files]
    for one, table in zip(dataset.files, here.archive.stream_tables(keys), strict=True):
        provenance = {
            "authority_gss": one.authority_gss,
            "authority": body_name(one.authority_gss),
            "source_url": one.url,
            "licence": dataset.licences.get(one.authority_gss, ""),
            "fetched_on": one.day.isoformat(),
            "sha256": one.sha256,
            "edition": one.edition,
        }
        yield national_records(table, schema, provenance)
