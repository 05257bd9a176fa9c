"""What checks ask in a round: sudden changes and the like, each with the figure that it is about and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.portal.views.work import RoundView, authority_name
from plugins.submissions.assembly_cells import load_exceptions
from transforms.render.exception_words import detail_in_words

if TYPE_CHECKING:
    from plugins.storage.archive import Archive


@dataclass(frozen=True)
class QuestionRow:
    """A check that asks about a council: what it found, the cell with its records, and what the council says."""

    gss: str
    council: str
    check: str
    sentence: str
    reference: str
    detail: str
    records: str  # the page of the cell; blank where it is about none
    answer: str


def list_questions(archive: "Archive", view: RoundView) -> list[QuestionRow]:
    """Return what checks ask about the councils of a round that somebody sees, what has no answer first."""
    opened = view.opened
    vintage, definition = opened.round.knowledge, opened.definition
    if vintage is None:
        return []
    reasons = {check.reason for check in definition.checks}
    cells = {cell.name for cell in definition.cells}
    parts = {row.gss: row.part for row in view.rows}
    rows = [
        QuestionRow(
            question.gss, authority_name(question.gss), question.check, definition.reason(question.check).sentence,
            question.reference, detail_in_words(definition, question.detail),
            f"/returns/{opened.round.subject}/{question.gss}/{question.reference}?as-known={vintage.as_known}"
            if question.reference in cells
            else "",
            parts[question.gss].explanations.get(question.check, ""),
        )
        for question in load_exceptions(archive, vintage.prefix)
        if question.check in reasons and question.gss in parts
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (bool(row.answer), row.council, row.check, row.reference))


def checks_of(rows: Sequence[QuestionRow]) -> list[tuple[str, str]]:
    """Return the checks that ask, by name and in words."""
    return sorted({(row.check, row.sentence) for row in rows}, key=lambda pair: pair[1])
