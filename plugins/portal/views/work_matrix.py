"""The matrix of a round: every council with the state of its part, what asks, and why data is missing; filtered."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from plugins.portal.views.authority_return import CLASS_IN_WORDS
from plugins.portal.views.missing_data import MissingDataset, MissingReason
from plugins.portal.views.work import PartRow
from plugins.submissions.assembly_cells import load_exceptions
from plugins.submissions.rounds import OpenedRound
from transforms.registers import authorities
from transforms.rounds.machines import PartState

if TYPE_CHECKING:
    from plugins.storage.archive import Archive

STATE_TITLES = {
    PartState.NO_DATA: "No data", PartState.PROPOSED: "Proposed", PartState.CONFIRMED: "Confirmed",
    PartState.LAPSED: "Changed", PartState.DISPUTED: "Disputed",
}  # fmt: skip
WITH_QUESTIONS = "yes"


@dataclass(frozen=True)
class MatrixRow:
    """A council of a round: its part, the checks that ask and have no answer, and why there is no data."""

    row: PartRow
    nation: str
    authority_class: str
    region: str
    questions: int
    missing: Sequence[MissingDataset] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of its cells are in each state."""
        return self.row.part.counts


@dataclass(frozen=True)
class MatrixFilter:
    """Which councils are shown; blank for all."""

    nation: str = ""
    authority_class: str = ""
    region: str = ""
    state: str = ""
    missing: str = ""
    questions: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "MatrixFilter":
        """Return the filter that an address names."""
        return cls(**{field.name: query.get(field.name, "") for field in fields(cls)})

    @property
    def query(self) -> str:
        """The filter in an address, with a question mark in front; blank where it shows all."""
        parts = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(parts)}" if parts else ""

    def applied(self, rows: Iterable[MatrixRow]) -> list[MatrixRow]:
        """Return the rows that are shown."""
        return [row for row in rows if self._shows(row)]

    def _shows(self, row: MatrixRow) -> bool:
        return (
            self.nation in ("", row.nation)
            and self.authority_class in ("", row.authority_class)
            and self.region in ("", row.region)
            and self.state in ("", row.row.part.state.value)
            and (not self.missing or self.missing in {dataset.reason.value for dataset in row.missing})
            and (not self.questions or row.questions > 0)
        )


@dataclass(frozen=True)
class FilterChoice:
    """A list to choose from: its name in the address, its label, and its values with their words."""

    name: str
    label: str
    values: Sequence[tuple[str, str]]


def matrix_rows(
    archive: "Archive", opened: OpenedRound, rows: Sequence[PartRow], missing: Mapping[str, Sequence[MissingDataset]]
) -> list[MatrixRow]:
    """Return the matrix of a round: the councils in the order given."""
    questions = _count_open_questions(archive, opened, rows)
    matrix = []
    for row in rows:
        body = authorities().get(row.gss)
        nation_class_region = (body.nation, body.authority_class, body.region) if body else ("", "", "")
        matrix.append(MatrixRow(row, *nation_class_region, questions[row.gss], missing.get(row.gss, ())))
    return matrix


def codes_without_data(rows: Iterable[PartRow]) -> list[str]:
    """Return the councils of which there is no data."""
    return [row.gss for row in rows if row.part.state is PartState.NO_DATA]


def filter_choices(matrix: Sequence[MatrixRow]) -> list[FilterChoice]:
    """Return what the councils of a matrix can be filtered by: only what tells some of them apart."""
    reasons = {dataset.reason for row in matrix for dataset in row.missing}
    states = {row.row.part.state for row in matrix}
    choices = [
        FilterChoice("nation", "Nation", _texts(matrix, lambda row: row.nation)),
        FilterChoice(
            "authority_class", "Class", [(value, _class_title(value)) for value, _ in
                                         _texts(matrix, lambda row: row.authority_class)],
        ),
        FilterChoice("region", "Region", _texts(matrix, lambda row: row.region)),
        FilterChoice(
            "state", "State", [(state.value, words) for state, words in STATE_TITLES.items() if state in states],
        ),
        FilterChoice("missing", "Why data is missing", [(reason.value, reason.title) for reason in MissingReason
                                                         if reason in reasons]),
        FilterChoice("questions", "Questions", [(WITH_QUESTIONS, "Not answered yet")]
                     if any(row.questions for row in matrix) else []),
    ]  # fmt: skip
    always = {"missing", "questions"}
    if len(matrix) < 2:
        return []
    return [choice for choice in choices if len(choice.values) > 1 or (choice.values and choice.name in always)]


def _class_title(authority_class: str) -> str:
    """Return what authorities of a class are called at the beginning of a line."""
    words = CLASS_IN_WORDS.get(authority_class, authority_class)
    return words[:1].upper() + words[1:]


def _texts(matrix: Sequence[MatrixRow], text_of: Callable[[MatrixRow], str]) -> list[tuple[str, str]]:
    return [(text, text) for text in sorted({text_of(row) for row in matrix} - {""})]


def _count_open_questions(archive: "Archive", opened: OpenedRound, rows: Sequence[PartRow]) -> Counter[str]:
    """Return how many checks ask about each council that no words answer yet."""
    vintage = opened.round.knowledge
    if vintage is None:
        return Counter()
    reasons = {check.reason for check in opened.definition.checks}
    answered = {row.gss: row.part.explanations for row in rows}
    open_questions = {
        (question.gss, question.check)
        for question in load_exceptions(archive, vintage.prefix)
        if question.check in reasons and question.check not in answered.get(question.gss, {})
    }
    return Counter(gss for gss, _ in open_questions)
