"""The archive: bytes and tables in an S3 bucket, each written once under a key that its content decides.

snapshots/<sha256>                                         the exact bytes that a council published
snapshots/<sha256>.<authority>.<standard>.<day>.json       who published them, where, under which licence
standardised/<standard>/<sha256>-<rules>-<authority>.parquet    every record, in our fields
issues/<standard>/<sha256>-<rules>-<authority>.parquet          every finding
history/<standard>/<sha256>-after-<before>-<day>-<rules>-<authority>.parquet    issues of the rules over time
ledger/<standard>/<authority>/<day>-<chain>.parquet        every finding of a source so far, from opened to fixed
datasets/<standard>/<state>.csv, .parquet                  the usable records of all files in use, for the portal
signing-keys/<first day>-<number>-<fingerprint>.json             a public key that signs packages from that day on
releases/<return>/<period>/v<version>/package.zip          the signed package of a release, once
returns/<return>/<period>/as-known-<day>/<receipt>/<file>       the manifest last: without it there is no assembly
measured/<return>/<period>/<hash>/<table>.parquet          what the next assembly carries over; the figures last
"""

import io
import json
import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from plugins.faults import ArchiveUnavailable, InputNotReady
from plugins.settings import Settings, Store

if TYPE_CHECKING:
    import pyarrow as pa

    from transforms.snapshots.needed_part import TablePart

CONNECTIONS = 16
CHUNK_BYTES = 1 << 18
UNREPEATED = ("value", "fingerprint")  # columns of a table of issues with nearly as many texts as rows


def snapshot_key(sha256: str) -> str:
    """Return the key of the bytes with this hash."""
    return f"snapshots/{sha256}"


def sidecar_key(sha256: str, authority_gss: str, standard: str, day: str) -> str:
    """Return the key of the sidecar, which says who published these bytes on `day`."""
    return f"snapshots/{sha256}.{authority_gss}.{standard}.{day}.json"


def table_key(kind: str, standard: str, sha256: str, rules_version: str, authority_gss: str) -> str:
    """Return the key of a table (`standardised` or `issues`) of one checked snapshot."""
    return f"{kind}/{standard}/{sha256}-{rules_version}-{authority_gss}.parquet"


def history_key(
    standard: str, sha256: str, before_sha256: str, day: str, rules_version: str, authority_gss: str
) -> str:
    """Return the key of the issues from comparing a publication of `day` with the one in use before it."""
    return f"history/{standard}/{sha256}-after-{before_sha256[:16]}-{day}-{rules_version}-{authority_gss}.parquet"


def ledger_key(standard: str, authority_gss: str, day: str, chain: str) -> str:
    """Return the key of the ledger of a source after the step of `day`."""
    return f"ledger/{standard}/{authority_gss}/{day}-{chain[:16]}.parquet"


def assembly_prefix(return_slug: str, period: str, as_known: str, receipt: str) -> str:
    """Return the prefix of the keys of one assembly's files."""
    return f"returns/{return_slug}/{period}/as-known-{as_known}/{receipt[:16]}"


def measured_prefix(return_slug: str, period: str, keys_hash: str) -> str:
    """Return the prefix of the keys of what was measured of authorities, by a hash over all that decides it."""
    return f"measured/{return_slug}/{period}/{keys_hash[:16]}"


def package_key(return_slug: str, period: str, version: int) -> str:
    """Return the key of the package of a release."""
    return f"releases/{return_slug}/{period}/v{version}/package.zip"


def released_prefix(return_slug: str, period: str, version: int) -> str:
    """Return the prefix of the keys of a release's files, where they aren't those of its assembly."""
    return f"releases/{return_slug}/{period}/v{version}/files"


@dataclass(frozen=True)
class ObjectInfo:
    """What is known of an object without its content."""

    size: int  # bytes
    etag: str  # in its quotes


