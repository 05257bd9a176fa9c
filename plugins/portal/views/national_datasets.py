"""National datasets: the files in use of a standard as one table, built once for each state of the warehouse.

Known:  the key in the archive is a hash over the files, the rules under which they were checked, the register's names
        and licences, and the standard; as long as none of them changes, the dataset is not built again.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.portal.views.assemblies import authority_name
from plugins.portal.views.register import expected_sources
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
CHUNK = 50_000  # records
NICENESS = 10  # as nice(1) counts


@dataclass(frozen=True)
class NationalDataset:
    """The files in use of one standard, and where their dataset is stored."""

    standard: DatasetStandard
    files: Sequence[CurrentFile]
    licences: Mapping[str, str]  # from the register, by authority; blank where it has none

    @property
    def records(self) -> int:
        """The number of usable records."""
        return sum(file.rows_usable for file in self.files)

    @cached_property
    def state(self) -> str:
        """A hash over everything that the bytes depend on."""
        facts = [LAYOUT, self.standard.slug, self.standard.version, sorted(self.licences.items())]
        files = [[*astuple(file), authority_name(file.authority_gss)] for file in self.files]
        return hashlib.sha256(json.dumps([facts, files], default=str).encode()).hexdigest()

    def key(self, kind: str) -> str:
        """Return its archive key as CSV or Parquet."""
        return f"datasets/{self.standard.slug}/{self.state[:16]}.{kind}"


def national_dataset(deployment: "Deployment", standard: DatasetStandard) -> NationalDataset:
    """Return the files that the national dataset of a standard is built from now."""
    with deployment.transaction() as connection:
        files = load_current_files(connection, standard.slug)
    register = expected_sources(deployment, today(deployment))
    licences = {
        file.authority_gss: source.licence
        for file in files
        if (source := register.get((standard.slug, file.authority_gss))) and source.licence
    }
    return NationalDataset(standard, files, licences)


def build_dataset(settings: "Settings", dataset: NationalDataset, keys: Mapping[str, str], folder: Path) -> None:
    """Write a dataset in every kind, one chunk of records at a time, and store it; runs in a separate process.

    Args:
        settings: of the deployment whose archive has the records and stores the dataset.
        dataset: the files to build it from.
        keys: the archive key of each of `KINDS`.
        folder: for the files until they are complete.

    """
    os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
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
    keys = [
        table_key("standardised", slug, file.sha256, file.rules_version, file.authority_gss) for file in dataset.files
    ]
    for file, table in zip(dataset.files, archive.stream_tables(keys), strict=True):
        provenance = {
            "authority_gss": file.authority_gss,
            "authority": authority_name(file.authority_gss),
            "source_url": file.url,
            "licence": dataset.licences.get(file.authority_gss, ""),
            "fetched_on": file.first_on.isoformat(),
            "sha256": file.sha256,
            "edition": file.edition,
        }
        for start in range(0, table.num_rows, CHUNK):
            yield national_records(table.slice(start, CHUNK), schema, provenance)
