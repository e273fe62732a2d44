"""Opens the demo: a made-up journal in a home of its own, dated so that it was always written just now."""

from pathlib import Path

from learnlog.demo.folder import DemoFolder
from learnlog.demo.workspace import DemoWorkspace
from learnlog.model.moments import Clock, local_now
from learnlog.settings import Settings, find_paths
from learnlog.workspace import Workspace


def open_demo(home: Path | None = None, clock: Clock = local_now) -> Workspace:
    """Return the demo's workspace, made when it is not there yet, and anew when that was cut short.

    Raises:
        LearnlogError: something that is not the demo stands in its place.
    """
    folder = DemoFolder(home)
    paths = find_paths(str(folder.home))
    workspace = DemoWorkspace(paths, Settings(), clock)
    if folder.is_whole:
        return workspace
    folder.begin()
    try:
        _fill(workspace)
    except BaseException:
        workspace.close()
        raise
    folder.finish()
    return workspace


def _fill(workspace: Workspace) -> None:
    from learnlog.demo.builder import Builder
    from learnlog.demo.outside import Outside

    workspace.library.data_version()  # open from the start: no other learnlog clears the folder meanwhile
    now = workspace.clock()
    builder = Builder(workspace, now, Outside(workspace, now))
    builder.write_settings()
    builder.write_themes()
    builder.write_people()
    builder.write_posts()
    builder.outside.write_posts()
    builder.outside.write_strangers()
    workspace.library.indexing.finish()
    workspace.sync.scan()
    builder.read_entries()
    builder.write_kept()
    builder.write_entries()
    builder.write_programme()
    builder.outside.write_accounts()
    builder.outside.write_messages(builder.entries)
    workspace.sync.scan()
