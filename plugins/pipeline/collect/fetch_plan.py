"""How the sources of a run are divided among fetch tasks: enough for the workers there are, cut by host and bytes.

Known   Fetching is waiting: a task asks 24 sources at once, and four at one host. What a host serves stays with one
        task, or several would ask it more than four times at once. Hosts that the deployment allows by name are its
        own.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plugins.pipeline.collect.batches import SOURCES_A_BATCH, cut, deal_out

if TYPE_CHECKING:
    from transforms.domain.authority import Source

SOURCES_WORTH_A_TASK = 48  # two rounds of asking; below, starting a task costs more than it saves
TASKS_A_SLOT = 2  # so that a slot whose sources answer soon has another task to take
SECONDS_A_REQUEST, BYTES_A_SECOND = 1.0, 5_000_000


def plan_fetches(
    sources: Mapping[str, Sequence["Source"]], sizes: Mapping[str, int], slots: int, own_hosts: Collection[str] = ()
) -> list[list[str]]:
    """Return the authorities in batches, that which takes longest first.

    Args:
        sources: By authority, the sources to ask.
        sizes: The bytes of each authority's last file, where it has one.
        slots: How many tasks run at once on all workers together.
        own_hosts: The `host:port` pairs that may be asked by any number of tasks.

    """
    groups: dict[str, list[str]] = defaultdict(list)
    for gss in sorted(sources):
        host = main_host(sources[gss])
        groups[gss if not host or host in own_hosts else host].append(gss)
    parts = [part for group in groups.values() for part in cut(group, SOURCES_A_BATCH)]
    count = max(
        -(-len(sources) // SOURCES_A_BATCH), min(-(-len(sources) // SOURCES_WORTH_A_TASK), TASKS_A_SLOT * slots)
    )

    def weigh(part: Sequence[str]) -> float:
        return sum(len(sources[gss]) * SECONDS_A_REQUEST + sizes.get(gss, 0) / BYTES_A_SECOND for gss in part)

    batches = [[gss for part in batch for gss in part] for batch in deal_out(parts, weigh, count)]
    return [sorted(batch) for batch in sorted(batches, key=weigh, reverse=True)]


def main_host(sources: Sequence["Source"]) -> str:
    """Return the host and port that serves most of an authority's files; nothing where an address has none."""
    try:
        [(host, _)] = Counter(urlsplit(source.url).netloc for source in sources).most_common(1)
    except ValueError:  # as `http://[`, which the fetch refuses
        return ""
    return host
