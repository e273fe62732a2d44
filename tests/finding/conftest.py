import pytest

from learnlog.workspace import Workspace
from tests.finding.world import ANA, BEN, World


@pytest.fixture
def world(workspace: Workspace) -> World:
    """I follow Ana and Ben, and work on data contracts."""
    world = World(workspace)
    workspace.themes.add("data contracts", keywords=["schema registry"])
    world.follow(ANA, BEN)
    return world
