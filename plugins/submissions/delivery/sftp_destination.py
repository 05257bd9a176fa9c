"""A destination on an SFTP server: a file is sent under another name, read back, then renamed.

Known:  a rename of SFTP fails where a file of the new name is there, so that nothing is written over; only
        servers whose host key is known are sent anything.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from plugins.submissions.delivery.delivered_files import DeliveredFile
from plugins.submissions.delivery.logins import Logins

if TYPE_CHECKING:
    from asyncssh import SFTPClient

CONNECT_SECONDS, IDLE_SECONDS = 30, 60
PIECE = 1 << 18
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class SftpFolder:
    """A folder on an SFTP server; each call connects anew."""

    address: str
    folder: PurePosixPath
    logins: Logins

    def sha256_of(self, name: str) -> str | None:
        """Return the SHA-256 of a file that is there, None where none is."""
        return self._carry_out(lambda client: _sha256_of(client, self.folder / name))

    def put(self, file: DeliveredFile) -> None:
        """Write a file whole, unless one of its name is there."""
        self._carry_out(lambda client: _put(client, self.folder, file))

    def _carry_out(self, work: "Callable[[SFTPClient], Awaitable[Answer]]") -> Answer:
        async def connected() -> Answer:
            async with _connected(self.address, self.logins) as client:
                return await work(client)

        return asyncio.run(connected())


def sftp_folder(address: str, beneath: str, logins: Logins) -> SftpFolder:
    """Return a folder beneath the one that an address names; relative to the user's own where that begins with `~`."""
    path = PurePosixPath(unquote(urlsplit(address).path or "/"))
    own = path.relative_to("/~") if path.parts[:2] == ("/", "~") else path
    return SftpFolder(address, own / beneath, logins)


@asynccontextmanager
async def _connected(address: str, logins: Logins) -> "AsyncIterator[SFTPClient]":
    import asyncssh

    parts, login = urlsplit(address), logins.of(address)
    options: dict[str, object] = {"username": unquote(parts.username or "") or (login.name if login else None)}
    if login and login.secret:
        options["password"] = login.secret
    if logins.sftp_identity:
        options["client_keys"] = [str(logins.sftp_identity)]
    if logins.sftp_known_hosts:
        options["known_hosts"] = str(logins.sftp_known_hosts)
    connecting = asyncssh.connect(
        parts.hostname or "",
        parts.port or 22,
        connect_timeout=CONNECT_SECONDS,
        login_timeout=CONNECT_SECONDS,
        keepalive_interval=IDLE_SECONDS,
        config=None,
        agent_path=None,
        **options,
    )
    async with connecting as connection, connection.start_sftp_client() as client:
        yield client


async def _sha256_of(client: "SFTPClient", path: PurePosixPath) -> str | None:
    import hashlib

    if not await client.exists(str(path)):
        return None
    digest = hashlib.sha256()
    async with client.open(str(path), "rb") as file:
        while piece := await file.read(PIECE):
            digest.update(piece if isinstance(piece, bytes) else piece.encode())
    return digest.hexdigest()


async def _put(client: "SFTPClient", folder: PurePosixPath, file: DeliveredFile) -> None:
    """Send a file under a name of its own, read it back, and rename it."""
    import asyncssh

    partial, final = folder / f".{file.name}.{file.sha256[:16]}.partial", folder / file.name
    await client.makedirs(str(folder), exist_ok=True)
    async with client.open(str(partial), "wb") as sink:
        if file.path is None:
            await sink.write(file.content)
        else:
            with file.path.open("rb") as source:
                while piece := source.read(PIECE):
                    await sink.write(piece)
    if await _sha256_of(client, partial) != file.sha256:
        raise OSError(f"{final} did not arrive as it was sent")
    try:
        await client.rename(str(partial), str(final))
    except asyncssh.SFTPError:
        await client.remove(str(partial))
        if not await client.exists(str(final)):
            raise
