"""Why a finding matters, in one sentence: the records that it holds back, and the cells of returns that they feed."""

from transforms.domain.issue import Severity
from transforms.priorities import Mend
from transforms.render.report_words.affected_cells import in_words, listed
from transforms.render.report_words.counts import counted

NO_RETURN = "No return is assembled from this standard; whoever uses the file relies on it."


def why(mend: Mend, *, is_read: bool) -> str:
    """Return why mending matters; nothing for information, nor where `NO_RETURN` says it of all warnings at once.

    Args:
        mend: what was found.
        is_read: whether any return reads the standard.

    """
    if mend.severity is Severity.INFO:
        return ""
    where = listed([in_words(one) for one in mend.fed])
    if mend.severity is Severity.CRITICAL:
        return _left_out(mend, where or "whatever is counted or added up from this file")
    if where:
        return _flagged(mend, where)
    return "No figure of a return hangs on it; whoever uses the file relies on it." if is_read else ""


def _left_out(mend: Mend, where: str) -> str:
    if not mend.records:
        return f"Nothing of the file can be used, so it adds nothing to {where}."
    if mend.is_about_all:
        subject = "The only record" if mend.records == 1 else f"All {counted(mend.records, 'record')}"
    else:
        subject = counted(mend.records, "record")
    return f"{subject}{_worth(mend)} {_is(mend)} left out of {where}."


def _flagged(mend: Mend, where: str) -> str:
    if not mend.records:
        return f"There is no record that could be counted in {where}."
    if mend.is_about_all:
        return f"It feeds {where}; until it is mended, what it says is missing there or uncertain."
    return f"{counted(mend.records, 'record')}{_worth(mend)} may be missing or misplaced in {where}."


def _worth(mend: Mend) -> str:
    """Return what the records add up to, set between commas."""
    if not mend.amount:
        return ""
    sign = "-" if mend.amount < 0 else ""
    together = "" if mend.records == 1 else "together "
    return f", {together}{sign}£{abs(mend.amount):,.2f},"


def _is(mend: Mend) -> str:
    return "is" if mend.records == 1 else "are"
