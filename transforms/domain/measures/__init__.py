"""Measures: the vocabulary in which a return says how each of its cells is computed, one module for each sort.

What a measure needs (its evaluation, the records behind it, its words, its formula) stands in its class and nowhere
else. A new one is a class in one of these modules.
"""

from transforms.domain.measures.base import RECORDS, Measure, Selection
from transforms.domain.measures.combined import ByFactMeasure, BySwitchMeasure, Difference, SumOf
from transforms.domain.measures.counts import Count, CountOfValues
from transforms.domain.measures.derived import Derived
from transforms.domain.measures.not_collected import NotCollected
from transforms.domain.measures.over_periods import BelowThreshold, SumOverPeriods
from transforms.domain.measures.share import Share
from transforms.domain.measures.totals import FlooredTotal, Total
from transforms.domain.measures.values import Maximum, Minimum, ValueOf

__all__ = [
    "RECORDS",
    "BelowThreshold",
    "ByFactMeasure",
    "BySwitchMeasure",
    "Count",
    "CountOfValues",
    "Derived",
    "Difference",
    "FlooredTotal",
    "Maximum",
    "Measure",
    "Minimum",
    "NotCollected",
    "Selection",
    "Share",
    "SumOf",
    "SumOverPeriods",
    "Total",
    "ValueOf",
]
