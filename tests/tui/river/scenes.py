"""A network as a page of it looks: a boost, a conversation, and a post behind a warning that quotes another."""

from datetime import timedelta

from learnlog.model.social import Choice, LinkCard, Media, Poll, Quoted
from learnlog.workspace import Workspace
from tests.tui.river.social import ANA, BEN, EVE, ago, arrive, boosted, follow, said, uri


def network_scene(space: Workspace) -> None:
    """Let Ana and Ben, who are followed, talk with Eve, who is not."""
    space.themes.add("data contracts")
    follow(space, ANA, BEN)
    top = uri(ANA, "1")
    ana = said(ANA, "1", "Who keeps a contract once its author has moved on?", ago(space, hours=7))
    ben = said(
        BEN,
        "2",
        "Whoever answers the phone when it breaks. Name them in the file.",
        ago(space, hours=3),
        parent=top,
        root=top,
        answers=ANA,
    )
    more = said(
        ANA, "3", "And when nobody does?", ago(space, hours=2.5), parent=uri(BEN, "2"), root=top, answers=BEN
    )
    last = said(
        BEN, "4", "Then it was never one.", ago(space, hours=2), parent=uri(ANA, "3"), root=top, answers=ANA
    )
    aside = said(
        BEN, "5", "We rotate the keeper monthly.", ago(space, hours=6), parent=top, root=top, answers=ANA
    )
    eve = said(EVE, "9", "A registry nobody reads is a diary.", ago(space, hours=5))
    warned = said(
        BEN,
        "6",
        "The whiteboard after three hours of naming columns.",
        ago(space, hours=2.2),
        warning="long meeting",
        media=(Media(alt="A whiteboard full of arrows; in one corner somebody drew a sinking boat"),),
        quote=Quoted(
            guid=top,
            url="https://bsky.example/ana/1",
            author=ANA,
            text="Who keeps a contract once its author has moved on?",
            published=ago(space, hours=7),
        ),
        poll=Poll(
            choices=(Choice(words="a person", votes=9), Choice(words="a team", votes=3)),
            closes=space.clock() + timedelta(hours=20),
        ),
        card=LinkCard(url="https://blog.example/keepers", title="Keepers, not owners"),
    )
    arrive(space, BEN, ben, last, aside, warned)
    arrive(space, ANA, ana, more, boosted(eve, ANA, ago(space, hours=1)))
