"""Whether a file is of the standard that it is checked against: two rules, each on one number per file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from expectations.rule import Rule
from transforms.domain.issue import Severity
from transforms.domain.listing import listed
from transforms.domain.standard import NO_STANDARD, DatasetStandard, Field, Requirement
from transforms.recognise import Candidate, candidates_by_header
from transforms.render.report_words.counts import counted
from transforms.render.report_words.fit import fit_in_words
from transforms.standardise import Standardised
from transforms.standards import standard

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ASKED_PCT = 100 / 3  # of the must and should fields; with fewer a file is of something else
CLEARLY_BETTER = 1.5  # times as many of the file's columns are fields of another standard
ENOUGH_ASKED, BEST_FIT = "file.has_enough_columns", "file.fits_no_other_better"
TOO_FEW_ASKED = "the file has too few of the standard's columns"


@dataclass(frozen=True)
class Fit:
    """How many of the fields that a standard asks for a file has, and which other standard fits it clearly better."""

    expected: int
    present: int
    lacks: tuple[str, ...]  # essential fields
    columns: int  # of the file that are fields of the standard
    better: Candidate | None

    @property
    def present_pct(self) -> float:
        """The share of the fields asked for that the file has, in per cent."""
        return 100 * self.present / self.expected if self.expected else 100.0

    @property
    def is_enough(self) -> bool:
        """Whether that is no less than a third."""
        return self.present_pct >= FEWEST_ASKED_PCT


def fit_rules(declared: DatasetStandard) -> tuple[Rule, ...]:
    """Return the rules on whether a file is of the standard `declared`."""
    if declared is NO_STANDARD:
        return ()
    enough = "At least a third of the columns that the standard says a file must or should have are there."
    best = "Where an essential column is missing, no other standard fits the file clearly better."
    return (
        _rule(ENOUGH_ASKED, enough, "ExpectColumnValuesToBeBetween", {"min_value": FEWEST_ASKED_PCT}, declared),
        _rule(BEST_FIT, best, "ExpectColumnValuesToBeNull", {}, declared),
    )


def fit_of(file: Standardised) -> Fit:
    """Return how a file fits its standard, and which other one fits it clearly better."""
    expected = [field.name for field in file.edition.fields if _is_asked(field)]
    present = [name for name in expected if name in file.columns]
    lacks = tuple(field.name for field in file.edition.essential if field.name not in file.columns)
    fit = Fit(len(expected), len(present), lacks, len(file.columns), None)
    if fit.is_enough and not lacks:
        return fit
    return Fit(fit.expected, fit.present, lacks, fit.columns, _clearly_better(file))


def fit_frame(fits: Sequence[Fit]) -> "pd.DataFrame":
    """Return a row per file: the share of the fields asked for, and a number where another standard fits better."""
    import pandas as pd

    better = [1.0 if fit.is_enough and fit.lacks and fit.better else None for fit in fits]
    return pd.DataFrame({ENOUGH_ASKED: [fit.present_pct for fit in fits], BEST_FIT: better}, dtype="float64")


def facts_of(fit: Fit, declared: DatasetStandard) -> dict[str, str]:
    """Return why a file is not taken for one of its standard, in words."""
    if fit.is_enough:
        reason = f"it has no column {listed(fit.lacks, 'or')}"
    else:
        reason = f"it has {fit.present} of the {counted(fit.expected, 'column')} that it must or should have"
    if fit.better is None:
        return {"title": declared.title, "reason": reason, "check_as": ""}
    other = standard(fit.better.standard).title
    return {
        "title": declared.title,
        "reason": f"{reason}, and {fit_in_words(fit.better)} are those of “{other}”",
        "check_as": f", or check this one as “{other}” ({fit.better.standard})",
    }


def _clearly_better(file: Standardised) -> Candidate | None:
    candidates = candidates_by_header(file.header)
    others = [candidate for candidate in candidates if candidate.standard != file.standard.slug]
    best = others[0] if others else None
    return best if best and best.fits and best.recognised >= CLEARLY_BETTER * len(file.columns) else None


def _is_asked(field: Field) -> bool:
    return field.is_essential or field.requirement is not Requirement.MAY


def _rule(name: str, sentence: str, expectation: str, bounds: dict[str, object], declared: DatasetStandard) -> Rule:
    return Rule(
        name=name,
        sentence=sentence,
        expectation=expectation,
        arguments=bounds,
        column=name,
        code="standard-mismatch",
        severity=Severity.CRITICAL,
        field="",
        fields=(),
        records="the file",
        facts={"title": declared.title},
    )
