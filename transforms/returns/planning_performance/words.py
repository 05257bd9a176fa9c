"""The words of planning performance: the columns behind its figures are those of the district planning return."""

from dataclasses import replace

from transforms.domain.reasons import Reason
from transforms.returns.planning_matters import words

REASONS = (
    Reason(
        "not-assessed",
        "Fewer than 10 major decisions in the year: the department does not assess the authority",
        fix="Nothing: the department assesses authorities with ten or more major decisions.",
    ),
    Reason(
        "no-data",
        "No quarter of the year has figures",
        fix="Publish planning applications: a quarter has figures once its district planning return is assembled.",
    ),
)
WORDS = replace(words.WORDS, facts={"has_four_quarters": "all four quarters have figures"}, facts_explained={})
