"""What became of a message, whichever service took it."""

from enum import StrEnum

LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")


class MessageState(StrEnum):
    """What became of a message."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"  # it was not taken now: it may be later
    BOUNCED = "bounced"  # it will never be taken for this address


class MailSettingWrong(LookupError):
    """Raised where the setting of the mail server can't be read, in words."""
