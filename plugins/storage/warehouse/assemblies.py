"""Assemblies: every assembly of a return with its receipt; the same receipt again is the same assembly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection

    from transforms.domain.assembled_return import AssembledReturn


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


def record_assembly(
    connection: "Connection",
    assembled: "AssembledReturn",
    *,
    receipt: str,
    prefix: str,
    rules_versions: Sequence[str],
    is_complete: bool,
    asked: int,
    run_id: str,
) -> Assembly:
    """Write an assembly and return it; the same receipt again changes nothing but the run that last gave it."""
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
        authorities=list(assembled.authorities), authorities_owing=len(assembled.owing), authorities_asked=asked,
        authorities_with_data=assembled.responded,
        response_rate_pct=assembled.response_rate_pct, exceptions=assembled.exceptions.num_rows,
        checks_failed=assembled.checks_failed, last_run_id=run_id, **_cells_by_origin(assembled),
    )  # fmt: skip
    keys = [column.name for column in ASSEMBLY.primary_key]
    upsert = statement.on_conflict_do_update(index_elements=keys, set_={"last_run_id": run_id})
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


def load_last_period_assembly(
    connection: "Connection", return_slug: str, as_known: date | None = None
) -> Assembly | None:
    """Return the newest complete assembly of a return's last period, as known on or before a day."""
    from sqlalchemy import select

    from plugins.storage.warehouse.tables import ASSEMBLY

    r = ASSEMBLY.c
    query = select(*_columns()).where(r.return_slug == return_slug, r.is_complete)
    if as_known is not None:
        query = query.where(r.as_known <= as_known)
    newest = query.order_by(r.period.desc(), r.as_known.desc(), r.version.desc()).limit(1)
    row = connection.execute(newest).first()
    return None if row is None else Assembly(*row)


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
