"""Faults of the embedded platform.

PlatformFault
├── DidNotStart      a service ended, or did not answer in time
├── AlreadyStarting  another command is changing the same platform
├── NoRoom           the disk of its folder is full
└── NotRunning       a command needs a platform that is not up
"""


class PlatformFault(RuntimeError):
    """Raised when the embedded platform can't do what was asked, with a sentence that says why."""


class DidNotStart(PlatformFault):
    """Raised when a service ended or did not answer in time, from the start of the platform."""


class AlreadyStarting(PlatformFault):
    """Raised when another command is starting or stopping the same platform, from any command that changes it."""


class NoRoom(PlatformFault):
    """Raised when the disk that the platform's folder is on is full, before anything of it is started."""


class NotRunning(PlatformFault):
    """Raised when the platform is not up, from a command that needs it."""
