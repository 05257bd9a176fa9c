"""Why a finding matters, in one sentence: the records that it excludes, and the cells of returns that they feed."""

from transforms.domain.issue import Severity
from transforms.domain.listing import listed
from transforms.priorities import FixPriority
from transforms.render.report_words.affected_cells import in_short
from transforms.render.report_words.counts import counted

NO_FIELD = "No record is excluded: the standard has no field for this column."
NO_RETURN = "No return is made from this dataset."


def why(priority: FixPriority, *, is_read: bool) -> str:
    """Return why fixing it matters; nothing for information, nor where `NO_RETURN` says it of all warnings at once.

    Args:
        priority: what was found.
        is_read: whether any return reads the standard.

    """
    if priority.severity is Severity.INFO:
        return ""
    if priority.is_unread:
        return NO_FIELD if priority.severity is Severity.CRITICAL else ""
    where = listed([words for cells in priority.dependent_cells for words in in_short(cells)])
    if priority.severity is Severity.CRITICAL:
        return _excluded(priority, where or "whatever is counted or added up from this file")
    if where:
        return _flagged(priority, where)
    return "No return uses this column." if is_read else ""


def _excluded(priority: FixPriority, where: str) -> str:
    if priority.located and not priority.records:
        return f"What is published there can't be read, so it is missing from {where}."
    if not priority.records:
        return f"Nothing of the file can be used, so it adds nothing to {where}."
    if priority.is_about_all:
        subject = "The only record" if priority.records == 1 else f"All {counted(priority.records, 'record')}"
    else:
        subject = counted(priority.records, "record")
    return f"{subject}{_worth(priority)} {_is(priority)} excluded from {where}."


def _flagged(priority: FixPriority, where: str) -> str:
    if not priority.records:
        return f"There is no record that could be counted in {where}."
    if priority.is_about_all:
        return f"It is used in {where}. Until it is fixed, figures there are missing or uncertain."
    return f"{counted(priority.records, 'record')}{_worth(priority)} may be missing or misplaced in {where}."


def _worth(priority: FixPriority) -> str:
    """Return what the records add up to, set between commas."""
    if not priority.amount:
        return ""
    sign = "-" if priority.amount < 0 else ""
    together = "" if priority.records == 1 else "together "
    return f", {together}{sign}£{abs(priority.amount):,.2f},"


def _is(priority: FixPriority) -> str:
    return "is" if priority.records == 1 else "are"
