"""The words of planning performance: the columns behind its figures are those of the district planning return."""

from dataclasses import replace

from transforms.domain.statutory_return import Reason
from transforms.returns.planning_matters import words

REASONS = (
    Reason("not-assessed", "Fewer than ten major decisions in the year: not assessed by the department"),
    Reason("no-data", "No quarter of the year has figures"),
)
WORDS = replace(words.WORDS, facts={"has_four_quarters": "all four quarters have figures"}, facts_explained={})
