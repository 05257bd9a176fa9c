"""What is carried over from an earlier assembly is, byte for byte, what assembling everything anew would give."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.transforms.returns import test_parking_account_check_law as parking
from tests.transforms.returns import test_revenue_outturn_check as outturn
from tests.transforms.returns import test_stock_and_pay_checks_law as stock_and_pay
from tests.transforms.returns.drawn import by_standard, snapshot
from tests.transforms.returns.drawn_cases import draw_history, every_day
from tests.transforms.returns.drawn_contributions import Council
from transforms.assemble import assemble, assemble_measured, inputs_of
from transforms.assemble.carry_over import EarlierAssembly, FileFacts, authority_keys, measure_changed
from transforms.assemble.measured_tables import FIGURES, keys_in, measured_from, tables_of
from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.declared_figures import DeclaredFigure, DeclaredFigures
from transforms.domain.period import financial_year, parse_period, reference_date
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.snapshot_table import SnapshotTable
from transforms.domain.statutory_return import StatutoryReturn
from transforms.render import manifest_json, render_return
from transforms.render.manifest import Output, Versions
from transforms.returns import RETURNS

AUTHORITIES = (*tuple(f"E07{number:06d}" for number in range(8)), "E10000001", "E10000002")
INDEPENDENT = {definition.slug: definition for definition in RETURNS if definition.authorities_are_independent}
PERIODS = {
    "planning_matters": parse_period("2025-Q1"),
    "county_matters": parse_period("2025-Q1"),
    "housing_stock_check": reference_date(date(2025, 3, 31)),
    "pay_check": reference_date(date(2025, 3, 31)),
    "infrastructure_funding_statement": financial_year(2025),
    "parking_account_check": financial_year(2024),
    "revenue_outturn_check": financial_year(2024),
}
FETCHES = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 14), date(2025, 3, 31), date(2025, 4, 1))
DAYS = every_day(date(2024, 7, 1), date(2025, 4, 20))
Files = Mapping[str, list[tuple[date, list[dict[str, object]]]]]


def drawn(definition: StatutoryReturn, random: Random, gss: str) -> list[SnapshotTable]:
    """What one authority publishes of everything that a return reads."""
    files: Files
    match definition.slug:
        case "planning_matters" | "county_matters":
            history = draw_history(random, (6013, 6020, 6001, 6025, 6023), (None, "Q21", "Q41"), FETCHES, DAYS)
            files = {"planning_applications": list(history.items())}
        case "infrastructure_funding_statement":
            files = Council(random, gss).files()
        case "parking_account_check":
            return parking.snapshots_of(
                {gss: {slug: parking.Draw(random.randrange(10**6), gss).files(slug) for slug in definition.standards}}
            )
        case "revenue_outturn_check":
            payments = [outturn.drawn_payment(random) for _ in range(random.randrange(20))]
            files = {"spending_over_500": [(date(2025, 5, 1), payments)]}
        case _:
            files = next(iter(stock_and_pay.drawn_files(definition, random.randrange(10**6), 1).values()))
    return [
        snapshot(definition, gss, day, rows, standard=slug)
        for slug, days in files.items()
        for day, rows in days
        if rows
    ]


@dataclass
class Publications:
    """What everybody publishes, and what else an assembly is made of; and what the last one kept."""

    request: ReturnRequest
    random: Random
    program: str = "1"
    files: dict[str, list[SnapshotTable]] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)

    def assemble_all(self) -> AssembledReturn:
        return assemble(self.request, self.inputs(self.request))

    def inputs(self, request: ReturnRequest) -> ReturnInputs:
        return inputs_of(request, by_standard([file for gss in request.authorities for file in self.files[gss]]))

    def assemble_changed(self) -> tuple[AssembledReturn, tuple[str, ...]]:
        """The return, with what the last assembly kept; and of whom it was measured anew."""
        keys = authority_keys(self.request, {gss: map(facts, files) for gss, files in self.files.items()}, self.program)
        tables = {name: pq.read_table(io.BytesIO(content)) for name, content in self.kept.items()}
        earlier = EarlierAssembly(keys_in(tables[FIGURES]), lambda: measured_from(tables)) if tables else None
        made = measure_changed(self.request, keys, earlier, self.inputs, at_once=self.random.choice([1, 3, 64]))
        self.kept = {name: parquet(table) for name, table in tables_of(made.measured, keys)}
        return assemble_measured(self.request, made.measured, ReturnInputs({})), made.computed


def facts(file: SnapshotTable) -> FileFacts:
    return file.standard, file.fetched.isoformat(), str(hash_of_table(file.table)), file.edition


def hash_of_table(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return sink.getvalue()


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def written(assembled: AssembledReturn) -> dict[str, bytes]:
    """Every file of a return, the manifest among them."""
    files = {name: b"".join(pieces) for name, pieces in render_return(assembled, [])}
    outputs = [Output(name, len(content), str(hash(content))) for name, content in files.items()]
    return files | {"manifest.json": manifest_json(assembled, [], outputs, Versions("1", {}, ()))}


Change = Callable[[Publications], set[str]]  # changes something, and returns who must be measured anew because of it


def anybody(publications: Publications) -> str:
    return publications.random.choice(publications.request.authorities)


def changed_file(publications: Publications) -> set[str]:
    gss = anybody(publications)
    before = list(map(facts, publications.files[gss]))
    publications.files[gss] = drawn(publications.request.definition, publications.random, gss)
    return {gss} if sorted(before) != sorted(map(facts, publications.files[gss])) else set()


def late_file(publications: Publications) -> set[str]:
    gss = anybody(publications)
    later = [replace(file, fetched=file.fetched + timedelta(days=400)) for file in publications.files[gss][-1:]]
    publications.files[gss] = [*publications.files[gss], *later]
    return {gss} if later else set()


def withdrawn_files(publications: Publications) -> set[str]:
    gss = anybody(publications)
    changed = {gss} if publications.files[gss] else set()
    publications.files[gss] = []
    return changed


def authority_added(publications: Publications) -> set[str]:
    missing = [gss for gss in AUTHORITIES if gss not in publications.request.authorities][:1]
    publications.files |= {gss: drawn(publications.request.definition, publications.random, gss) for gss in missing}
    publications.request = replace(
        publications.request, authorities=tuple(sorted({*publications.request.authorities, *missing}))
    )
    return set(missing)


def authority_removed(publications: Publications) -> set[str]:
    gone = anybody(publications)
    publications.request = replace(
        publications.request, authorities=tuple(gss for gss in publications.request.authorities if gss != gone)
    )
    return set()


def figure_declared(publications: Publications) -> set[str]:
    gss, cells = anybody(publications), publications.request.definition.cells
    figure = DeclaredFigure(Decimal(publications.random.randrange(10**6)), "counted by hand", "An officer")
    figures = {**publications.request.declared.figures, (gss, publications.random.choice(cells).name): figure}
    publications.request = replace(publications.request, declared=DeclaredFigures(figures))
    return {gss}


def later_day(publications: Publications) -> set[str]:
    known = publications.request.as_known or date(2030, 1, 1)
    publications.request = replace(publications.request, as_known=known + timedelta(days=1))
    return set()


def program_changed(publications: Publications) -> set[str]:
    publications.program += "."
    return set(publications.request.authorities)


def definition_changed(publications: Publications) -> set[str]:
    definition = publications.request.definition
    publications.request = replace(
        publications.request, definition=replace(definition, version=f"{definition.version}.1")
    )
    return set(publications.request.authorities)


def switch_moved(publications: Publications) -> set[str]:
    switches = [switch for switch in publications.request.definition.switches if len(switch.choices) > 1]
    if not switches:
        return set()
    switch = publications.random.choice(switches)
    others = [choice for choice in switch.choices if choice != publications.request.settings[switch.name]]
    publications.request = replace(
        publications.request, switches={**publications.request.switches, switch.name: others[0]}
    )
    return set(publications.request.authorities)


def edition_changed(publications: Publications) -> set[str]:
    definition = publications.request.definition
    others = [edition for edition in INDEPENDENT[definition.slug].editions if edition.edition != definition.edition]
    if not others:
        return set()
    publications.request = replace(publications.request, definition=others[0])
    return set(publications.request.authorities)


OFTEN = (changed_file, changed_file, changed_file, late_file, later_day, figure_declared)
CHANGES: tuple[Change, ...] = (
    *OFTEN, withdrawn_files, authority_added, authority_removed, program_changed, definition_changed, switch_moved,
    edition_changed,
)  # fmt: skip


def begun(slug: str, seed: int) -> Publications:
    definition = INDEPENDENT[slug]
    random = Random(seed)
    publications = Publications(ReturnRequest(definition, PERIODS[slug], AUTHORITIES[:6] + AUTHORITIES[8:9]), random)
    publications.files = {gss: drawn(definition, random, gss) for gss in publications.request.authorities}
    return publications


def steps(publications: Publications) -> Iterator[set[str]]:
    """Make every change, one or two at a time in any order, and yield who must be measured anew because of it."""
    yield set(publications.request.authorities)
    waiting = publications.random.sample(CHANGES, len(CHANGES))
    while waiting:
        expected: set[str] = set()
        for _ in range(publications.random.choice([0, 1, 2, 2])):
            expected |= waiting.pop()(publications) if waiting else set()
        yield expected & set(publications.request.authorities)


@pytest.mark.law
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("slug", INDEPENDENT)
def test_whatever_changes_the_files_are_those_of_assembling_everything_anew(slug: str, seed: int) -> None:
    publications = begun(slug, seed)
    for expected in steps(publications):
        assembled, computed = publications.assemble_changed()
        whole = publications.assemble_all()
        assert written(assembled) == written(whole)
        assert assembled.figures.to_pylist() == whole.figures.to_pylist()
        assert set(computed) == expected


def test_a_return_that_depends_on_others_or_on_the_day_is_always_assembled_whole() -> None:
    for definition in INDEPENDENT.values():
        for edition in definition.editions:
            assert not edition.reads_returns
            assert not edition.rankings
            assert not any(reads.multi_authority_files or reads.counts_looks for reads in edition.reads)
    assert {definition.slug for definition in RETURNS} - INDEPENDENT.keys() == {
        "alcohol_licensing",  # a file may hold records of other authorities
        "brownfield_register",  # likewise
        "contract_notices",  # what is late, and what is released, depends on the day as known
        "planning_performance",  # reads the assemblies of another return
        "subsidy_screen",  # what is overdue depends on the day as known
        "transparency_code",  # the day as known, and every day on which somebody looked
    }
