"""The public keys, where every reader of a package looks for them."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.settings import Settings
from plugins.storage.archive import Archive
from plugins.submissions.signing_keys import ensure_registered
from transforms.release_package.key_register import KeyRegister, parse_keys
from transforms.release_package.signature import new_private_key

ADDRESS = "/.well-known/council-returns-keys.json"


@pytest.mark.platform
def test_every_key_is_published_with_its_days(empty_deployment: Settings) -> None:
    with TestClient(create_application(empty_deployment)) as reader:
        assert parse_keys(reader.get(ADDRESS).content) == KeyRegister()
        keys = [new_private_key().public for _ in range(2)]
        for key, day in zip(keys, (date(2026, 1, 1), date(2026, 7, 1)), strict=True):
            ensure_registered(Archive(empty_deployment.store), key, day)
        answer = reader.get(ADDRESS)
    assert answer.headers["Content-Type"] == "application/json"
    assert [(entry["sha256"], entry["first_day"], entry["last_day"]) for entry in answer.json()["keys"]] == [
        (keys[0].fingerprint, "2026-01-01", "2026-07-01"),
        (keys[1].fingerprint, "2026-07-01", None),
    ]
