"""A newcomer's desk: two themes, and two people of an imported list who pass on what others say."""

from datetime import timedelta

import pytest

from learnlog.model.finding import Profile, ProfileLink
from learnlog.model.post import NewPost
from learnlog.model.social import Actor
from learnlog.tui.remembered import Remembered
from learnlog.workspace import Workspace
from tests.tui.river.social import ANA, BEN, ago, arrive, boosted, follow, said

FEMKE = Actor(key="did:plc:femke", handle="femke.example", name="Femke Jansen")
IDRIS = Actor(key="did:plc:idris", handle="idris.bsky.social", name="Idris Bello")
MARTA = Actor(key="did:plc:marta", handle="marta.bsky.social", name="Marta Silva")
SITE = "https://femke.example/"
TALK = {
    FEMKE: (
        "Contract tests without a registry",
        "Who owns the null in a contract?",
        "Breaking a contract, kindly",
    ),
    IDRIS: (
        "A contract that nobody signed",
        "The schema is the smallest contract",
        "Renaming a column, with a schema",
    ),
    MARTA: (
        "My first data contract, and my second",
        "A schema for the night",
        "Contract first, meeting later",
    ),
}


def passed_on(space: Workspace, by: Actor, posts: list[NewPost], first: int = 1) -> None:
    """Let `by` pass posts of others on, an hour after each other, the newest `first` hours ago."""
    arrive(space, by, *(boosted(post, by, ago(space, hours=first + n)) for n, post in enumerate(posts)))


@pytest.fixture
def newcomer(workspace: Workspace) -> Workspace:
    """Two themes; Ana and Ben are followed, and boost three people who write on data contracts."""
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")
    workspace.themes.add("data contracts", keywords=["contract", "schema"])
    workspace.themes.add("facilitation")
    follow(workspace, ANA, BEN)
    written = {
        actor: [
            said(
                actor,
                f"p{number}",
                f"{words}. More of it in number {number} of mine.",
                ago(workspace, days=3 + 9 * number),
            )
            for number, words in enumerate(titles)
        ]
        for actor, titles in TALK.items()
    }
    every = [post for posts in written.values() for post in posts]
    arrive(workspace, ANA, said(ANA, "own", "A contract is a promise.", ago(workspace, hours=2)))
    passed_on(workspace, ANA, every)
    passed_on(workspace, BEN, [posts[0] for posts in written.values()])
    profiles = [
        Profile(
            key=FEMKE.key,
            kind="bluesky",
            handle=FEMKE.handle,
            name=FEMKE.name,
            bio="Keeps promises between teams. Data engineer in Utrecht.",
            links=(ProfileLink(address=SITE),),
        ),
        Profile(key=f"{SITE}feed.xml", kind="feed", url=SITE, name="Femke’s notes"),
    ]
    workspace.library.actors.put(profiles, workspace.clock() - timedelta(days=1))
    return workspace
