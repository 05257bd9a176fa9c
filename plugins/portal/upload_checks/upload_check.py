"""One check of an uploaded file: its folder, the stage it has reached, and its result."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from plugins.portal.upload_checks.worker_tasks import STAGE, STORED, WORKBOOK, CheckRequest
from transforms.recognise import Candidate


class Stage(StrEnum):
    """How far a check has got."""

    WAITING = "waiting"
    FETCHING = "fetching"
    RECOGNISING = "recognising"
    CHOOSING = "choosing"  # waits for the visitor to choose a standard
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
    request: CheckRequest
    address: str = ""  # from which the file is fetched; blank where it was uploaded
    reached: Stage = Stage.WAITING
    failure: str = ""  # why there is no report, for the visitor
    candidates: Sequence[Candidate] = ()
    was_recognised: bool = False
    deleted_at: datetime | None = None  # None while it is worked on
    size: int = 0  # bytes
    arrived: float = field(default_factory=time.monotonic)  # seconds of a clock that never goes back
    has_no_workbook: bool = False  # and will have none

    @property
    def stage(self) -> Stage:
        """How far it has got, as its worker recorded while it works."""
        if self.reached is Stage.STARTING and (recorded := self._recorded_stage()):
            return Stage(recorded)
        return self.reached

    @property
    def is_busy(self) -> bool:
        """Whether it is worked on or waits for its turn."""
        return self.reached in BUSY

    @property
    def has_workbook(self) -> bool:
        """Whether the workbook has been made."""
        return (self.folder / WORKBOOK).exists()

    @property
    def has_file(self) -> bool:
        """Whether the published file is kept with the report."""
        return (self.folder / STORED).exists()

    def delete(self) -> None:
        """Delete everything that is stored for it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _recorded_stage(self) -> str:
        try:
            return (self.folder / STAGE).read_text()
        except FileNotFoundError:
            return ""
