"""How well a standard fits a file, in words."""

from transforms.recognise import Candidate
from transforms.render.report_words.counts import counted


def fit_in_words(candidate: Candidate) -> str:
    """Return how many of a file's columns are fields of a standard: `18 of its 28 columns (64%)`."""
    return f"{candidate.recognised} of its {counted(candidate.columns, 'column')} ({candidate.share:.0%})"
