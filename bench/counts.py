"""What counting unread posts costs, in a home of any size where all are unread and half stand under a theme."""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from homes import make_home
from learnlog.model.query import PostFilter
from learnlog.workspace import Workspace, open_workspace

RUNS = 25


def main() -> None:
    """Make the home, or take the one that is there, and print what each count takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", nargs="?", type=Path, help="a home that is there; its people get themes")
    parser.add_argument("--posts", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.home:
            workspace = open_workspace(str(asked.home))
        else:
            workspace = make_home(Path(folder) / "home", entries=1000, posts=asked.posts)
        measure(workspace)
        workspace.close()


def measure(workspace: Workspace) -> None:
    """Print the figures."""
    people, posts = workspace.people.all(), workspace.library.posts
    theme = workspace.themes.all()[0].slug
    for person in people[::2]:
        if theme not in person.themes:
            workspace.people.save(replace(person, themes=(*person.themes, theme)))
    print(f"{posts.unread_total():,} unread, {posts.unread_by_theme().get(theme, 0):,} of them under {theme}")
    a_post = posts.page(PostFilter(), limit=1)[0]
    counts: dict[str, Callable[[], object]] = {
        "all": posts.unread_total,
        "all, without boosts": lambda: posts.unread_total(boosts=False),
        "by theme": posts.unread_by_theme,
        "by theme, without boosts": lambda: posts.unread_by_theme(boosts=False),
        "by circle": posts.unread_by_circle,
        "by person": posts.unread_by_person,
        "marking one post read and unread": lambda: (
            posts.mark_read([a_post.id], True, workspace.clock()),
            posts.mark_read([a_post.id], False, workspace.clock()),
        ),
    }
    for name, count in counts.items():
        print(f"  {name:34}{took(count):7.2f} ms")


def took(count: Callable[[], object]) -> float:
    """Return the middle of the milliseconds of CPU that a count takes."""
    times = []
    for _ in range(RUNS):
        begun = time.process_time()
        count()
        times.append(time.process_time() - begun)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main()
