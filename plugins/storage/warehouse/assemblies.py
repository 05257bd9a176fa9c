"""Assemblies: every assembly of a return with its receipt; the same receipt again is the same assembly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection

    from transforms.domain.assembled_return import AssembledReturn


@dataclass(frozen=True)
class HowMade:
    """Of how many authorities an assembly was computed anew, and of how many carried over from which day's assembly."""

    authorities_computed: int | None  # none where that was not counted
    authorities_carried: int | None = 0
    carried_from: date | None = None  # the day as known of the assembly that they were carried over from
    measured_prefix: str = ""  # where what was measured is kept for the next assembly; blank where it is not
    inputs_hash: str = ""  # of all that it was made of; blank where that was not kept

    @property
    def sentence(self) -> str:
        """The counts in words; blank where nobody counted."""
        if self.authorities_computed is None or self.authorities_carried is None:
            return ""
        authorities = self.authorities_computed + self.authorities_carried
        counted = f"{self.authorities_computed:,} of {authorities:,} authorities computed anew"
        if not self.authorities_carried or self.carried_from is None:
            return f"{counted}."
        day = f"{self.carried_from.day} {self.carried_from:%B %Y}"
        return f"{counted}, {self.authorities_carried:,} carried over from the assembly as known on {day}."


@dataclass(frozen=True)
class Assembly:
    """One assembly: its return and period, the day as known, where its files are, and when it was frozen."""

    return_slug: str
    period: str
    as_known: date
    receipt: str
    version: int
    prefix: str
    edition: str  # of the definition; blank before editions were kept
    rules_versions: Sequence[str]
    is_complete: bool
    switches: Mapping[str, str]
    authorities: Sequence[str]
    frozen_on: date | None
    last_run_id: str
    authorities_computed: int | None
    authorities_carried: int | None
    carried_from: date | None
    measured_prefix: str
    inputs_hash: str

    @property
    def how_made(self) -> HowMade:
        """How it was made."""
        return HowMade(*(getattr(self, of_class.name) for of_class in fields(HowMade)))


def record_assembly(
    connection: "Connection",
    assembled: "AssembledReturn",
    *,
    receipt: str,
    prefix: str,
    rules_versions: Sequence[str],
    is_complete: bool,
    authorities_asked: int,
    run_id: str,
    how_made: HowMade,
) -> Assembly:
    """Write an assembly and return it; the same receipt again changes nothing but the run that last gave it.

    What the next assembly may carry over is written again too, since it may be of a newer program.
    """
    from sqlalchemy import func, select
    from sqlalchemy.dialects.postgresql import insert

    from plugins.storage.warehouse.tables import ASSEMBLY

    r = ASSEMBLY.c
    same_vintage = (r.return_slug == assembled.definition.slug) & (r.period == str(assembled.period))
    same_vintage &= r.as_known == assembled.as_known
    version = select(func.coalesce(func.max(r.version), 0) + 1).where(same_vintage).scalar_subquery()
    statement = insert(ASSEMBLY).values(
        return_slug=assembled.definition.slug, period=str(assembled.period), as_known=assembled.as_known,
        receipt=receipt, version=version, prefix=prefix, edition=assembled.definition.edition,
        definition_version=assembled.definition.version,
        rules_versions=list(rules_versions), is_complete=is_complete, switches=dict(assembled.switches),
        authorities=list(assembled.authorities), authorities_owing=len(assembled.owing),
        authorities_asked=authorities_asked,
        authorities_with_data=assembled.responded,
        response_rate_pct=assembled.response_rate_pct, exceptions=assembled.exceptions.num_rows,
        checks_failed=assembled.checks_failed, last_run_id=run_id, **asdict(how_made), **_cells_by_origin(assembled),
    )  # fmt: skip
    keys = [column.name for column in ASSEMBLY.primary_key]
    newest = {"measured_prefix": how_made.measured_prefix, "inputs_hash": how_made.inputs_hash}
    upsert = statement.on_conflict_do_update(index_elements=keys, set_={"last_run_id": run_id, **newest})
    return Assembly(*connection.execute(upsert.returning(*_columns())).one())


