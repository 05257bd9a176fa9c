"""Rate limits: how many files one visitor may send, and all visitors together.

Known   a visitor is a network address, which a whole council may share; of IPv6 it is the network, since a visitor
        has every address in it. Times are forgotten after an hour and written nowhere.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_interface

from plugins.portal.upload_checks.upload_check import Stage, UploadCheck

HOUR = timedelta(hours=1)
HOURLY = 30  # files of one visitor
MOST_TO_CHOOSE = 3  # files of one visitor whose standard is not chosen yet: they are kept whole until it is
QUEUE_LENGTH = 10
MOST_KEPT = 200
OWN_NETWORK = 64  # bits

BUSY_VISITOR = "A file from your network is being checked. Wait for its report, then send the next file."
BUSY_CHOOSING = (
    "Files from your network are waiting for somebody to choose their standard. "
    "Choose their standards first, or select a standard for this file."
)
BUSY_ALL = "Many files are being checked at the moment. Try again in a few minutes."
ENOUGH = (
    "{count} files have been sent from your network within an hour, which is the most that we check. "
    "Try again {when}, or check files on your own computer."
)


class Busy(Exception):
    """Raised when a file can't be accepted now, with the reason and the seconds to wait, from `start_sending`."""

    def __init__(self, words: str, seconds: int = 60, *, is_too_many: bool = False) -> None:
        super().__init__(words)
        self.seconds, self.is_too_many = seconds, is_too_many


class RateLimits:
    """Which visitors are sending a file, and how many files each has sent within the hour."""

    def __init__(self) -> None:
        self.hourly = HOURLY
        self._sending: set[str] = set()
        self._submissions: dict[str, deque[datetime]] = defaultdict(deque)

    def start_sending(self, visitor: str, checks: Sequence[UploadCheck]) -> None:
        """Let a visitor send a file, or raise Busy."""
        busy = [check.visitor for check in checks if check.is_busy]
        if visitor in busy or visitor in self._sending:
            raise Busy(BUSY_VISITOR)
        if sum(check.reached is Stage.CHOOSING and check.visitor == visitor for check in checks) >= MOST_TO_CHOOSE:
            raise Busy(BUSY_CHOOSING)
        self.forget_old()
        if (submissions := self._submissions.get(visitor)) and len(submissions) >= self.hourly:
            seconds = int((submissions[0] + HOUR - datetime.now(UTC)).total_seconds()) + 1
            when = f"in {minutes} minutes" if (minutes := -(-seconds // 60)) > 1 else "in a minute"
            raise Busy(ENOUGH.format(count=len(submissions), when=when), seconds, is_too_many=True)
        if len(busy) + len(self._sending) >= QUEUE_LENGTH or len(checks) >= MOST_KEPT:
            raise Busy(BUSY_ALL)
        self._sending.add(visitor)

    def stop_sending(self, visitor: str) -> None:
        """Record that a visitor's file has arrived, or has not."""
        self._sending.discard(visitor)

    def count_submission(self, visitor: str) -> None:
        """Count a file that was accepted."""
        self._submissions[visitor].append(datetime.now(UTC))

    def forget_old(self) -> None:
        """Forget the files sent more than an hour ago."""
        before = datetime.now(UTC) - HOUR
        for visitor, submissions in list(self._submissions.items()):
            while submissions and submissions[0] <= before:
                submissions.popleft()
            if not submissions:
                del self._submissions[visitor]


def visitor_at(host: str) -> str:
    """Return the visitor at an address: the address itself, or its IPv6 network."""
    try:
        address = ip_interface(host.partition("%")[0])
    except ValueError:
        return host
    if not isinstance(address.ip, IPv6Address):
        return host
    mapped = address.ip.ipv4_mapped
    return str(mapped) if mapped else str(ip_interface(f"{address.ip}/{OWN_NETWORK}").network)
