"""The identity provider of a demonstration as a process of the platform: its port, its start, its settings."""

import secrets
import sys
from collections.abc import Mapping
from typing import Any

from plugins.local.platform.demonstration import recall_demonstration
from plugins.local.platform.faults import DidNotStart
from plugins.local.platform.home import LOOPBACK, Home, free_ports
from plugins.local.platform.processes import Process, recorded, start, wait_until
from plugins.settings import ADMINISTRATOR, SIGN_IN, IdentityProvider

NAME = "identity-provider"
READY_WITHIN_SECONDS = 60.0
CLIENT = "portal"


def start_provider(home: Home, environment: Mapping[str, str]) -> Process | None:
    """Start the provider of a demonstration, on its earlier port where it is free; else start nothing."""
    if recall_demonstration(home) is None:
        return None
    state = _recall(home)
    [port] = free_ports(1, [state.get("port", 0)])
    home.remember(NAME, {"port": port, "secret": state.get("secret") or secrets.token_urlsafe(24)})
    command = [sys.executable, "-m", "plugins.local.platform.example_provider", "--port", str(port)]
    return start(home, NAME, command, environment, stop_seconds=3.0)


def provider_settings(home: Home) -> dict[str, str]:
    """Return the settings by which a demonstration's people sign in; none for another platform."""
    if recall_demonstration(home) is None or not _recall(home):
        return {}
    state = _recall(home)
    provider = IdentityProvider(f"http://{LOOPBACK}:{state['port']}", CLIENT, state["secret"])
    return {SIGN_IN: provider.url(), ADMINISTRATOR: "administrator"}


def wait_for_provider(home: Home) -> None:
    """Return once the provider listens."""
    port = _recall(home)["port"]
    [process] = [process for process in recorded(home) if process.name == NAME]
    if not wait_until(lambda: process.listens_on(port), process, READY_WITHIN_SECONDS):
        raise DidNotStart(f"The identity provider did not start: see {home.logs / NAME}.log.")


def _recall(home: Home) -> dict[str, Any]:
    return dict(home.recall(NAME))
