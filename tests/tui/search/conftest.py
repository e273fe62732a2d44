"""The River's small world serves here as well."""

from tests.tui.river.conftest import river

__all__ = ["river"]
