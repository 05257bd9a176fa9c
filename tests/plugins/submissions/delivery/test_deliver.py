"""Delivering a package: whole, once, never written over, tried again, every attempt written down."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.faults import DeliveryFailed, DestinationDiffers
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.submissions.build_package import BuiltPackage
from plugins.submissions.delivery import deliver as delivering
from plugins.submissions.delivery.deliver import WAITS, DeliveryAttempt, deliver
from plugins.submissions.delivery.delivered_files import delivered_files
from plugins.submissions.delivery.logins import (
    DESTINATION_LOGINS,
    SFTP_KNOWN_HOSTS,
    Login,
    Logins,
    store_and_prefix,
)
from tests.plugins.submissions.delivery.sftp_server import PASSWORD, USER, SftpServer, running_sftp_server
from tests.transforms.release_package.package_contents import RELEASED
from transforms.registers.destinations import Destination, DestinationKind

FOLDER, ZIP = "housing_stock_check/2025-03-31/v2", "housing_stock_check-2025-03-31-v2.zip"
PORTAL = Destination("housing_stock_check", "MHCLG", DestinationKind.PORTAL, "")


@pytest.fixture
def package() -> BuiltPackage:
    sha256 = hashlib.sha256(RELEASED.read_bytes()).hexdigest()
    return BuiltPackage(RELEASED, "housing_stock_check", "2025-03-31", 2, "r", sha256, "f")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SftpServer]:
    with running_sftp_server(tmp_path) as running:
        yield running


class Desk:
    """Delivers to one destination, and notes the attempts and the waits between them."""

    def __init__(self, destination: Destination, logins: Logins) -> None:
        self.destination, self.logins = destination, logins
        self.attempts: list[DeliveryAttempt] = []
        self.waits: list[float] = []

    def deliver(self, package: BuiltPackage) -> list[str]:
        before = len(self.attempts)
        deliver(package, [self.destination], self.logins, self.attempts.append, self.waits.append)
        return [attempt.outcome.value for attempt in self.attempts[before:]]


@pytest.fixture
def by_sftp(server: SftpServer) -> Desk:
    address = f"sftp://{USER}@127.0.0.1:{server.port}/in/tray"
    environment = {
        DESTINATION_LOGINS: f"sftp://{USER}:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{server.port}",
        SFTP_KNOWN_HOSTS: str(server.known_hosts),
    }
    destination = Destination("housing_stock_check", "MHCLG", DestinationKind.SFTP, address)
    return Desk(destination, Logins.from_environment(environment))


def test_a_package_arrives_by_sftp_beneath_its_return_period_and_version(
    by_sftp: Desk, server: SftpServer, package: BuiltPackage
) -> None:
    assert by_sftp.deliver(package) == ["delivered"]
    folder = server.folder / "in" / "tray" / FOLDER
    assert sorted(path.name for path in folder.iterdir()) == [ZIP, f"{ZIP}.sha256"]
    assert (folder / ZIP).read_bytes() == RELEASED.read_bytes()
    assert (folder / f"{ZIP}.sha256").read_text() == f"{package.sha256}  {ZIP}\n"


def test_a_second_delivery_finds_the_package_there_and_changes_nothing(
    by_sftp: Desk, server: SftpServer, package: BuiltPackage
) -> None:
    by_sftp.deliver(package)
    path = server.folder / "in" / "tray" / FOLDER / ZIP
    written = path.stat().st_mtime_ns
    assert by_sftp.deliver(package) == ["already-there"]
    assert path.stat().st_mtime_ns == written


def test_another_package_that_lies_there_is_a_fault_and_stays(
    by_sftp: Desk, server: SftpServer, package: BuiltPackage
) -> None:
    path = server.folder / "in" / "tray" / FOLDER / ZIP
    path.parent.mkdir(parents=True)
    path.write_bytes(b"another")
    with pytest.raises(DestinationDiffers, match="not the one that was to be delivered"):
        by_sftp.deliver(package)
    assert path.read_bytes() == b"another"
    assert [attempt.outcome for attempt in by_sftp.attempts] == ["differs"]


def test_a_delivery_that_breaks_off_half_way_is_tried_again_and_arrives_once(
    by_sftp: Desk, server: SftpServer, package: BuiltPackage
) -> None:
    server.drop_after_bytes = [10, 20_000]
    assert by_sftp.deliver(package) == ["failed", "failed", "delivered"]
    assert by_sftp.waits == list(WAITS[:2])
    assert [attempt.number for attempt in by_sftp.attempts] == [1, 2, 3]
    names = {path.name for path in (server.folder / "in" / "tray" / FOLDER).iterdir()}
    assert names == {ZIP, f"{ZIP}.sha256"}


def test_a_delivery_that_was_killed_between_the_two_files_is_made_whole(
    by_sftp: Desk, server: SftpServer, package: BuiltPackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "delivered_files", lambda package: (delivered_files(package)[0], None))
    with pytest.raises(AttributeError):  # it dies where the second file begins
        by_sftp.deliver(package)
    folder = server.folder / "in" / "tray" / FOLDER
    assert [path.name for path in folder.iterdir()] == [f"{ZIP}.sha256"]
    monkeypatch.undo()
    assert by_sftp.deliver(package) == ["delivered"]
    assert (folder / ZIP).read_bytes() == RELEASED.read_bytes()


def test_a_server_whose_key_is_not_known_is_sent_nothing(
    by_sftp: Desk, server: SftpServer, package: BuiltPackage
) -> None:
    server.known_hosts.write_text("")
    with pytest.raises(DeliveryFailed, match="did not take"):
        by_sftp.deliver(package)
    assert [attempt.outcome for attempt in by_sftp.attempts] == ["failed"] * (len(WAITS) + 1)
    assert list(server.folder.iterdir()) == []


def test_one_destination_that_fails_keeps_the_package_from_no_other(
    by_sftp: Desk, server: SftpServer, package: BuiltPackage
) -> None:
    away = replace(by_sftp.destination, address="sftp://x@127.0.0.1:9/in")
    attempts: list[DeliveryAttempt] = []
    with pytest.raises(DeliveryFailed, match=r"127\.0\.0\.1:9/in did not take"):
        deliver(package, [away, PORTAL, by_sftp.destination], by_sftp.logins, attempts.append, lambda _: None)
    assert [attempt.outcome.value for attempt in attempts] == [*["failed"] * 4, "in-portal", "delivered"]
    assert PASSWORD not in str(attempts)


@pytest.mark.platform
def test_a_package_arrives_in_a_bucket_once_with_the_zip_last(deployment: Settings, package: BuiltPackage) -> None:
    store = deployment.store
    endpoint = str(store.endpoint).removeprefix("http")
    address = f"s3+http{endpoint}/{store.bucket}/department/in"
    logins = Logins({(f"s3+http{endpoint}".split(":")[0], endpoint.removeprefix("://")): _login(store)})
    desk = Desk(Destination("housing_stock_check", "MHCLG", DestinationKind.S3, address), logins)
    assert desk.deliver(package) == ["delivered"]
    assert desk.deliver(package) == ["already-there"]
    bucket = Archive(store)
    assert bucket.load(f"department/in/{FOLDER}/{ZIP}") == RELEASED.read_bytes()
    assert bucket.list_keys("department/") == [f"department/in/{FOLDER}/{ZIP}", f"department/in/{FOLDER}/{ZIP}.sha256"]
    with pytest.raises(DestinationDiffers):
        desk.deliver(replace(package, sha256="0" * 64))
    bucket.save(f"department/in/{FOLDER.replace('v2', 'v3')}/{ZIP.replace('v2', 'v3')}", b"another")
    with pytest.raises(DestinationDiffers):
        desk.deliver(replace(package, version=3))


def _login(store: object) -> Login:
    return Login(store.access_key, store.secret_key)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("address", "endpoint", "bucket", "prefix"),
    [
        ("s3://returns/in/tray", None, "returns", "in/tray"),
        ("s3+https://store.example:9000/returns/in", "https://store.example:9000", "returns", "in"),
        ("s3://returns", None, "returns", ""),
    ],
)
def test_an_address_names_a_bucket_and_a_prefix(address: str, endpoint: str | None, bucket: str, prefix: str) -> None:
    store, beneath = store_and_prefix(address, Login("key", "secret"))
    assert (store.endpoint, store.bucket, store.access_key, beneath) == (endpoint, bucket, "key", prefix)


def test_a_login_shows_no_secret() -> None:
    logins = Logins.from_environment({DESTINATION_LOGINS: "sftp://a:secret@b:22 s3://k:s%2Fx@bucket"})
    assert logins.of("sftp://a@b:22/in") == Login("a", "secret")
    assert logins.of("s3://bucket/prefix") == Login("k", "s/x")
    assert logins.of("sftp://other") is None
    assert "secret" not in repr(logins)