@dataclass(frozen=True)
class Archive:
    """One bucket."""

    store: Store

    @classmethod
    def from_settings(cls, settings: Settings) -> "Archive":
        """Return the archive of a deployment."""
        return cls(settings.store)

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401 - boto3 makes its client classes as it runs
        import boto3
        from botocore.config import Config

        return boto3.client(
            "s3",
            endpoint_url=self.store.endpoint,
            aws_access_key_id=self.store.access_key,
            aws_secret_access_key=self.store.secret_key,
            region_name=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "eu-west-2",
            config=Config(
                max_pool_connections=CONNECTIONS,
                retries={"mode": "standard", "max_attempts": 4},
                s3={"addressing_style": "path" if self.store.endpoint else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def create_bucket(self, *, keeps_versions: bool = True) -> None:
        """Create the bucket unless it exists; it keeps every version of an object, whoever deletes or overwrites it."""
        from botocore.exceptions import ClientError

        bucket = self.store.bucket
        with _faults():
            try:
                self._client.head_bucket(Bucket=bucket)
            except ClientError as error:
                if error.response["ResponseMetadata"].get("HTTPStatusCode") != 404:
                    raise
                self._client.create_bucket(Bucket=bucket, **self._location())
            if keeps_versions:
                self._client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})

    def _location(self) -> dict[str, object]:
        """Return where AWS shall make the bucket: it asks for a region everywhere but in its first one."""
        region = self._client.meta.region_name
        if self.store.endpoint or region == "us-east-1":
            return {}
        return {"CreateBucketConfiguration": {"LocationConstraint": region}}

    def save(self, key: str, content: bytes | IO[bytes], content_type: str = "application/octet-stream") -> bool:
        """Write an object once; return whether it is new. An object that is there already stays as it is."""
        from botocore.exceptions import ClientError

        with _faults():
            try:
                self._client.put_object(
                    Bucket=self.store.bucket, Key=key, Body=content, ContentType=content_type, IfNoneMatch="*"
                )
            except ClientError as error:
                if error.response["ResponseMetadata"].get("HTTPStatusCode") in {409, 412}:
                    return False
                raise
        return True

    def save_json(self, key: str, value: Mapping[str, object]) -> bool:
        """Write a JSON object once."""
        text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n"
        return self.save(key, text.encode(), "application/json")

    def save_table(self, key: str, table: "pa.Table") -> bool:
        """Write a table once, as Parquet."""
        import pyarrow.parquet as pq

        sink = io.BytesIO()
        pq.write_table(table, sink, compression="zstd", compression_level=1)
        return self.save(key, sink.getvalue(), "application/vnd.apache.parquet")

    def load(self, key: str) -> bytes:
        """Return the bytes of an object; a missing one is our fault."""
        from botocore.exceptions import ClientError

        with _faults():
            try:
                return bytes(self._client.get_object(Bucket=self.store.bucket, Key=key)["Body"].read())
            except ClientError as error:
                if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                    raise InputNotReady(f"{key} is not in the store") from error
                raise

    def exists(self, key: str) -> bool:
        """Return whether there is such an object."""
        return self.describe(key) is not None

    def describe(self, key: str) -> "ObjectInfo | None":
        """Return the size and the ETag of an object; None where there is no such object."""
        from botocore.exceptions import ClientError

        with _faults():
            try:
                answer = self._client.head_object(Bucket=self.store.bucket, Key=key)
            except ClientError as error:
                if error.response["ResponseMetadata"].get("HTTPStatusCode") == 404:
                    return None
                raise
        return ObjectInfo(int(answer["ContentLength"]), str(answer["ETag"]))

    def stream(self, key: str, first: int, last: int) -> Iterator[bytes]:
        """Yield the bytes of an object from `first` to `last`, both included, in chunks."""
        with _faults():
            body = self._client.get_object(Bucket=self.store.bucket, Key=key, Range=f"bytes={first}-{last}")["Body"]
            yield from body.iter_chunks(CHUNK_BYTES)

    def list_keys(self, prefix: str) -> list[str]:
        """Return the keys that start with `prefix`, in order."""
        with _faults():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.store.bucket, Prefix=prefix)
            return [entry["Key"] for page in pages for entry in page.get("Contents", ())]

    def load_table(self, key: str, columns: Sequence[str] | None = None) -> "pa.Table":
        """Return a table, or only those of `columns` that it has."""
        from transforms.snapshots.needed_part import TablePart

        return self._load_part(key, TablePart(columns))

    def load_tables(self, keys: Sequence[str], part: "TablePart | None" = None) -> list["pa.Table"]:
        """Return many tables, loaded at once; of each just what is needed of it."""
        from transforms.snapshots.needed_part import TablePart

        needed = part or TablePart()
        distinct = list(dict.fromkeys(keys))
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            tables = pool.map(lambda key: self._load_part(key, needed), distinct)
            loaded = dict(zip(distinct, tables, strict=True))
        return [loaded[key] for key in keys]

    def _load_part(self, key: str, part: "TablePart") -> "pa.Table":
        import pyarrow as pa

        from transforms.snapshots.needed_part import read_needed

        return read_needed(pa.BufferReader(self.load(key)), part)

    def stream_tables(self, keys: Sequence[str]) -> Iterator["pa.Table"]:
        """Yield tables in order, loading a few ahead; their repeated texts stay encoded, so that millions fit."""
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            ahead = deque(pool.submit(self._load_encoded, key) for key in keys[:CONNECTIONS])
            for number in range(len(keys)):
                yield ahead.popleft().result()
                if number + CONNECTIONS < len(keys):
                    ahead.append(pool.submit(self._load_encoded, keys[number + CONNECTIONS]))

    def _load_encoded(self, key: str) -> "pa.Table":
        """Return a table whose text columns are dictionary-encoded where texts are likely to repeat.

        The columns are read one by one, so that of ten million rows no more than one column is in memory twice.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        content = pa.BufferReader(self.load(key))
        texts = [field.name for field in pq.read_schema(content) if not pa.types.is_integer(field.type)]
        repeated = [name for name in texts if name not in UNREPEATED]
        file = pq.ParquetFile(content, read_dictionary=repeated)
        names = file.schema_arrow.names
        columns = (file.read(columns=[name], use_threads=False).unify_dictionaries().combine_chunks() for name in names)
        return pa.table({name: column[name] for name, column in zip(names, columns, strict=True)})

    def save_assembly(self, prefix: str, folder: Path) -> None:
        """Write the files of an assembly, its manifest last, so that nothing is ever half published.

        A file in a folder beneath keeps the folder's name.
        """
        names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        for name in sorted(names, key=lambda name: (name == "manifest.json", name)):
            with (folder / name).open("rb") as file:
                self.save(f"{prefix}/{name}", file)

    def download(self, key: str, path: Path) -> None:
        """Write an object to a file, in chunks; the folder that it lies in is made."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with _faults(), path.open("wb") as file:
            self._client.download_fileobj(self.store.bucket, key, file)


@contextmanager
def _faults() -> Iterator[None]:
    """Raise every failure of the store as a fault of ours."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise ArchiveUnavailable(f"the store failed or refused: {error}") from error
