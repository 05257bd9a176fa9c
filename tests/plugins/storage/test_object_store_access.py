"""The object store takes orders through S3 only, and from each key only what that key is for."""

import http.client
import socket
import ssl
import stat
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from plugins.local.platform.home import LOOPBACK, Home
from plugins.local.platform.object_store import BUCKET, PORTS, make_bucket, store
from plugins.storage.object_store_access import AUTHORITY, CERTIFICATE, KEY
from plugins.storage.roles import OWNER, PIPELINE, PORTAL

pytestmark = pytest.mark.platform

INTERNAL = [name for name in PORTS if name != "s3"]


@pytest.fixture
def bucket(home: Home) -> None:
    make_bucket(store(home))


def s3(home: Home, role: str) -> Any:
    target = store(home, role)
    return boto3.client(
        "s3",
        endpoint_url=target.endpoint,
        aws_access_key_id=target.access_key,
        aws_secret_access_key=target.secret_key,
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required"),
    )


def answers_over_tls(home: Home, port: int, *, with_certificate: bool) -> bool:
    """Return whether the server goes on listening after the handshake."""
    folder = home.root / "certificates"
    context = ssl.create_default_context(cafile=str(folder / AUTHORITY))
    context.set_alpn_protocols(["h2", "http/1.1"])
    if with_certificate:
        context.load_cert_chain(folder / CERTIFICATE, folder / KEY)
    try:
        with (
            socket.create_connection((LOOPBACK, port), timeout=5) as plain,
            context.wrap_socket(plain, server_hostname=LOOPBACK) as connection,
        ):
            if connection.selected_alpn_protocol() != "h2":
                connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            return bool(connection.recv(1))
    except (ssl.SSLError, ConnectionError):
        return False


@pytest.mark.parametrize("part", INTERNAL)
def test_no_part_of_the_server_listens_to_who_shows_no_certificate(home: Home, bucket: None, part: str) -> None:
    port = home.recall("object-store")["ports"][part]
    assert not answers_over_tls(home, port, with_certificate=False)
    assert answers_over_tls(home, port, with_certificate=True), "or the test proves nothing"


@pytest.mark.parametrize("part", INTERNAL)
def test_no_part_of_the_server_answers_without_encryption(home: Home, bucket: None, part: str) -> None:
    connection = http.client.HTTPConnection(LOOPBACK, home.recall("object-store")["ports"][part], timeout=5)
    try:
        connection.request("GET", "/dir/assign")
        answer = connection.getresponse()
        assert (answer.status, b"fid" in answer.read()) == (400, False)
    except (http.client.BadStatusLine, ConnectionError):
        pass  # which is no answer either
    finally:
        connection.close()


def test_the_portal_s_key_reads_and_writes_national_datasets_only(home: Home, bucket: None) -> None:
    s3(home, PIPELINE).put_object(Bucket=BUCKET, Key="snapshots/portal", Body=b"exact bytes")
    portal = s3(home, PORTAL)
    assert portal.get_object(Bucket=BUCKET, Key="snapshots/portal")["Body"].read() == b"exact bytes"
    portal.put_object(Bucket=BUCKET, Key="datasets/contracts/1.csv", Body=b"a,b", IfNoneMatch="*")
    for forbidden in (
        lambda: portal.put_object(Bucket=BUCKET, Key="snapshots/portal", Body=b"other bytes"),
        lambda: portal.delete_object(Bucket=BUCKET, Key="snapshots/portal"),
        lambda: portal.create_bucket(Bucket="of-the-portal"),
        lambda: portal.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"}),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            forbidden()


def test_the_pipeline_s_key_has_its_own_bucket_and_does_not_set_its_rules(home: Home, bucket: None) -> None:
    pipeline = s3(home, PIPELINE)
    for forbidden in (
        lambda: pipeline.create_bucket(Bucket="of-the-pipeline"),
        lambda: pipeline.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"}),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            forbidden()


def test_what_a_key_deletes_or_overwrites_can_be_had_back(home: Home, bucket: None) -> None:
    pipeline, owner = s3(home, PIPELINE), s3(home, OWNER)
    for body in (b"first", b"second"):
        pipeline.put_object(Bucket=BUCKET, Key="snapshots/for-ever", Body=body)
    pipeline.delete_object(Bucket=BUCKET, Key="snapshots/for-ever")
    versions = owner.list_object_versions(Bucket=BUCKET, Prefix="snapshots/for-ever")["Versions"]
    contents = [
        owner.get_object(Bucket=BUCKET, Key="snapshots/for-ever", VersionId=version["VersionId"])["Body"].read()
        for version in versions
    ]
    assert sorted(contents) == [b"first", b"second"]


def test_no_other_account_reads_a_file_of_the_platform(home: Home, bucket: None) -> None:
    def readable(folder: Path) -> list[str]:
        """Return what others can read below a folder that they can enter."""
        modes = [(entry, entry.lstat().st_mode) for entry in folder.iterdir()]
        files = [str(entry) for entry, mode in modes if stat.S_ISREG(mode) and mode & (stat.S_IROTH | stat.S_IRGRP)]
        entered = [entry for entry, mode in modes if stat.S_ISDIR(mode) and mode & (stat.S_IXOTH | stat.S_IXGRP)]
        return files + [path for entry in entered for path in readable(entry)]

    assert (home.root / "postgres.json").exists()
    assert readable(home.root) == []
