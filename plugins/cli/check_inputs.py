"""What `check` is asked to check: files, the files of folders, and web addresses, each with its bytes."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.cli.console import progress, refuse

ADDRESS = ("http://", "https://")


@dataclass(frozen=True)
class CheckInput:
    """One thing to check, by its path or address as given."""

    name: str

    @property
    def is_address(self) -> bool:
        """Whether it is fetched from the web."""
        return self.name.lower().startswith(ADDRESS)

    @property
    def path(self) -> Path | None:
        """The file, None for an address."""
        return None if self.is_address else Path(self.name)

    def read(self) -> bytes:
        """Return its bytes; refuse, in one sentence, what can't be read or fetched."""
        if self.is_address:
            return _fetched(self.name)
        return content_of(Path(self.name))


def list_inputs(named: Sequence[str]) -> list[CheckInput]:
    """Return what the user named, every file beneath a folder in its stead, each once."""
    names = [name for path in named for name in (_files_in(Path(path)) if _is_folder(path) else [path])]
    if not names:
        refuse(f"There is no file in {named[0]}.")
    return [CheckInput(name) for name in dict.fromkeys(names)]


def content_of(path: Path) -> bytes:
    """Return the bytes of a file that the user named."""
    try:
        return path.read_bytes()
    except OSError as error:
        refuse(f"{path} can't be read: {error.strerror or error}.")


def _is_folder(name: str) -> bool:
    # A name that is nothing, as an unset variable of a shell gives it, is not the folder one is in.
    return bool(name) and not name.lower().startswith(ADDRESS) and Path(name).is_dir()


def _files_in(folder: Path) -> list[str]:
    """Return every file beneath a folder in order, without hidden ones."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [str(path) for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _fetched(address: str) -> bytes:
    """Return the file at an address, fetched once, under the guards of any source."""
    try:
        from plugins.fetch.fetch_all import FetchRequest, fetch_all
        from plugins.fetch.fetch_once import FetchLimits
        from plugins.fetch.fetch_source import FetchPolicy
        from plugins.fetch.retry import RetryPolicy
    except ModuleNotFoundError as error:
        refuse(
            f"{error.name} is not installed; an address needs the platform: pip install 'council-returns[platform]'."
        )
    from plugins.settings import DATABASE, STORE, Settings

    # Fetching needs no database and no store; what a deployment allows is read as everywhere else.
    settings = Settings.from_environment({DATABASE: "none", STORE: "s3://none"} | dict(os.environ))
    policy = FetchPolicy(
        limits=FetchLimits(read_seconds=settings.read_seconds),
        retry_policy=RetryPolicy(max_attempts=1),
        allow_hosts=settings.allow_hosts,
        allows_others=not settings.is_demonstration,
        contact=settings.contact,
    )

    async def fetch() -> bytes:
        async for result in fetch_all([FetchRequest("", address)], policy):
            if result.failure:
                raise result.failure
            if result.body is None:
                refuse(f"{address} could not be fetched: {result.attempts[-1].error}.")
            with result.body as body:
                return body.read()
        raise LookupError(f"{address} gave no result")

    progress(f"Fetching {address}…")
    return asyncio.run(fetch())
