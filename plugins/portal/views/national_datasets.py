"""National datasets: every file in use of a standard as one table, made once for each state of the warehouse.

Known:  the key in the archive is a hash over the files, the rules under which they were checked, the register's names
        and licences and the declaration; as long as none of them changes, what was made stays.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.portal.views.assemblies import body_name
from plugins.portal.views.register import expected
from plugins.portal.views.today import today
from plugins.storage.archive import Archive, table_key
from plugins.storage.warehouse.current_files import CurrentFile, load_current_files
from transforms.domain.standard import DatasetStandard

if TYPE_CHECKING:
    import pyarrow as pa

    from plugins.settings import Settings
    from plugins.storage.deployment import Deployment

LAYOUT = "1"  # of the columns that stand before the fields
KINDS = ("csv", "parquet")
AT_ONCE = 50_000  # records
BEHIND_READERS = 10  # as nice(1) counts


@dataclass(frozen=True)
class NationalDataset:
    """The files in use of one standard, and where the dataset of them is kept."""

    standard: DatasetStandard
    files: Sequence[CurrentFile]
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
        files = load_current_files(connection, standard.slug)
    register = expected(here, today(here))
    licences = {
        one.authority_gss: source.licence
        for one in files
        if (source := register.get((standard.slug, one.authority_gss))) and source.licence
    }
    return NationalDataset(standard, files, licences)


def make(settings: "Settings", dataset: NationalDataset, keys: Mapping[str, str], folder: Path) -> None:
    """Write a dataset in every kind, some records at a time, and keep it: the work of a process of its own.

    Args:
        settings: of the deployment whose archive has the records and keeps the dataset.
        dataset: what it is made of.
        keys: of each of `KINDS`.
        folder: for the files until they are whole.

    """
    os.setpriority(os.PRIO_PROCESS, 0, BEHIND_READERS)
    archive = Archive.from_settings(settings)
    paths = {kind: folder / kind for kind in KINDS}
    _write(archive, dataset, paths)
    for kind, path in paths.items():
        with path.open("rb") as file:
            archive.save(keys[kind], file)


def _write(archive: Archive, dataset: NationalDataset, paths: Mapping[str, Path]) -> None:
    import pyarrow.parquet as pq

    from transforms.render.csv_text import csv_header, csv_lines
    from transforms.render.national import national_schema

    schema = national_schema(dataset.standard)
    with paths["csv"].open("wb") as text, pq.ParquetWriter(paths["parquet"], schema, compression="zstd") as parquet:
        text.write(csv_header(schema.names))
        for records in _records(archive, dataset, schema):
            parquet.write_table(records)
            text.writelines(csv_lines(records))


def _records(archive: Archive, dataset: NationalDataset, schema: "pa.Schema") -> "Iterator[pa.Table]":
    from transforms.render.national import national_records

    slug = dataset.standard.slug
    keys = [table_key("standardised", slug, one.sha256, one.rules_version, one.authority_gss) for one in dataset.files]
    for one, table in zip(dataset.files, archive.stream_tables(keys), strict=True):
        provenance = {
            "authority_gss": one.authority_gss,
            "authority": body_name(one.authority_gss),
            "source_url": one.url,
            "licence": dataset.licences.get(one.authority_gss, ""),
            "fetched_on": one.first_on.isoformat(),
            "sha256": one.sha256,
            "edition": one.edition,
        }
        for start in range(0, table.num_rows, AT_ONCE):
            yield national_records(table.slice(start, AT_ONCE), schema, provenance)
