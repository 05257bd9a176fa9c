"""Awards: the grants of the year, each as the latest snapshot that holds its identifier shows it.

Grain:  one record per grant; rows of one snapshot that share an identifier and differ are grants of their own.
"""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.domain.folded_text import fold_texts
from transforms.domain.group_numbers import numbers_of
from transforms.domain.measures import RECORDS
from transforms.domain.origins import RANK, Origin
from transforms.domain.records import (
    Bools,
    Days,
    Ints,
    Ranks,
    Records,
    RecordTable,
    fields_by_authority,
    is_true,
    reach,
)
from transforms.domain.return_request import ReturnInputs, ReturnRequest
from transforms.domain.sightings import Coded, Sightings
from transforms.return_parts.published_again import of_latest_snapshot
from transforms.returns.subsidy_screen import GRANTS, INDIVIDUAL, LIMIT, RECIPIENT

STERLING = ("GBP",)
OF_INDIVIDUALS = (
    *(f"{INDIVIDUAL}/id", f"{INDIVIDUAL}/name"),
    *("toIndividualsDetails/primaryGrantReason", "toIndividualsDetails/grantPurpose"),
)
NAMED_AS_INDIVIDUAL = "individual recipient"  # as 360Giving suggests to call whoever is not named
MONTHS_TO_DECIDE = 3


def derive_awards(inputs: ReturnInputs, request: ReturnRequest) -> Records:
    """Return the grants of every authority requested."""
    sightings = inputs.sightings[GRANTS]
    rows = _each_once(sightings, request)
    authority = sightings.owners(request.authorities)[sightings.snapshot[rows]]
    awarded = sightings.days("awardDate")[rows]
    columns = _columns(sightings, rows, awarded, request)
    due = due_days(awarded)
    table = RecordTable(
        period=request.period,
        switches=request.settings,
        sightings=sightings,
        authority=authority,
        row=rows,
        reference=pc.fill_null(sightings.table.column("id").take(pa.array(rows)), "").combine_chunks(),
        columns=columns | {"due": due, "is_overdue": due < _known_on(sightings, request)[authority]},
    )
    facts, origins = _reach(sightings, awarded, authority, request)
    return Records(
        authorities=request.authorities,
        switches=request.settings,
        tables={RECORDS: table},
        facts=facts,
        fields={GRANTS: fields_by_authority(sightings, request.authorities)},
        origins=origins,
    )


def due_days(awarded: Days) -> Days:
    """Return the same day three calendar months later, or the last of that month where it has no such day."""
    months = awarded.astype("datetime64[M]")
    later = (months + MONTHS_TO_DECIDE).astype("datetime64[D]")
    last = (months + MONTHS_TO_DECIDE + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(np.minimum(later + (awarded - months.astype("datetime64[D]")), last))


def _each_once(sightings: Sightings, request: ReturnRequest) -> Ints:
    """Return the rows of each identifier in the latest snapshot that holds it, in the order of publication."""
    rows = np.arange(len(sightings.file))
    owner = sightings.owners(request.authorities)[sightings.snapshot]
    identifier = numbers_of(pc.utf8_trim_whitespace(sightings.table.column("id")))
    return np.sort(of_latest_snapshot(rows, sightings.snapshot, [owner, identifier]))


def _columns(
    sightings: Sightings, rows: Ints, awarded: Days, request: ReturnRequest
) -> dict[str, Bools | Coded | pa.Array]:
    """Return which grants are screened, and what else is asked of them."""
    amounts = sightings.table.column("amountAwarded").take(pa.array(rows)).combine_chunks()
    currency = sightings.coded("currency").take(rows)
    is_sterling = currency.among(STERLING) | (currency.positions < 0)
    is_large = is_true(pc.greater(amounts, LIMIT))
    within = (awarded >= np.datetime64(request.period.first)) & (awarded <= np.datetime64(request.period.last))
    is_asked = within & is_large & _is_to_an_organisation(sightings, rows)
    return {
        "amountAwarded": amounts,
        "currency": currency,
        "is_screened": is_asked & is_sterling,
        "is_foreign": is_asked & ~is_sterling,
    }


def _is_to_an_organisation(sightings: Sightings, rows: Ints) -> Bools:
    """Return which grants name an organisation, and no individual."""

    def is_filled(name: str) -> Bools:
        return np.asarray(sightings.coded(name).positions[rows] >= 0)

    names = sightings.coded(f"{RECIPIENT}/name")
    folded = fold_texts(pa.array(names.words, pa.string())).to_pylist()
    by_name = np.array([*(name == NAMED_AS_INDIVIDUAL for name in folded), False], dtype=bool)[names.positions[rows]]
    is_individual = np.logical_or.reduce([by_name, *(is_filled(name) for name in OF_INDIVIDUALS)])
    return np.asarray((is_filled(f"{RECIPIENT}/id") | is_filled(f"{RECIPIENT}/name")) & ~is_individual)


def _known_on(sightings: Sightings, request: ReturnRequest) -> Days:
    """Return, per authority, the day as known: that asked for, else that of its latest file."""
    days: list[date | None] = [
        request.as_known or sightings.last_fetched.get(authority) for authority in request.authorities
    ]
    return np.array(days, dtype="datetime64[D]")


def _reach(
    sightings: Sightings, awarded: Days, authority: Ints, request: ReturnRequest
) -> tuple[dict[str, Bools], dict[str, Ranks]]:
    """Return of whom the list reaches the year, as facts, and how surely its awards are known.

    A list reaches a year with an award in it, or some before and some after it. Of a list without a day nobody can say.
    """

    def any_grant(mask: Bools) -> Bools:
        return np.bincount(authority[mask], minlength=len(request.authorities)) > 0

    first, last = np.datetime64(request.period.first), np.datetime64(request.period.last)
    is_dated = any_grant(~np.isnat(awarded))
    reaches = any_grant(awarded >= first) & any_grant(awarded <= last)
    facts = reach(sightings, request.authorities, request.period)
    facts["has_data"] = any_grant(np.ones(len(awarded), dtype=bool)) & (reaches | ~is_dated)
    surely = np.where(facts["seen_to_the_end"], RANK[Origin.COMPUTED], RANK[Origin.INFERRED])
    rank = np.where(is_dated, surely, RANK[Origin.NOT_DERIVABLE])
    return facts, {"screened": np.where(facts["has_data"], rank, RANK[Origin.NO_DATA]).astype(np.int8)}
