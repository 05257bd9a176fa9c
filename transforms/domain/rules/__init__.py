"""Declared rules: what a standard asks of several fields of a record, or of a whole file, one module for each kind.

A rule is data; all that belongs to its kind stands in its class and nowhere else: the sentence, what is tested of each
record, the issue that a record is that breaks it, and an example that meets it. A new kind is a module here.
"""

from transforms.domain.rules.adds_up import AddsUp
from transforms.domain.rules.agrees import Agrees
from transforms.domain.rules.at_most import AtMost
from transforms.domain.rules.base import DeclaredRule, FieldValues, RecordTest
from transforms.domain.rules.covers import Covers
from transforms.domain.rules.divides import Divides
from transforms.domain.rules.in_order import InOrder, OnOrBefore
from transforms.domain.rules.listed_unless import ListedUnless
from transforms.domain.rules.only_when import OnlyWhen
from transforms.domain.rules.published_when import PublishedWhen
from transforms.domain.rules.refers_to import RefersTo
from transforms.domain.rules.small_number import SmallNumber
from transforms.domain.rules.together import Together

__all__ = [
    "AddsUp",
    "Agrees",
    "AtMost",
    "Covers",
    "DeclaredRule",
    "Divides",
    "FieldValues",
    "InOrder",
    "ListedUnless",
    "OnOrBefore",
    "OnlyWhen",
    "PublishedWhen",
    "RecordTest",
    "RefersTo",
    "SmallNumber",
    "Together",
]
