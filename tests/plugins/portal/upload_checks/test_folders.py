"""The folders of checks, also those that a killed process left."""

import os
import tempfile
from pathlib import Path

from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.portal.upload_checks.folders import NAME
from tests.plugins.pipeline.steps.conftest import STANDARD, cases
from tests.plugins.portal.sent_files import BAD, NOWHERE, queue_of, ready, send
from tests.waiting import wait_until


def test_files_of_a_killed_portal_are_deleted_at_the_next_start(sender: TestClient) -> None:
    ready(sender, send(sender, cases(3), standard=STANDARD))
    living = next(iter(queue_of(sender)._checks.values())).folder.parent
    left = Path(tempfile.mkdtemp(prefix=f"{NAME}{os.getpid()}-"))
    (left / "published").write_bytes(BAD)
    for folder in (left, living):
        os.utime(folder, (0, 0))
    with TestClient(create_application(NOWHERE)):
        wait_until(lambda: not left.exists(), "what the killed portal left is deleted")
    assert living.exists()
