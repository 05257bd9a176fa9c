"""One check: its folder, how far it is, and what came of it."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from plugins.portal.upload_checks.recognise import Candidate
from plugins.portal.upload_checks.worker_tasks import STAGE, WORKBOOK, Asked


class Stage(StrEnum):
    """How far a check is."""

    WAITING = "waiting"
    FETCHING = "fetching"
    RECOGNISING = "recognising"
    CHOOSING = "choosing"  # waits for the visitor to say which standard it is
    STARTING = "starting"
    READING = "reading"
    CHECKING = "checking"
    WRITING = "writing"
    READY = "ready"
    FAILED = "failed"


BUSY = frozenset(set(Stage) - {Stage.CHOOSING, Stage.READY, Stage.FAILED})


@dataclass
class UploadCheck:
    """One file that is being checked, or its report for as long as that is kept."""

    token: str
    folder: Path
    visitor: str
    asked: Asked
    address: str = ""  # from which the file is fetched; blank where it was uploaded
    at: Stage = Stage.WAITING
    failure: str = ""
    candidates: Sequence[Candidate] = ()
    was_recognised: bool = False
    deleted_at: datetime | None = None  # None while it is worked on
    size: int = 0
    has_no_workbook: bool = False  # and will have none

    @property
    def stage(self) -> Stage:
        """How far it is, as the worker tells it while it works."""
        if self.at is Stage.STARTING and (told := self._told()):
            return Stage(told)
        return self.at

    @property
    def is_busy(self) -> bool:
        """Whether somebody works on it or it waits for its turn."""
        return self.at in BUSY

    @property
    def has_workbook(self) -> bool:
        """Whether the workbook has been made."""
        return (self.folder / WORKBOOK).exists()

    def delete(self) -> None:
        """Delete everything that is kept of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _told(self) -> str:
        try:
            return (self.folder / STAGE).read_text()
        except FileNotFoundError:
            return ""
