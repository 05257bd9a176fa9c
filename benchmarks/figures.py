"""Figures: one measured number beside its budget."""

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, in which unit, and the most (or least) that it may be; no budget means for information."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    note: str = ""
    is_least: bool = False  # the budget is the least that it may be

    @property
    def is_kept(self) -> bool:
        """Return whether the figure is within its budget."""
        if self.budget is None:
            return True
        return self.value >= self.budget if self.is_least else self.value <= self.budget

    def __str__(self) -> str:
        budget = (
            "" if self.budget is None else f"{'at least' if self.is_least else 'budget'} {self.budget:,.4g} {self.unit}"
        )
        verdict = "" if self.budget is None else "kept" if self.is_kept else "MISSED"
        return f"{self.name:<58}{self.value:>10,.4g} {self.unit:<8}{budget:<24}{verdict:<8}{self.note}".rstrip()


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median wall time of `work`, garbage of earlier work collected first."""
    return timed(work, runs)[0]


def timed(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the median wall time and the median processor time of `work`; they part where the machine is busy."""
    walls, processors = [], []
    for _ in range(runs):
        gc.collect()
        wall, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return statistics.median(walls), statistics.median(processors)


def peak_gigabytes() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def say(text: str) -> None:
    """Tell the person who waits what is being done."""
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()
