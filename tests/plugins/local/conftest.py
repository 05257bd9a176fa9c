"""Platforms on free ports, with time to start, whoever else starts one at the same moment."""

from collections.abc import Iterator

import pytest

from tests.waiting import PATIENCE


@pytest.fixture(scope="module", autouse=True)
def no_preferred_port() -> Iterator[None]:
    """Let every port be a free one, and every start take as long as it takes on a busy machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("components", "portal"):
            patch.setattr(f"plugins.local.platform.{name}.PREFERRED_PORT", 0)
        for name in ("lifecycle.HEALTHY", "portal.READY", "demonstration.READY"):
            patch.setattr(f"plugins.local.platform.{name}_WITHIN_SECONDS", PATIENCE)
        yield
