"""Lists, starter packs and OPML folders: whom they name is found, and why."""

from pathlib import Path

from learnlog.care.importing import import_opml
from learnlog.model.finding import Description, Profile, ReasonKind
from learnlog.reading.following.importing import ImportingFollows
from learnlog.reading.sources.base import Client
from learnlog.reading.sources.follows import Followed
from tests.finding.world import ANA, BEN, FEMKE, World, names, reason, the

OPML = """<opml version="2.0"><body><outline text="Data contracts">
<outline type="rss" text="Zoë" xmlUrl="https://zoe.example/feed" htmlUrl="https://zoe.example/"/>
</outline></body></opml>"""


class Pack:
    """A source with one starter pack."""

    kind = "bluesky"

    def lists(self, address: str) -> bool:
        return True

    async def follows(self, address: str, http: Client) -> list[Followed]:
        title = "Data contracts people: all of them"
        return [
            Followed(address=FEMKE.key, key=FEMKE.key, handle=FEMKE.handle, name=FEMKE.name, listed=title)
        ]


def test_who_is_in_a_starter_pack_i_only_looked_at_is_found_with_it(world: World) -> None:
    space = world.space
    following = space.following
    following.listed = lambda source, address: __import__("asyncio").run(source.follows(address, None))  # type: ignore
    importing = ImportingFollows(space.library, following, [Pack()], space.changes, space.clock)  # type: ignore[list-item]
    importing.listed("https://bsky.app/starter-pack/ana.example/3k")
    world.on("data contracts", FEMKE, 3)
    femke = the(world.find().new, "Femke Jansen")
    assert reason(femke, ReasonKind.LISTED).words == "in the starter pack “Data contracts people”"
    assert reason(femke, ReasonKind.LISTED).address == "https://bsky.app/starter-pack/ana.example/3k"


def test_an_opml_folder_says_what_somebody_is_good_for(world: World, tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(OPML, encoding="utf-8")
    import_opml(world.space, path)
    zoe = the(world.find().mine, "Zoë")
    assert [one.words for one in zoe.reasons] == ["in the OPML folder “Data contracts”"]


def test_packs_of_two_people_i_follow_vouch_for_whoever_is_in_both(world: World) -> None:
    actors, now = world.space.library.actors, world.now
    actors.put([Profile(key=FEMKE.key, kind="bluesky", name="Femke Jansen")], now)
    for number, owner in enumerate((ANA.key, "did:plc:nobody", BEN.key)):
        assert names(world.find().new) == []
        told = Description(
            source=f"https://l.example/{number}", kind="list", text="data contracts", owner=owner
        )
        actors.describe([FEMKE.key], told, now)
    (femke,) = world.find().new
    assert [one.words for one in femke.reasons] == ["in the list “data contracts”"] * 3
