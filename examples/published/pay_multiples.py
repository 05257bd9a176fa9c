"""Publish pay multiples: a row a year as the guidance has it, or a row a year and factor, with ratios as 7.14:1."""

from datetime import date

from examples.england import Council, England
from examples.financial_years import about, closed_years, draw, follows_guidance, period, written, year_end
from examples.tables import Row, Table

COLUMNS = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "HighestSalary", "MedianSalary", "MeanSalary", "Ratio"),
    *("Period", "ModelCalculation", "OrganisationType"),
]
COLUMNS_BY_FACTOR = [
    *("OrganisationLabel", "OrganisationURI", "EffectiveDate", "PayMultipleFactor", "RemunerationValue", "Ratio"),
    *("Period", "ModelCalculation", "OrganisationType"),
]
MODELS = {"Highest": "0", "Median": "1", "Lowest": "4"}
TYPES = {"county": "CC", "unitary": "UNA", "london-borough": "LBC", "metropolitan": "MBC", "district": "DC"}


def publish(england: England, council: Council, day: date) -> Table:
    """Return the years up to `day`."""
    years = closed_years(day)
    if follows_guidance(council):
        return Table(list(COLUMNS), [_by_year(england, council, year) for year in years])
    rows = [row for year in years for row in _by_factor(england, council, year)]
    return Table(list(COLUMNS_BY_FACTOR), rows)


def _salaries(england: England, council: Council, year: int) -> dict[str, int]:
    """Return the salaries of a year by factor; they rise with the years."""
    start, drift = draw(england, council, 51), draw(england, council, 51, year)
    rise = 1.025 ** (year - 2015)
    return {
        "Highest": int((105_000 + 60_000 * start.random()) * rise),
        "Median": int((22_000 + 4_000 * start.random()) * rise * drift.uniform(0.99, 1.01)),
        "Mean": int((26_500 + 4_000 * start.random()) * rise * drift.uniform(0.99, 1.01)),
        "Lowest": int((15_000 + 1_500 * start.random()) * rise),
    }


def _by_year(england: England, council: Council, year: int) -> Row:
    paid = _salaries(england, council, year)
    figures = [str(paid["Highest"]), str(paid["Median"]), str(paid["Mean"]), f"{paid['Highest'] / paid['Median']:.2f}"]
    return [*about(council), written(council, year_end(year)), *figures, period(year), "1", _type(council)]


def _by_factor(england: England, council: Council, year: int) -> list[Row]:
    paid = _salaries(england, council, year)
    opening, closing = [*about(council), written(council, year_end(year))], [period(year)]
    return [
        [
            *opening,
            factor,
            str(paid[factor]),
            f"{paid['Highest'] / paid[factor]:.2f}:1",
            *closing,
            model,
            _type(council),
        ]
        for factor, model in MODELS.items()
    ]


def _type(council: Council) -> str:
    """Return the kind of organisation that the council is."""
    kind = council.authority.authority_class
    return next((code for word, code in TYPES.items() if word in kind), "PUB")
