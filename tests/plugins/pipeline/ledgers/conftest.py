"""The collections of the steps' tests, to be looked at afterwards."""

from tests.plugins.pipeline.steps.conftest import collecting, deployment_settings, register

__all__ = ["collecting", "deployment_settings", "register"]
