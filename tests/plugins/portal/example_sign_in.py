"""The identity provider of a demonstration, for tests in which people sign in."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from plugins.local.platform.example_provider import create_provider
from plugins.settings import IdentityProvider


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    """The identity provider of a demonstration, on a free port."""
    server = make_server("127.0.0.1", 0, create_provider(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield IdentityProvider(f"http://127.0.0.1:{server.server_port}", "portal", "secret")
    server.shutdown()
    server.server_close()
