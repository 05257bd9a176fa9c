"""The deployment's keys: the private one stays where it is, the public ones are known for ever."""

from datetime import date
from pathlib import Path

import pytest

from plugins.faults import SigningKeyUnusable
from plugins.local.platform.home import Home
from plugins.local.platform.lifecycle import portal_environment
from plugins.local.platform.signing_key import signing_settings
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.submissions.build_package import build_package
from plugins.submissions.package_folder import open_package
from plugins.submissions.signing_keys import (
    SIGNING_KEY,
    SIGNING_KEY_FILE,
    configured_key,
    ensure_registered,
    load_key_register,
)
from transforms.release_package.release import PackageRelease
from transforms.release_package.signature import new_private_key
from transforms.release_package.verify import verify_package

KEY, DAY = new_private_key(), date(2026, 11, 29)


def test_a_key_comes_from_a_file_that_only_its_owner_reads_or_from_a_variable(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(KEY.pem())
    path.chmod(0o600)
    text = KEY.pem().decode()
    for environment in ({SIGNING_KEY_FILE: str(path)}, {SIGNING_KEY: text}, {SIGNING_KEY: text.replace("\n", "\\n")}):
        assert configured_key(environment).public == KEY.public


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_that_others_may_read_signs_nothing(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(KEY.pem())
    path.chmod(mode)
    with pytest.raises(SigningKeyUnusable, match="may be read by others"):
        configured_key({SIGNING_KEY_FILE: str(path)})


@pytest.mark.parametrize(
    "environment",
    [{}, {SIGNING_KEY_FILE: "/absent", SIGNING_KEY: "both"}, {SIGNING_KEY_FILE: "/absent"}, {SIGNING_KEY: "no key"}],
)
def test_a_deployment_without_a_key_says_what_to_set_and_shows_no_key(environment: dict[str, str]) -> None:
    with pytest.raises(SigningKeyUnusable, match=r"COUNCIL_RETURNS_SIGNING_KEY|/absent can't be read") as raised:
        configured_key(environment)
    assert "no key" not in str(raised.value)


def test_the_embedded_platform_makes_its_key_once_for_nobody_else_and_not_for_the_portal(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    first, again = signing_settings(home, {}), signing_settings(home, {})
    assert first == again
    path = Path(first[SIGNING_KEY_FILE])
    assert path.stat().st_mode & 0o777 == 0o600
    assert configured_key(first).public == configured_key(again).public
    assert signing_settings(home, {SIGNING_KEY: "given"}) == {SIGNING_KEY: "given"}


@pytest.mark.platform
def test_keys_rotate_and_old_packages_stay_verifiable(
    empty_deployment: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assembled: Path
) -> None:
    archive, keys = Archive(empty_deployment.store), [new_private_key() for _ in range(3)]
    days = [date(2026, 3, 1), date(2026, 6, 1), date(2026, 6, 1)]
    for number, (key, day) in enumerate(zip(keys, days, strict=True), start=1):
        monkeypatch.setenv(SIGNING_KEY, key.pem().decode())
        for _ in range(2):
            built = build_package(archive, assembled, PackageRelease(number, day), tmp_path / f"{number}.zip")
        assert built.fingerprint == key.public.fingerprint
    register = load_key_register(archive)
    assert [(entry.first_day, entry.last_day) for entry in register.keys] == [
        (days[0], days[1]),
        (days[1], days[2]),
        (days[2], None),
    ]
    for number in (1, 2, 3):
        with open_package(tmp_path / f"{number}.zip") as package:
            assert [verdict.line for verdict in verify_package(package, register) if verdict.wrong] == []
    with pytest.raises(SigningKeyUnusable, match="signs no more"):
        ensure_registered(archive, keys[0].public, DAY)
    with pytest.raises(SigningKeyUnusable, match="before the one"):
        ensure_registered(archive, new_private_key().public, date(2026, 1, 1))
    assert all(b"PRIVATE" not in archive.load(name) for name in archive.list_keys(""))


def test_the_portal_never_gets_the_private_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.local.platform.lifecycle.platform_settings", lambda *_: {})
    environment = portal_environment(Home(tmp_path), {SIGNING_KEY: "secret", SIGNING_KEY_FILE: "/secret", "A": "b"})
    assert environment == {"A": "b"}
