"""Mutations: real and example files changed at random, 10,000 of them read and checked; none may end, stall or fill us.

Known: `COUNCIL_RETURNS_MUTATIONS` is a folder of published files to change as well as the examples.
"""

import os
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure, say
from benchmarks.rows import published_rows
from expectations.check import PublishedFile
from plugins.reading.limited_process import JobFailed
from plugins.reading.read_files import check_files
from transforms.standards import STANDARDS

DAY = date(2026, 10, 5)
SEED = 20261129
COUNT, QUICK_COUNT = 10_000, 500
AT_ONCE = 25
LARGEST = 400_000  # bytes of a file that is changed
FOLDER = "COUNCIL_RETURNS_MUTATIONS"
BUDGET_SECONDS, BUDGET_GIGABYTES = 60.0, 2.0


def measure(quick: bool) -> list[Figure]:
    """Return how many mutations were checked, of how many our program failed, the slowest, and the most memory."""
    dice = random.Random(SEED)
    originals = list(_originals())
    codes: Counter[str] = Counter()
    failed, slowest, count = 0, 0.0, QUICK_COUNT if quick else COUNT
    for start in range(0, count, AT_ONCE):
        files = [
            PublishedFile(name, mutated(content, dice), None, DAY)
            for name, content in dice.choices(originals, k=min(AT_ONCE, count - start))
        ]
        declared = dice.choice(STANDARDS)
        started_at = time.monotonic()
        try:
            reports = check_files(files, declared)
        except JobFailed as failure:
            say(f"{declared.slug}: {failure}\n{failure.traceback}")
            failed += 1
            continue
        slowest = max(slowest, time.monotonic() - started_at)
        codes.update(code for report in reports for code in set(report.issues["code"].to_pylist()))
        for report in reports:
            if "file-unreadable" in report.issues["code"].to_pylist():
                say(f"{report.file} as {declared.slug}: {report.issues['message'].to_pylist()[0]}")
        if start % 500 == 0:
            say(f"{start + len(files):,} of {count:,}: {failed} failed, the slowest {AT_ONCE} took {slowest:.1f} s")
    return [
        Figure("mutated files", count, "files", note=f"of {len(originals)} files"),
        Figure("batches over which our program failed", failed, "", 0),
        Figure("mutated files that could not be read", codes["file-unreadable"], "files"),
        Figure(f"slowest {AT_ONCE} together", slowest, "s", BUDGET_SECONDS),
        Figure("most memory of one process", _peak_gigabytes(), "GB", BUDGET_GIGABYTES),
    ]


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Return a file changed in one to eight places: bytes, runs, numbers, its end, or pieces of it moved."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        if not changed:
            break
        offset, length = dice.randrange(len(changed)), dice.choice((1, 1, 2, 4, 16, 256, 4_096))
        kind = dice.randrange(7)
        if kind == 0:
            changed[offset : offset + 1] = bytes([dice.randrange(256)])
        elif kind == 1:
            changed[offset : offset + length] = dice.randbytes(min(length, len(changed) - offset))
        elif kind == 2:
            del changed[offset : offset + length]
        elif kind == 3:
            changed[offset:offset] = changed[offset : offset + length] * dice.choice((1, 2, 50))
        elif kind == 4:
            del changed[offset:]
        elif kind == 5:
            changed[offset : offset + 4] = dice.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"9999"))
        else:
            other = dice.randrange(len(changed))
            changed[offset:offset] = changed[other : other + length]
    return bytes(changed)


def _originals() -> Iterator[tuple[str, bytes]]:
    """Yield the files that are changed: examples of some kinds, and those of the folder."""
    yield "planning.csv", published_rows(200)
    folder = os.environ.get(FOLDER)
    for path in sorted(Path(folder).rglob("*")) if folder else ():
        if path.is_file() and path.stat().st_size <= LARGEST:
            yield path.name, path.read_bytes()


def _peak_gigabytes() -> float:
    """Return the most memory that any process which has ended had held, or this one."""
    from plugins.reading.process_pool import shared_pool

    shared_pool().stop()
    return (
        max(resource.getrusage(kind).ru_maxrss for kind in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)) / 1024**2
    )
