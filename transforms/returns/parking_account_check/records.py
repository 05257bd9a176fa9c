"""Records: the accounts and the spaces of every authority requested, with how surely each figure is known."""

from collections.abc import Iterator, Sequence

import numpy as np

from transforms.domain.origins import RANK, Origin
from transforms.domain.records import Ranks, Records, RecordTable, rows_table
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.return_parts.department_lines import department_figures
from transforms.return_parts.year_rows import YearRows, ranks_of_sums, without
from transforms.returns.parking_account_check import fields as f
from transforms.returns.parking_account_check.accounts import accounts_of, accounts_table, deficits_used
from transforms.returns.parking_account_check.pages import ACCOUNTS, SPACES
from transforms.returns.parking_account_check.spaces import CELLS, spaces_of, spaces_table

Rows = Iterator[tuple[str, str, str, str]]


def derive_records(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return the records of every authority requested."""
    published, listed = inputs.sightings[f.ACCOUNT], inputs.sightings[f.SPACES]
    current, before = accounts_of(published, request)
    accounts = accounts_table(published, request, current, before)
    counted = spaces_of(listed, request)
    spaces = spaces_table(listed, request, counted)
    has_data = current.has_rows | counted.has_rows
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={ACCOUNTS: accounts, SPACES: spaces},
        facts={"has_data": has_data, "seen_to_the_end": np.ones(len(has_data), dtype=bool)},
        fields={f.ACCOUNT: current.fields(published), f.SPACES: counted.fields(listed)},
        origins=_account_ranks(current, request.settings["pcn_as"]) | ranks_of_sums(spaces, CELLS, counted),
        figures=department_figures(request),
        exceptions=rows_table(
            [
                *without(request.authorities, f.ACCOUNT, current),
                *without(request.authorities, f.SPACES, counted),
                *_deficits(request.authorities, accounts),
            ]
        ),
    )


def _account_ranks(current: YearRows, pcn_as: str) -> dict[str, Ranks]:
    """Return the origins of what is one published figure, what is worked out, and penalty charges."""
    published = np.where(current.is_assumed, RANK[Origin.INFERRED], RANK[Origin.COMPUTED])
    worked_out = np.full(len(current.files), RANK[Origin.INFERRED])
    ranks = {
        "published": published,
        "worked_out": worked_out,
        "penalties": worked_out if pcn_as == "fees" else published,
    }
    return {
        name: np.where(current.has_rows, rank, RANK[Origin.NO_DATA]).astype(np.int8) for name, rank in ranks.items()
    }


def _deficits(authorities: Sequence[str], accounts: RecordTable) -> Rows:
    """Yield the accounts with a deficit from which something was spent all the same."""
    for row in np.flatnonzero(deficits_used(accounts)):
        figures = {name: accounts.column(f"surplus_{name}")[row].as_py() for name in ("published", "computed", "used")}
        detail = " ".join(f"{name}={value.normalize():f}" for name, value in figures.items() if value is not None)
        yield authorities[int(accounts.authority[row])], "deficit-used", "", detail
