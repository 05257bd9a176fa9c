"""Turns: how many files one visitor may send, and all of them together.

Known   a visitor is an address, and a whole council may share one; of IPv6 it is the network, of which a visitor has
        every address there is. Who came when is forgotten after an hour and written nowhere.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_interface

from plugins.portal.upload_checks.upload_check import Stage, UploadCheck

HOUR = timedelta(hours=1)
HOURLY = 30  # files of one visitor
TO_BE_CHOSEN = 3  # files of one visitor whose standard is not chosen yet: they are kept whole until it is
QUEUE = 10
MOST_KEPT = 200
OWN_NETWORK = 64  # bits

BUSY_VISITOR = "A file from your address is being checked. Wait until its report is there, then send the next one."
BUSY_CHOOSING = (
    "Files from your address wait for somebody to choose their standard. Choose it there, or choose it here at once."
)
BUSY_ALL = "Many files are being checked just now, and yours would have to wait too long. Try again in a few minutes."
ENOUGH = (
    "{count} files have been sent from your address within an hour, which is as many as we check. "
    "Try again {when}, or check files on your own computer."
)


class Busy(Exception):
    """Raised when a file can't be taken now, from offering it; says why, and after how many seconds to try again."""

    def __init__(self, words: str, seconds: int = 60, *, is_too_many: bool = False) -> None:
        super().__init__(words)
        self.seconds, self.is_too_many = seconds, is_too_many


class RateLimits:
    """Who is sending a file now, and who has sent how many within the hour."""

    def __init__(self) -> None:
        self.hourly = HOURLY
        self._arriving: set[str] = set()
        self._taken: dict[str, deque[datetime]] = defaultdict(deque)

    def begin(self, visitor: str, checks: Sequence[UploadCheck]) -> None:
        """Give a visitor a turn, or raise Busy."""
        busy = [one.visitor for one in checks if one.is_busy]
        if visitor in busy or visitor in self._arriving:
            raise Busy(BUSY_VISITOR)
        if sum(one.at is Stage.CHOOSING and one.visitor == visitor for one in checks) >= TO_BE_CHOSEN:
            raise Busy(BUSY_CHOOSING)
        self.forget()
        if (taken := self._taken.get(visitor)) and len(taken) >= self.hourly:
            seconds = int((taken[0] + HOUR - datetime.now(UTC)).total_seconds()) + 1
            when = f"in {minutes} minutes" if (minutes := -(-seconds // 60)) > 1 else "in a minute"
            raise Busy(ENOUGH.format(count=len(taken), when=when), seconds, is_too_many=True)
        if len(busy) + len(self._arriving) >= QUEUE or len(checks) >= MOST_KEPT:
            raise Busy(BUSY_ALL)
        self._arriving.add(visitor)

    def end(self, visitor: str) -> None:
        """Take a visitor's turn back."""
        self._arriving.discard(visitor)

    def count(self, visitor: str) -> None:
        """Count a file that was taken."""
        self._taken[visitor].append(datetime.now(UTC))

    def forget(self) -> None:
        """Forget who came more than an hour ago."""
        before = datetime.now(UTC) - HOUR
        for visitor, taken in list(self._taken.items()):
            while taken and taken[0] <= before:
                taken.popleft()
            if not taken:
                del self._taken[visitor]


def visitor_at(host: str) -> str:
    """Return whom we take the sender at an address for."""
    try:
        address = ip_interface(host.partition("%")[0])
    except ValueError:
        return host
    if not isinstance(address.ip, IPv6Address):
        return host
    mapped = address.ip.ipv4_mapped
    return str(mapped) if mapped else str(ip_interface(f"{address.ip}/{OWN_NETWORK}").network)
