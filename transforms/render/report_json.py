"""The report of a check as JSON: one object, its keys in the order of the specification, one issue to a line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol

import pyarrow as pa

from transforms.render.entries import CHUNK, issue_objects


class RuleOutcome(Protocol):
    """What became of one rule: passed, failed or not applicable with a reason."""

    @property
    def rule(self) -> str: ...  # noqa: D102
    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str | None: ...  # noqa: D102
    @property
    def tested(self) -> int: ...  # noqa: D102
    @property
    def failed(self) -> int: ...  # noqa: D102


class CheckedFile(Protocol):
    """What checking one published file found, as the renderers need it."""

    @property
    def standard(self) -> str: ...  # noqa: D102
    @property
    def edition(self) -> str: ...  # noqa: D102
