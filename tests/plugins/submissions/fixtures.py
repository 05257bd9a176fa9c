"""The round of `life.py` on real services, for tests of the API, of pages and of commands."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from plugins.portal.application import create_application
from plugins.settings import Settings
from plugins.storage.deployment import open_deployment
from plugins.storage.migrations import migrate
from tests.plugins.conftest import Site
from tests.plugins.submissions.life import Life, with_provider


@pytest.fixture
def life(deployment: Settings, site: Site) -> Iterator[Life]:
    """An open round with its first assembly, and people of every role."""
    settings = with_provider(deployment, site)
    migrate(settings.database)
    with (
        open_deployment(settings) as opened,
        TestClient(create_application(settings), base_url="https://testserver", follow_redirects=False) as client,
    ):
        made = Life(opened, client, site)
        made.admit()
        made.assemble()
        yield made
