"""Does one kind of deed over and over until it is killed, telling on standard output what was done.

Run as ``python -m tests.durability.deeds HOME KIND ROUND``. Each line told was acknowledged to the user: after it, its
words must be readable whatever happens.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from learnlog.journal.entries import NewEntry
from learnlog.model.fetching import FetchState
from learnlog.model.limits import Limit
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.settings import find_paths
from learnlog.workspace import Workspace

if TYPE_CHECKING:
    from learnlog.sharing.showing import Asked

KEY = "https://example.org/feed.xml"


def add(workspace: Workspace, mark: str) -> None:
    """Write a new entry."""
    workspace.journal.add(NewEntry(body=f"word {mark}", themes=["killing"]))


def edit(workspace: Workspace, mark: str) -> None:
    """Write the same entry anew."""
    entry = workspace.journal.list(limit=1)[0]
    entry = workspace.journal.get(entry.id)
    workspace.journal.save(replace(entry, body=f"{entry.body.rstrip()}\nword {mark}"))


def rename(workspace: Workspace, mark: str) -> None:
    """Give the theme another name."""
    workspace.themes.rename("killing", f"word {mark}")


def fetch(workspace: Workspace, mark: str) -> None:
    """Take in posts as a fetch does."""
    workspace.library.channels.ensure(Channel(kind="feed", key=KEY))
    posts = [
        NewPost(
            guid=f"{mark}-{n}",
            title=f"word {mark}",
            text=f"text {mark}",
            published=datetime(2026, 11, 1, tzinfo=UTC),
        )
        for n in range(20)
    ]
    workspace.library.channels.commit(KEY, posts, FetchState(etag=mark))
    workspace.library.indexing.finish()


def attach(workspace: Workspace, mark: str) -> None:
    """Attach a new file to the entry; of several, the first go off again, and into the trash."""
    source = workspace.paths.state.with_name(f"{mark}.txt")
    source.write_text(f"word {mark}")
    (entry,) = workspace.journal.list(limit=1)
    entry, _ = workspace.attaching.attach(entry.id, [source])
    source.unlink()
    if len(entry.attachments) > 2:
        workspace.attaching.detach(entry.id, ["1", "2"])


def goal(workspace: Workspace, mark: str) -> None:
    """Say how far the goal is, and why."""
    (one,) = workspace.goals.all()
    workspace.goals.look_again(one.entry.id, note=f"word {mark}")


def programme(workspace: Workspace, mark: str) -> None:
    """Begin the programme on another day."""
    workspace.programmes.begin("privacy-in-the-team", day_of(mark))


def quiet(workspace: Workspace, mark: str) -> None:
    """Say that nothing is to be asked for so many weeks."""
    workspace.preferences.be_quiet(weeks=number_of(mark) + 1)


def bundle(workspace: Workspace, mark: str) -> None:
    """Hand out everything that a coach may see."""
    made = workspace.showing.bundle(_asked())
    workspace.showing.hand_out(made, workspace.paths.state.with_name(f"{mark}.zip"))


def _asked() -> "Asked":
    from learnlog.sharing.showing import Asked

    return Asked()


def publish(workspace: Workspace, mark: str) -> None:
    """Give the public entry another title, and publish it under that."""
    entry = workspace.journal.list(limit=1)[0]
    workspace.journal.save(replace(workspace.journal.get(entry.id), title=mark))
    _publish(workspace)


def _publish(workspace: Workspace) -> None:
    site = workspace.paths.state.with_name("site")
    workspace.publishing.publish(site, title="", address="", now=workspace.clock())


def number_of(mark: str) -> int:
    """Return which deed of its round a mark is."""
    return int(mark.rpartition("x")[2])


def day_of(mark: str) -> date:
    """Return the day on which a programme begins by this mark."""
    return date(2026, 1, 5) + timedelta(weeks=number_of(mark) % 40)


def outline(workspace: Workspace, mark: str) -> None:
    """Follow three people in an OPML file; every third time take that back."""
    from learnlog.care.importing import import_opml

    rows = "".join(f'<outline text="{mark} {n}" xmlUrl="https://{mark}.example/{n}"/>' for n in range(3))
    path = workspace.paths.state.with_name(f"{mark}.opml")
    path.write_text(f'<opml version="2.0"><body><outline text="Circle">{rows}</outline></body></opml>')
    import_opml(workspace, path)
    path.unlink()
    if number_of(mark) % 3 == 2:
        workspace.changes.undo()


def whole(workspace: Workspace, mark: str) -> None:
    """Let an article stand in the place of what the feed gave, and every other time that again."""
    (post,) = workspace.river.page(PostFilter(), limit=1)
    if number_of(mark) % 2:
        workspace.library.full_texts.drop([post.id])
    else:
        workspace.library.full_texts.put(
            post.id, f"<p>article {mark}</p>", f"article {mark}", workspace.clock()
        )
    workspace.library.indexing.finish()


def tidy(workspace: Workspace, mark: str) -> None:
    """Take in old posts, star one, and let go all the others that are too many."""
    posts = [
        NewPost(
            guid=f"{mark}-{n}",
            title=f"{mark} {n}",
            text="old",
            published=datetime(2020, 1, 1 + n, tzinfo=UTC),
        )
        for n in range(9)
    ]
    workspace.library.channels.commit(KEY, posts, FetchState(etag=mark))
    found = {post.title: post.id for post in workspace.river.page(PostFilter(), limit=20)}
    workspace.river.star(found[f"{mark} 8"])
    workspace.river.mark_read(list(found.values()))
    workspace.tidying.tidy(Limit(posts=2))


def rule(workspace: Workspace, mark: str) -> None:
    """Apply a rule to all posts, and every other time take that back."""
    if number_of(mark) % 2:
        workspace.ruler.take_back()
    else:
        workspace.ruler.apply("all")


DEEDS: dict[str, Callable[[Workspace, str], None]] = {
    "add": add,
    "edit": edit,
    "rename": rename,
    "fetch": fetch,
    "goal": goal,
    "programme": programme,
    "quiet": quiet,
    "attach": attach,
    "bundle": bundle,
    "publish": publish,
    "outline": outline,
    "whole": whole,
    "tidy": tidy,
    "rule": rule,
}


WARM: dict[str, Callable[[Workspace], object]] = {
    "goal": lambda workspace: workspace.goals.all(),
    "programme": lambda workspace: workspace.programmes.usual_start("privacy-in-the-team"),
    "quiet": lambda workspace: workspace.preferences.asks,
    "bundle": lambda workspace: workspace.showing.bundle(_asked()),
    "publish": _publish,
    "outline": lambda workspace: (workspace.people.all(), workspace.library.actors),
    "whole": lambda workspace: workspace.river.page(PostFilter(), limit=1),
    "tidy": lambda workspace: workspace.tidying.look(Limit(posts=2)),
    "rule": lambda workspace: workspace.ruler.runs(),
}
"""What is imported and opened before the first of these deeds: only the writing is to be killed."""


def main() -> None:
    """Do the deed until killed."""
    home, kind, round_ = sys.argv[1:]
    workspace = Workspace(find_paths(home))
    if kind in WARM:
        WARM[kind](workspace)
    print("ready", flush=True)
    for number in range(10_000):
        mark = f"{kind}x{round_}x{number}"
        DEEDS[kind](workspace, mark)
        print(mark, flush=True)


if __name__ == "__main__":
    main()
