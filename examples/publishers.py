"""Example publishers: a server that plays the councils' websites of a seeded England.

    python -m examples.publishers --port 0 --authorities 36 --seed 1 --sources-out sources.csv

prints one line of JSON when it answers: `base_url`, `control`, `hosts` (every host:port that serves), `sources`, `day`,
`authorities`, `rounds` (days on which a folder of real files has something new) and `real` (what comes of every file).
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from examples.answer_requests import Websites
from examples.england import BROWNFIELD, MAIN, OPENED, PLANNING, England, found_england
from examples.faults import RUBBISH, fault
from examples.listings import kind_of_source
from examples.published import published_standards
from examples.real_files import RealFile, list_real_files, rounds_of
from examples.render_files import extension
from examples.serve_http import open_sockets, serve_http
from examples.shelf import Shelf
from transforms import registers
from transforms.domain.authority import Source, SourceKind

LICENCE = "OGL-UK-3.0"
PROVISIONS = {PLANNING: "encouraged", BROWNFIELD: "statutory"}  # the Transparency Code's are expected
FULL, SMALL = 1.0, 0.25
LISTED_FILES = "*.csv; *.xlsx; *.ods"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # from the beginning, or the folder would stay
    options = _parser().parse_args(arguments)
    england = _england(options)
    hosts = [f"127.0.{1 + number // 250 if number else 0}.{1 + number % 250}" for number in range(options.hosts)]
    sockets = open_sockets(options.port, hosts)
    port = sockets[0].getsockname()[1]
    addresses = [f"{host}:{port}" for host in hosts]
    real = _real_files(options.real, england.standards)
    sources = list(list_sources(england, addresses, real, with_listings=options.listings))
    register = registers.write_sources(sources)
    if options.sources_out:
        Path(options.sources_out).write_bytes(register)
    with tempfile.TemporaryDirectory(prefix="example-publishers-") as folder:
        shelf = Shelf(Path(options.shelf or folder), england, options.rubbish)
        shelf.folder.mkdir(parents=True, exist_ok=True)
        websites = Websites(england, shelf, options.day, register, real)
        if options.prepare:
            websites.move_to(options.day, prepare=True)
        _say_hello(options, addresses, sources, real)
        try:
            asyncio.run(serve_http(sockets, websites.answer))
        except KeyboardInterrupt:
            sys.exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m examples.publishers", description=__doc__.split("\n")[0])
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--hosts", type=int, default=1, help="loopback addresses that the councils share")
    parser.add_argument("--authorities", type=int, help="how many; default all of England's planning authorities")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--day", type=date.fromisoformat, default=OPENED, help="the first day on show")
    parser.add_argument("--scale", default="small", help="full, small (a quarter of the cases) or a number")
    parser.add_argument("--fault-share", type=float, default=0.35, help="share of the sources with a fault")
    parser.add_argument("--fault", action="append", default=[], metavar="GSS/STANDARD=FAULT", help="give one a fault")
    parser.add_argument(
        "--standards", nargs="*", metavar="SLUG", help="what is published, or all; default the main two"
    )
    parser.add_argument("--rubbish", type=int, default=0, metavar="ROWS", help="one authority publishes rubbish")
    parser.add_argument("--listings", action="store_true", help="some list their files on a page, by month or year")
    parser.add_argument("--real", type=Path, metavar="DIR", help="publish a folder of real files, too")
    parser.add_argument("--sources-out", metavar="CSV", help="where to write the register of sources")
    parser.add_argument("--shelf", metavar="DIR", help="keep rendered files for the next start with the same options")
    parser.add_argument("--prepare", action="store_true", help="render every file before answering")
    return parser


def _england(options: argparse.Namespace) -> England:
    scales = {"full": FULL, "small": SMALL}
    scale = scales[options.scale] if options.scale in scales else float(options.scale)
    authorities = registers.planning_authorities(options.day)
    standards = published_standards() if options.standards == ["all"] else options.standards or MAIN
    england = found_england(
        authorities, options.seed, options.authorities, scale, options.day, options.fault_share, standards
    )
    faults = dict(england.faults)
    for option in options.fault:
        address, _, slug = option.partition("=")
        gss, _, standard = address.partition("/")
        faults[gss, standard] = fault(slug)
    if options.rubbish:
        faults[england.councils[0].gss, PLANNING] = RUBBISH
    return replace(england, faults=faults)


def _real_files(folder: Path | None, standards: Sequence[str]) -> tuple[RealFile, ...]:
    if folder is None:
        return ()
    return list_real_files(folder, standards, registers.authority, registers.organisation)


def list_sources(
    england: England, addresses: Sequence[str], real: Iterable[RealFile] = (), *, with_listings: bool = False
) -> Iterable[Source]:
    """Return every address that is published; a real file stands in for what its council would have made up."""
    first = {(source.authority_gss, source.standard): source for source in reversed(tuple(real)) if not source.reason}
    for (gss, standard), source in sorted(first.items()):
        url = source.url(f"http://{addresses[0]}")
        yield Source(
            gss,
            standard,
            url,
            source.path.suffix[1:].lower(),
            LICENCE,
            PROVISIONS.get(standard, "expected"),
            None,
            None,
        )
    for number, council in enumerate(england.councils):
        for standard in england.standards:
            if (council.gss, standard) not in first:
                ending = extension(england, council.gss, standard)
                folder = f"http://{addresses[number % len(addresses)]}/{council.gss}/{standard}"
                if with_listings and kind_of_source(england, council, standard) is SourceKind.LISTING:
                    provision = PROVISIONS.get(standard, "expected")
                    yield Source(
                        council.gss, standard, f"{folder}/", "", LICENCE, provision, None, None, SourceKind.LISTING,
                        LISTED_FILES,
                    )  # fmt: skip
                    continue
                url = f"{folder}.{ending}"
                yield Source(
                    council.gss, standard, url, ending, LICENCE, PROVISIONS.get(standard, "expected"), None, None
                )


def _say_hello(
    options: argparse.Namespace, addresses: Sequence[str], sources: Sequence[Source], real: Sequence[RealFile]
) -> None:
    base_url = f"http://{addresses[0]}"
    hello = {
        "base_url": base_url,
        "control": f"{base_url}/control",
        "hosts": addresses,
        "sources": options.sources_out or f"{base_url}/sources.csv",
        "day": str(options.day),
        "authorities": len({source.authority_gss for source in sources}),
        "rounds": rounds_of(real),
        "real": [
            {
                "file": str(source.path),
                "standard": source.standard,
                "authority_gss": source.authority_gss,
                "round": source.round,
            }
            | ({"reason": source.reason} if source.reason else {"url": source.url(base_url)})
            for source in real
        ],
    }
    sys.stdout.write(json.dumps(hello) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
