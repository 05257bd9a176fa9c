"""England's year: every return of a financial year from standardised tables, beside a bare scan of what it reads.

Known:  four quarters of the quarterly returns, one period of the others; checks and files are not measured here. The
        machine may be busy: processor seconds stand beside those of the clock, and a ratio is of the processor's.
"""

import gc
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

from benchmarks.figures import Figure, peak_gigabytes, say, timed
from benchmarks.year_tables import COUNCILS, LAST, YearTables, year_tables
from transforms.assemble import assemble, assemble_measured, inputs_of, trace
from transforms.assemble.carry_over import EarlierAssembly, authority_keys, measure_changed
from transforms.assemble.measured_tables import FIGURES, keys_in, measured_from, tables_of
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.looks import answers_table
from transforms.domain.period import Period, financial_year, quarter, reference_date
from transforms.domain.return_request import ReadAssembly, ReturnInputs, ReturnRequest
from transforms.domain.statutory_return import StatutoryReturn
from transforms.returns import RETURNS

BUDGET_SECONDS, BUDGET_GIGABYTES, BUDGET_RATIO, BUDGET_TRACE = 60.0, 2.0, 5.0, 1.0
RUNS = 5
QUARTERS = tuple(quarter(year, number) for year, number in ((2025, 2), (2025, 3), (2025, 4), (2026, 1)))
PERIODS: dict[str, tuple[Period, ...]] = {
    "quarter": QUARTERS,
    "financial year": (financial_year(2025),),
    "reference date": (reference_date(LAST),),
    "assessment year": (reference_date(date(2025, 9, 30)),),
}


@dataclass
class Clock:
    """Seconds of the clock and of the processor."""

    wall: float = 0.0
    processor: float = 0.0

    def __enter__(self) -> "Clock":
        gc.collect()
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter() - self._began[0]
        self.processor += time.process_time() - self._began[1]


def measure(quick: bool) -> list[Figure]:
    """Return the time and the memory of the year, and of each return beside its scan, its change and its traces."""
    councils = COUNCILS // 10 if quick else COUNCILS
    say(f"writing a year's tables of {councils} authorities")
    with year_tables(councils) as tables:
        return list(_measured(tables))


def _measured(tables: YearTables) -> Iterator[Figure]:
    """Yield the figures of every return, then those of the year."""
    year, read = Clock(), {}
    for definition in sorted(RETURNS, key=lambda definition: bool(definition.reads_returns)):
        say(definition.slug)
        own, scan, rows = Clock(), Clock(), 0
        for period in PERIODS[definition.period_kind]:
            request = tables.request(definition, period)
            with own:
                assembled = assembled_from_disk(tables, request, read)
            read[definition.slug, str(period)] = ReadAssembly(
                request, assembled.cells, assembled.exceptions, partial(inputs, tables, request)
            )
            del assembled
            with scan:
                rows = tables.scan(request.definition, request.authorities)
        year.wall, year.processor = year.wall + own.wall, year.processor + own.processor
        times = f"{own.wall:.1f} s, processor {own.processor:.1f} s"
        if rows:
            words = f"{times}; scan {scan.processor:.1f} s of {rows:,} rows"
            yield Figure(
                f"{definition.slug}, as a multiple of a scan",
                own.processor / scan.processor,
                "times",
                BUDGET_RATIO,
                words,
            )
        else:
            yield Figure(definition.slug, own.wall, "s", note=times)
        yield _changed(tables, request, own.wall / len(PERIODS[definition.period_kind]))
        yield _slowest_trace(tables, request, read)
    yield Figure("England's year, all returns", year.wall, "s", BUDGET_SECONDS, f"processor {year.processor:.1f} s")
    yield Figure("… the most memory held", peak_gigabytes(), "GB", BUDGET_GIGABYTES)


def assembled_from_disk(
    tables: YearTables, request: ReturnRequest, read: Mapping[tuple[str, str], ReadAssembly]
) -> AssembledReturn:
    """Return an assembly as the platform makes it: where authorities are independent, some of them at a time."""
    if not request.definition.authorities_are_independent:
        return assemble(request, inputs(tables, request, read))
    measurement = measure_changed(request, authority_keys(request, {}, ""), None, partial(inputs, tables))
    return assemble_measured(request, measurement.measured, ReturnInputs({}))


def inputs(
    tables: YearTables, request: ReturnRequest, read: Mapping[tuple[str, str], ReadAssembly] | None = None
) -> ReturnInputs:
    """Return what a return is derived from, read from disk."""
    definition = request.definition
    snapshots = {reads.standard: tables.load(reads, request.authorities, request.period) for reads in definition.reads}
    assemblies = {
        (reads.definition.slug, str(period)): read[reads.definition.slug, str(period)]
        for reads in definition.reads_returns
        for period in reads.periods(request.period)
        if read and (reads.definition.slug, str(period)) in read
    }
    return inputs_of(request, snapshots, assemblies, answers_table([]) if definition.counts_looks else None)


def _changed(tables: YearTables, request: ReturnRequest, whole: float) -> Figure:
    """Return the time of the same assembly once one authority's files have changed: the `whole` where that decides."""
    name, everybody = "… once one council's file has changed", len(request.authorities)
    if not request.definition.authorities_are_independent:
        return Figure(name, whole, "s", note=f"all {everybody} computed anew: {_why_whole(request.definition)}")
    before = {gss: [[gss, "before"]] for gss in request.authorities}
    keys = authority_keys(request, before, "program")
    first = measure_changed(request, keys, None, partial(inputs, tables))
    tables_before = dict(tables_of(first.measured, keys))
    after = authority_keys(request, before | {request.authorities[0]: [["after"]]}, "program")
    clock = Clock()
    with clock:
        earlier = EarlierAssembly(keys_in(tables_before[FIGURES]), partial(measured_from, tables_before))
        measurement = measure_changed(request, after, earlier, partial(inputs, tables))
        assemble_measured(request, measurement.measured, ReturnInputs({}))
    counts = f"{len(measurement.computed)} of {len(after)} authorities computed anew, processor {clock.processor:.2f} s"
    return Figure(name, clock.wall, "s", note=counts)


def _why_whole(definition: StatutoryReturn) -> str:
    """Return why a return is always assembled whole: docs/decisions/0019."""
    if definition.reads_returns:
        return "it reads assemblies, and measures nothing itself"
    if any(reads.multi_authority_files for reads in definition.reads):
        return "a file may hold other authorities' records"
    return "its figures depend on the day"


def _slowest_trace(tables: YearTables, request: ReturnRequest, read: Mapping[tuple[str, str], ReadAssembly]) -> Figure:
    """Return the time of the slowest trace of all cells of one authority, its tables in memory."""
    gss = request.authorities[:1]
    of_one = replace(request, authorities=gss)
    of_quarters = {
        key: replace(
            assembly,
            request=replace(assembly.request, authorities=gss),
            load_inputs=cache(partial(inputs, tables, replace(assembly.request, authorities=gss))),
        )
        for key, assembly in read.items()
    }
    loaded = inputs(tables, of_one, of_quarters)

    def traced(cell: str) -> float:
        began = time.process_time()
        trace(of_one, loaded, cell, gss[0])
        return time.process_time() - began

    slowest = max((cell.name for cell in request.definition.cells), key=traced)
    wall, processor = timed(lambda: traced(slowest), RUNS)
    return Figure("… the slowest trace of a cell", wall, "s", BUDGET_TRACE, f"{slowest}, processor {processor:.2f} s")
