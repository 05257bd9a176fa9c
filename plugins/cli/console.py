"""The console: where a command's output goes, and how a command is refused."""

import logging
import os
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TextIO

import typer

NOT_CARRIED_OUT = 2


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class NotCarriedOut(typer.TyperException):
    """Raised when a command can't be carried out for a reason that its user can put right, from any command."""


def refuse(sentence: str) -> NoReturn:
    """Stop the command with one clear sentence."""
    raise NotCarriedOut(sentence)


def progress(sentence: str) -> None:
    """Print the progress of long work, if standard error is a terminal."""
    if sys.stderr.isatty():
        print(sentence, file=sys.stderr, flush=True)


def note(sentence: str) -> None:
    """Print on standard error what the user should know although the work goes on."""
    print(f"council-returns: {sentence}", file=sys.stderr, flush=True)


class FirstLines(logging.Handler):
    """Prints the first line of what is logged: a user needs the sentence, and not the traceback beneath it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the first line of a record."""
        note(record.getMessage().partition("\n")[0])


def in_colour(stream: TextIO) -> bool:
    """Return whether `stream` is a terminal whose user wants colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def day_named(text: str, option: str) -> date:
    """Return the day written as YYYY-MM-DD."""
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    refuse(f"“{text}” is not a day; write {option} as YYYY-MM-DD, for example 2026-01-31.")


def write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        staged = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
            staged.chmod(0o666 & ~_umask())
            staged.replace(path)
        finally:
            staged.unlink(missing_ok=True)
    except OSError as error:
        refuse(f"{path} can't be written: {error.strerror or error}.")


def write_out(pieces: Iterable[bytes], output: Path | None) -> None:
    """Write to the file if there is one, else to standard output."""
    if output is not None:
        write_file(output, pieces)
        return
    sys.stdout.flush()
    sys.stdout.buffer.writelines(pieces)
    sys.stdout.buffer.flush()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
