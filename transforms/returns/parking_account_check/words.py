"""The words of the parking account check: what its records say beside the standards' fields."""

from transforms.domain.conditions import ColumnWords
from transforms.domain.return_words import ReturnWords
from transforms.returns.parking_account_check import fields as f

SOURCES = {
    "is_current": ("Period", "EffectiveDate"),
    "is_last_year": ("Period", "EffectiveDate"),
    "fees_61": (*f.CHARGES, f.PCN),
    "other_61": (f.PCN,),
    "income_61": (f.INCOME,),
    "staff_61": (f.STAFF,),
    "running_61": f.RUNNING,
    "spending_61": f.SPENDING_SOURCES,
    "fees_62": (*f.OFF_CHARGES, f.OFF_PCN),
    "other_62": (f.OFF_PCN,),
    "income_62": (f.OFF_INCOME,),
    "spending_62": (f.OFF_COSTS,),
    "surplus_published": f.SURPLUS,
    "surplus_computed": (f.INCOME, f.OFF_PCN, *f.SPENDING_SOURCES),
    "surplus_used": f.USES,
    "free": (f.FREE, f.PLACE_SPACES, f.IS_FREE),
    "charged": (f.CHARGED, f.PLACE_SPACES, f.IS_CHARGED),
    "total": (f.MARKED, f.PLACE_SPACES),
}
_PLACES = {"61": "on the street", "62": "in car parks"}
_COLUMNS = {
    "fees": "charges, permits and other income",
    "other": "income from penalty charges",
    "income": "income",
    "staff": "spending on the council's own staff",
    "running": "running expenses",
    "spending": "spending without capital charges",
}

WORDS = ReturnWords(
    columns=ColumnWords(
        nouns={
            **{
                f"{column}_{line}": f"{words} {where}"
                for column, words in _COLUMNS.items()
                for line, where in _PLACES.items()
            },
            "surplus_published": "surplus or deficit as published",
            "surplus_computed": "surplus or deficit as income less expenditure",
            "surplus_used": "spending from the surplus",
            "free": "spaces free of charge",
            "charged": "spaces that are charged for",
            "total": "controlled spaces",
        },
        sentences={
            "is_current": "it is the account of the year",
            "is_last_year": "it is the account of the year before",
        },
    ),
    switches_explained={
        "pcn_as": "Whether penalty charges go with fees or with other income is not settled by RO2's notes.",
    },
)
