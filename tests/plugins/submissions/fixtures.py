"""The round of `life.py` on real services, for tests of the API, of pages and of commands."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.settings import PRIVATE, Settings
from plugins.storage.deployment import open_deployment
from tests.plugins.conftest import Site
from tests.plugins.submissions.life import Life, with_provider


@pytest.fixture
def life(deployment: Settings, site: Site) -> Iterator[Life]:
    """An open round with its first assembly, and people of every role, in a demonstration."""
    yield from _begun(with_provider(deployment, site), site)


@pytest.fixture
def private_life(deployment: Settings, site: Site) -> Iterator[Life]:
    """The same where nobody but those whose it is sees an unreleased return."""
    yield from _begun(replace(with_provider(deployment, site), unreleased=PRIVATE), site)


def _begun(settings: Settings, site: Site) -> Iterator[Life]:
    with (
        open_deployment(settings) as opened,
        TestClient(create_application(settings), base_url="https://testserver", follow_redirects=False) as client,
    ):
        made = Life(opened, client, site)
        made.admit()
        made.assemble()
        yield made
