"""Visit the example publishers from a test, a benchmark or a run: start them, move their day, stop them."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen


@dataclass(frozen=True)
class Publishers:
    """Running example publishers."""

    base_url: str
    control: str
    hosts: tuple[str, ...]  # host:port, every one that serves
    sources_csv: Path
    rounds: int
    real: tuple[Mapping[str, object], ...]
    process: subprocess.Popen[str]

    def move_to(self, day: date, prepare: bool = False, rubbish: int = 0) -> None:
        """Show the world as of `day`; with `prepare`, render every file before returning.

        With `rubbish`, the first authority's planning file of the day is that many rows without meaning.
        """
        instruction = json.dumps({"day": day.isoformat(), "prepare": prepare, "rubbish": rubbish}).encode()
        with urlopen(Request(f"{self.control}/day", data=instruction, method="PUT"), timeout=600) as answer:  # noqa: S310
            answer.read()

    @property
    def state(self) -> Mapping[str, object]:
        """The day, the faults (`GSS/standard` → name) and the number of fetches per path."""
        with urlopen(self.control, timeout=30) as answer:  # noqa: S310  our own loopback address
            state: Mapping[str, object] = json.load(answer)
        return state

    @property
    def faults(self) -> Mapping[str, str]:
        """The fault of every publication that has one."""
        faults: Mapping[str, str] = self.state["faults"]  # type: ignore[assignment]
        return faults


@contextmanager
def example_publishers(
    *options: str, authorities: int | None = None, seed: int = 1, day: date | None = None
) -> Iterator[Publishers]:
    """Run the example publishers in a process of their own for the length of a `with` block.

    `options` are further command-line options of `examples.publishers`, such as "--fault-share", "0".
    """
    with TemporaryDirectory(prefix="example-sources-") as folder:
        sources = Path(folder) / "sources.csv"
        command = [sys.executable, "-m", "examples.publishers", "--seed", str(seed), "--sources-out", str(sources)]
        command += [] if authorities is None else ["--authorities", str(authorities)]
        command += [] if day is None else ["--day", day.isoformat()]
        with subprocess.Popen(  # noqa: S603  our own program
            [*command, *options], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
        ) as process:
            try:
                yield _greeted(process, sources)
            finally:
                process.terminate()


def _greeted(process: subprocess.Popen[str], sources: Path) -> Publishers:
    """Return what the process says of itself once it answers."""
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise RuntimeError("the example publishers did not start; their error is above")
    hello = json.loads(line)
    return Publishers(
        hello["base_url"],
        hello["control"],
        tuple(hello["hosts"]),
        sources,
        hello["rounds"],
        tuple(hello["real"]),
        process,
    )
