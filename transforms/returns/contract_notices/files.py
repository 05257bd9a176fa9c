"""The files of contract notices: the table of duties, and a release package for each authority.

Source: docs/specifications/contract-notices.md, sections 2 and 5
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.assembled_return import AssembledReturn
from transforms.domain.origins import Origin
from transforms.domain.records import Bools
from transforms.returns.contract_notices.needs import EVIDENCE
from transforms.returns.contract_notices.releases import release_packages

COLUMNS = ("authority", "contract", "duty", "notice", "why", "due", "state", "evidence")
DERIVED = pa.array([Origin.INFERRED.value, Origin.COMPUTED.value])
EVIDENCED = {name: f"CN.duty.{name}.evidenced" for name in EVIDENCE}
NOT_PUBLISHED = "nothing published could show that it was given"
CELLS = {"payments": "CN.pay.due.payments"}  # whose duties are listed, but for those of CN.duty


def files_of(assembled: AssembledReturn) -> Iterator[tuple[str, Iterable[bytes] | pa.Table]]:
    """Yield the table of duties, and the releases of each authority with a current contract."""
    yield "duties.csv", duties_table(assembled)
    yield from release_packages(assembled, has_figure(assembled, "CN.stock.contracts"))


def duties_table(assembled: AssembledReturn) -> pa.Table:
    """Return the duties of the quarter, by authority, contract and duty, of authorities whose cell has a value."""
    table = assembled.records.tables["duties"]
    duty = table.column("duty")
    cell_of = {name: CELLS.get(name, f"CN.duty.{name}.due") for name in duty.words}
    has = np.array([has_figure(assembled, cell_of[name]) for name in duty.words])
    rows = np.flatnonzero(has[duty.positions, table.authority])
    authorities = np.array(assembled.authorities, dtype=object)[table.authority[rows]]
    columns = {
        "authority": pa.array(authorities.tolist(), pa.string()),
        "contract": table.reference.take(pa.array(rows)),
        "due": pc.cast(pa.array(table.column("due")[rows]), pa.string()),
    }
    texts = ("duty", "notice", "state", "evidence")
    columns |= {name: pa.array(table.column(name).take(rows).texts(), pa.string()) for name in texts}
    can_be_shown = np.array([has_figure(assembled, EVIDENCED.get(name, cell_of[name])) for name in duty.words])
    is_blind = ~can_be_shown[duty.positions, table.authority][rows]
    why = pa.array(table.column("why").take(rows).texts(), pa.string())
    columns["why"] = pc.if_else(pa.array(is_blind), pc.binary_join_element_wise(why, NOT_PUBLISHED, "; "), why)
    keys = [(name, "ascending") for name in ("authority", "contract", "duty")]
    return pa.table({name: columns[name] for name in COLUMNS}).sort_by(keys)


def has_figure(assembled: AssembledReturn, cell: str) -> Bools:
    """Return of which authorities a cell has a value that comes from what was published."""
    rows = assembled.cells.filter(pc.equal(assembled.cells.column("cell"), cell))
    derived = rows.filter(pc.is_in(rows.column("origin"), value_set=DERIVED)).column("authority").to_pylist()
    return np.isin(np.array(assembled.authorities, dtype=str), derived)
