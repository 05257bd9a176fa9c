"""A real SFTP server on a free port, for tests: a folder of this machine, one user, and faults on request."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh

USER, PASSWORD = "council-returns", "a password"


@dataclass
class SftpServer:
    """A running server."""

    folder: Path
    port: int = 0
    known_hosts: Path = Path()
    drop_after_bytes: list[int] = field(default_factory=list)  # of each of the next connections that write


def _handler(server: SftpServer) -> type[asyncssh.SFTPServer]:
    class Handler(asyncssh.SFTPServer):
        def __init__(self, channel: asyncssh.SSHServerChannel) -> None:
            self.written = 0
            super().__init__(channel, chroot=str(server.folder).encode())

        def write(self, file_obj: object, offset: int, data: bytes) -> object:
            self.written += len(data)
            if server.drop_after_bytes and self.written > server.drop_after_bytes[0]:
                server.drop_after_bytes.pop(0)
                self.channel.get_connection().abort()
            return super().write(file_obj, offset, data)

    return Handler


class _Accounts(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        return bool(username)

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@contextmanager
def running_sftp_server(folder: Path) -> Iterator[SftpServer]:
    """Run a server over an empty folder beneath `folder`."""
    (folder / "served").mkdir()
    server = SftpServer(folder / "served")
    key = asyncssh.generate_private_key("ssh-ed25519")
    loop, ready = asyncio.new_event_loop(), threading.Event()
    held: list[asyncssh.SSHAcceptor] = []

    async def listen() -> None:
        held.append(
            await asyncssh.listen(
                "127.0.0.1", 0, server_host_keys=[key], server_factory=_Accounts, sftp_factory=_handler(server)
            )
        )
        ready.set()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen())
        loop.run_forever()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert ready.wait(10)
    server.port = held[0].get_port()
    server.known_hosts = folder / "known_hosts"
    server.known_hosts.write_text(f"[127.0.0.1]:{server.port} {key.export_public_key().decode()}")
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_close(held[0]), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(acceptor: asyncssh.SSHAcceptor) -> None:
    acceptor.close()
    await acceptor.wait_closed()
