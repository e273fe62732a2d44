"""What posts of social networks look like. Each picture was looked at when it was made."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from learnlog.tui.app import LearnlogApp
from learnlog.workspace import Workspace
from tests.tui.pictures.test_pictures import after
from tests.tui.river.scenes import network_scene

PICTURES = {
    "a conversation": (("R", "j", "c"), (120, 34), "ThreadScreen", "Then it was never one."),
    "all a post carries": (("R", "j", "j", "space"), (120, 34), "RiverScreen", "whiteboard full"),
    "a boost and a warning, light and narrow": (("ctrl+t", "R"), (80, 24), "RiverScreen", "! long meeting"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_of(
    name: str, workspace: Workspace, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnlog.tui.screens.river_reading.DWELL", 600)
    space = Workspace(workspace.paths, clock=workspace.clock, sources=())
    network_scene(space)
    keys, size, screen, shows = PICTURES[name]
    press: Callable[[Pilot[int]], object] = after(*keys, screen=screen, shows=shows)

    assert snap_compare(LearnlogApp(space, watch=False), terminal_size=size, run_before=press)
