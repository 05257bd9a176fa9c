"""The words of the statement: what its records say beside the standards' fields, and what is assumed."""

from transforms.domain.conditions import ColumnWords
from transforms.domain.return_words import ReturnWords
from transforms.returns.infrastructure_funding_statement.vocabulary import SUMS

TYPE, STATUS = ("developer-agreement-type",), ("contribution-funding-status",)
GROUP_COLUMNS = (
    *(f"{name}_{day}" for name in SUMS for day in ("before", "to_end")),
    *("rec_in_year", "earlier_allocated", "out_of_year", "allocated_less_used", "allocated_less_used_year_before"),
)
SOURCES = {
    "regime": TYPE,
    "purpose": ("contribution-purpose",),
    "status": STATUS,
    "moved": ("developer-agreement-contribution", "start-date"),
    "begun": ("developer-agreement", "start-date"),
    "amount": ("amount",),
    "units": ("units",),
    "counts": (),
    **dict.fromkeys(GROUP_COLUMNS, ("developer-agreement-contribution", *STATUS, "amount", "start-date")),
}
NOUNS = {
    "rec": "received",
    "alloc": "allocated",
    "spent": "spent",
    "trans": "passed on",
    "ret": "returned",
    "out": "spent, passed on or returned",
}
WORDS = ReturnWords(
    columns=ColumnWords(
        nouns={
            "regime": "regime",
            "purpose": "purpose",
            "status": "status",
            "moved": "day of the transaction",
            "begun": "day on which the agreement began",
            "amount": "amounts",
            "units": "units",
            **{f"{name}_before": f"money {NOUNS[name]} before the year" for name in SUMS},
            **{f"{name}_to_end": f"money {NOUNS[name]} up to the year's end" for name in SUMS},
            "rec_in_year": "money received in the year",
            "earlier_allocated": "money of earlier years allocated in the year",
            "out_of_year": "money that went out beyond what had been received before the year",
            "allocated_less_used": "money allocated less spent in the year",
            "allocated_less_used_year_before": "money allocated less spent in the year before",
        },
        sentences={
            "counts": "it counts: nothing that it needs is missing, and it is not collected for another authority"
        },
    ),
    facts={
        "CIL_is_measured": "its files reach back, or no opening of the levy is declared",
        "S106_is_measured": "its files reach back, or no opening of section 106 money is declared",
    },
)