def _columns() -> "list[Column[Any]]":
    """Return the columns of an assembly, in the order of its class."""
    from plugins.storage.warehouse.tables import ASSEMBLY

    return [ASSEMBLY.c[field.name] for field in fields(Assembly)]


def _cells_by_origin(assembled: "AssembledReturn") -> dict[str, int]:
    """Return how many cells of the authorities have each origin; totals are theirs again, and not counted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from transforms.domain.origins import Origin

    areas = pa.array([area.gss for area in assembled.definition.totals], pa.string())
    own = assembled.cells.filter(pc.invert(pc.is_in(assembled.cells["authority"], areas)))
    counts = {entry["values"]: entry["counts"] for entry in own["origin"].value_counts().to_pylist()}
    return {origin.value.replace("-", "_"): counts.get(origin.value, 0) for origin in Origin}


def load_latest_assembly(
    connection: "Connection", return_slug: str, period: str, as_known: date | None = None
) -> Assembly | None:
    """Return the newest complete assembly of a return for a period, as known on or before a day."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import ASSEMBLY

    r = ASSEMBLY.c
    query = select(*_columns()).where(r.return_slug == return_slug, r.period == period, r.is_complete)
    if as_known is not None:
        query = query.where(r.as_known <= as_known)
    row = connection.execute(query.order_by(r.as_known.desc(), r.version.desc()).limit(1)).first()
    return None if row is None else Assembly(*row)


def load_assembly_with_receipt(
    connection: "Connection", return_slug: str, period: str, receipts: Sequence[str]
) -> Assembly | None:
    """Return the assembly of a return for a period that has one of some receipts."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import ASSEMBLY

    r = ASSEMBLY.c
    query = select(*_columns()).where(r.return_slug == return_slug, r.period == period, r.receipt.in_(receipts))
    row = connection.execute(query).first()
    return None if row is None else Assembly(*row)


def list_by_period(connection: "Connection", return_slug: str, as_known: date | None = None) -> Iterator[Assembly]:
    """Yield the complete assemblies of a return as known on or before a day, the newest of the last period first."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import ASSEMBLY

    r = ASSEMBLY.c
    query = select(*_columns()).where(r.return_slug == return_slug, r.is_complete)
    if as_known is not None:
        query = query.where(r.as_known <= as_known)
    rows = connection.execution_options(yield_per=1).execute(
        query.order_by(r.period.desc(), r.as_known.desc(), r.version.desc())
    )
    for row in rows:
        yield Assembly(*row)


def load_assembly_of_run(connection: "Connection", run_id: str) -> tuple[Assembly, bool] | None:
    """Return the last assembly of a run, and whether a check on it failed."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import ASSEMBLY

    row = connection.execute(
        select(ASSEMBLY.c.checks_failed, *_columns()).where(ASSEMBLY.c.last_run_id == run_id).limit(1)
    ).first()
    return None if row is None else (Assembly(*row[1:]), bool(row[0]))


def freeze_assembly(connection: "Connection", assembly: Assembly, day: date) -> None:
    """Mark an assembly as the deadline version of its period; the first one marked stays."""
    from sqlalchemy import exists, select, update

    from plugins.storage.warehouse.tables import ASSEMBLY

    frozen = ASSEMBLY.alias()
    has_deadline_version = exists(
        select(frozen.c.receipt).where(
            frozen.c.return_slug == assembly.return_slug,
            frozen.c.period == assembly.period,
            frozen.c.frozen_on.is_not(None),
        )
    )
    r = ASSEMBLY.c
    connection.execute(
        update(ASSEMBLY)
        .where(r.return_slug == assembly.return_slug, r.period == assembly.period, r.as_known == assembly.as_known,
               r.receipt == assembly.receipt, ~has_deadline_version)
        .values(frozen_on=day)
    )  # fmt: skip
