"""How often one person may act within a minute, by pages and by the API together.

Known:  far more than people or a council's own system need, and little enough that a script gone wrong is stopped
        before it fills the audit trail. Kept in memory: the portal is one process.
"""

from collections import defaultdict, deque
from time import monotonic

from fastapi import HTTPException

SECONDS = 60.0
MOST = 300  # acts of one person within that time
TOO_MANY = 429


class ActLimits:
    """When each person acted within the last minute."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._acts: dict[int, deque[float]] = defaultdict(deque)

    def count(self, person_id: int) -> None:
        """Count an act of a person, done or refused; raise 429, with the seconds to wait, where there were too many."""
        now, acts = monotonic(), self._acts[person_id]
        while acts and acts[0] <= now - SECONDS:
            acts.popleft()
        if len(acts) >= self.most:
            wait = int(acts[0] + SECONDS - now) + 1
            raise HTTPException(
                TOO_MANY, f"you have acted {len(acts)} times within a minute: try again in {wait} seconds",
                {"Retry-After": str(wait)},
            )  # fmt: skip
        acts.append(now)
