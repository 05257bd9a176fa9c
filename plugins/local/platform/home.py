"""Where the embedded platform keeps its state: one folder, made when it is first started, deleted at will.

Known   COUNCIL_RETURNS_HOME moves it; without it, it is `.platform` in the checkout.
"""

import json
import os
import shutil
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.local.platform.faults import NoRoom
from plugins.storage.private_file import write_private

CHECKOUT = Path(__file__).resolve().parents[3]
HOME = "COUNCIL_RETURNS_HOME"
LOOPBACK = "127.0.0.1"
MEGABYTE, LEAST_MEGABYTES = 1_000_000, 200


@dataclass(frozen=True)
class Home:
    """The folder of one embedded platform."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """Return the folder that COUNCIL_RETURNS_HOME names, or the checkout's own."""
        return cls(Path(os.environ.get(HOME) or CHECKOUT / ".platform").resolve())

    @property
    def logs(self) -> Path:
        """Return the folder of the services' own logs."""
        return self.root / "logs"

    @property
    def records(self) -> Path:
        """Return the folder with one record for every process that this platform started."""
        return self.root / "processes"

    def folder(self, *parts: str) -> Path:
        """Return a folder below this one, made when missing, for nobody but this user."""
        self.root.parent.mkdir(parents=True, exist_ok=True)
        path = self.root
        path.mkdir(mode=0o700, exist_ok=True)
        for part in parts:
            path = path / part
            path.mkdir(mode=0o700, exist_ok=True)
        return path

    def remember(self, name: str, values: dict[str, Any]) -> None:
        """Write `values` (ports, passwords) where only this user reads them, whole or not at all."""
        self.folder()
        write_private(self.root / f"{name}.json", json.dumps(values, indent=1))

    def recall(self, name: str) -> dict[str, Any]:
        """Return the values remembered under `name`; none if they were never written or can't be read."""
        try:
            values = json.loads((self.root / f"{name}.json").read_text())
        except (OSError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}


def require_room(folder: Path) -> None:
    """Raise `NoRoom` where the disk of a folder has no room for servers to start in, each of which says less of it."""
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < LEAST_MEGABYTES:
        raise NoRoom(
            f"The disk of {folder} is full ({free} MB left): free at least {LEAST_MEGABYTES} MB, and start again. "
            "Nothing is lost: what was interrupted goes on."
        )


def free_ports(count: int, preferred: Sequence[int] = ()) -> list[int]:
    """Return ports on the loopback address that nobody listens on, the preferred ones if they are free."""
    ports = [*preferred, *[0] * count][:count]
    listeners: list[socket.socket] = []
    try:
        listeners.extend(_bind(port) or _bind(0) or socket.socket() for port in ports)
        return [listener.getsockname()[1] for listener in listeners]
    finally:
        for listener in listeners:
            listener.close()


def _bind(port: int) -> socket.socket | None:
    """Return a socket bound to the port, or None if the port is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        return None
    return listener
