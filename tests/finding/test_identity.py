"""One person on several channels: what proves it, what only suggests it, and what I decide."""

from learnlog.model.finding import Profile, ProfileLink, ReasonKind
from learnlog.model.person import Channel
from learnlog.workspace import Workspace
from tests.finding.world import ANA, BEN, CAT, FEMKE, IDRIS, World, names, reason, the

ON = "data contracts"
SITE = "https://cat.example/"
FEED = "https://cat.example/feed.xml"


def links(*addresses: str, both: bool = False) -> tuple[ProfileLink, ...]:
    return tuple(ProfileLink(address=one, evidence="rel=me", both_ways=both) for one in addresses)


def profile(world: World, key: str, kind: str, **more: object) -> None:
    world.space.library.actors.put([Profile(key=key, kind=kind, **more)], world.now)  # type: ignore[arg-type]


def test_two_profiles_that_link_to_each_other_are_one_card(world: World) -> None:
    world.on(ON, FEMKE, 3)
    world.on(ON, IDRIS, 2, days=5)
    profile(
        world,
        FEMKE.key,
        "bluesky",
        name="Femke",
        handle="femke.bsky.social",
        links=links("https://zaal.example/@idris"),
    )
    profile(
        world,
        IDRIS.key,
        "mastodon",
        handle=IDRIS.handle,
        links=links("https://bsky.app/profile/femke.bsky.social"),
    )
    (one,) = world.find().new
    assert [channel.key for channel in one.candidate.channels] == [FEMKE.key, IDRIS.key]
    assert one.identity == "femke.bsky.social and @idris@zaal.example link to each other"
    assert reason(one, ReasonKind.POSTS).count == 3  # the same words on both networks are one post
    person = world.space.finder.follow(one.candidate)
    assert [channel.key for channel in person.channels] == [FEMKE.key, IDRIS.key]


def test_a_domain_handle_and_the_feed_of_that_site_are_one_person(world: World) -> None:
    world.on(ON, CAT, 3)
    html = f'<p>data contracts <a href="{SITE}x">there</a></p>'
    world.commit(ANA, [world.linking(ANA, html)])
    profile(world, FEED, "feed", name="Cat’s site", url=SITE)
    profile(world, CAT.key, "bluesky", name="Cat", handle="cat.example")
    (one,) = world.find().new
    assert {channel.key for channel in one.candidate.channels} == {CAT.key, FEED}
    assert one.identity == "the handle cat.example is the domain of that site: cat.example"
    assert reason(one, ReasonKind.LINKED).words == "linked by Ana Vos"


def test_what_one_side_says_alone_is_only_proposed_until_i_join(world: World) -> None:
    world.on(ON, FEMKE, 3)
    profile(world, IDRIS.key, "mastodon", name="Idris", handle=IDRIS.handle)
    profile(
        world,
        FEMKE.key,
        "bluesky",
        name="Femke",
        handle=FEMKE.handle,
        links=links("https://zaal.example/@idris"),
    )
    (one,) = world.find().new
    assert [channel.key for channel in one.candidate.channels] == [FEMKE.key]
    (proposed,) = one.candidate.proposed
    assert (proposed.channel.key, proposed.proven) == (IDRIS.key, False)
    assert "whether that links back is not known" in proposed.evidence
    world.space.finder.join(one.candidate, IDRIS.key)
    (one,) = world.find().new
    assert [channel.key for channel in one.candidate.channels] == [FEMKE.key, IDRIS.key]
    assert one.identity == "joined by me"
    page = world.space.vault.read("same-person.md")
    assert page
    assert f"- one: {FEMKE.key} {IDRIS.key} — Femke" in page.text
    world.space.changes.undo()
    assert [channel.key for channel in world.find().new[0].candidate.channels] == [FEMKE.key]


def test_what_i_part_stays_two_whatever_is_proven(world: World) -> None:
    world.on(ON, FEMKE, 3)
    profile(world, IDRIS.key, "mastodon", name="Idris", handle=IDRIS.handle)
    profile(world, FEMKE.key, "bluesky", name="Femke", links=links("https://zaal.example/@idris", both=True))
    (one,) = world.find().new
    assert len(one.candidate.channels) == 2
    world.space.finder.split(one.candidate, IDRIS.key)
    (one,) = world.find().new
    assert [channel.key for channel in one.candidate.channels] == [FEMKE.key]
    assert one.candidate.proposed == ()
    world.space.finder.join(one.candidate, IDRIS.key)  # a second thought
    assert len(world.find().new[0].candidate.channels) == 2
    world.space.changes.undo()
    assert len(world.find().new[0].candidate.channels) == 1


def test_a_claim_to_be_somebody_i_follow_captures_nothing(world: World) -> None:
    world.on(ON, FEMKE, 3)
    profile(world, FEMKE.key, "bluesky", name="Femke", links=links(ANA.key, "https://polder.example/@ben"))
    found = world.find()
    assert names(found.new) == ["Femke"]
    assert found.new[0].candidate.proposed == ()
    assert names(found.mine) == []


def test_two_people_i_follow_are_never_made_one(world: World) -> None:
    world.on(ON, ANA, 3)
    world.writes(BEN, "data contracts, says Ben")
    profile(world, ANA.key, "bluesky", handle=ANA.handle, links=links(BEN.key, both=True))
    assert names(world.find().mine) == ["Ana Vos", "Ben de Wit"]


def test_an_unfollowed_channel_that_is_proven_to_be_anas_counts_for_ana(world: World) -> None:
    world.on(ON, CAT, 3)
    profile(
        world,
        CAT.key,
        "bluesky",
        name="Ana elsewhere",
        handle=CAT.handle,
        links=links("https://bsky.app/profile/ana.bsky.social"),
    )
    profile(world, ANA.key, "bluesky", handle=ANA.handle, links=links("https://bsky.app/profile/cat.example"))
    found = world.find()
    assert (names(found.mine), names(found.new)) == (["Ana Vos"], [])
    assert reason(found.mine[0], ReasonKind.POSTS).count == 3


def test_a_site_that_many_share_is_nobodys(world: World) -> None:
    for number in range(12):
        one = type(ANA)(key=f"did:plc:p{number}", handle=f"p{number}.example", name=f"Person {number}")
        world.follow(one)
        world.commit(
            one, [world.linking(one, '<p>data contracts <a href="https://conf.example/x">talk</a></p>')]
        )
    assert names(world.find().new) == []


def test_a_site_that_two_of_mine_link_to_is_proposed_and_says_how_to_follow_it(world: World) -> None:
    for who in (ANA, BEN):
        world.commit(
            who, [world.linking(who, '<p>data contracts <a href="https://zoe.example/x">so</a></p>')]
        )
    (one,) = world.find().new
    assert (one.candidate.name, one.candidate.channels[0].kind) == ("zoe.example", "web")
    assert reason(one, ReasonKind.LINKED).words == "linked by Ana Vos and Ben de Wit"
    profile(world, "https://zoe.example/feed", "feed", name="Zoë", url="https://zoe.example/")
    again = the(world.find().new, "Zoë")
    assert [channel.key for channel in again.candidate.channels] == ["https://zoe.example/feed"]


def test_the_own_site_of_somebody_i_follow_is_theirs(world: World, workspace: Workspace) -> None:
    workspace.people.add(
        "Zoë", [Channel(kind="feed", key="https://zoe.example/feed", address="https://zoe.example/")]
    )
    for who in (ANA, BEN):
        world.commit(
            who, [world.linking(who, '<p>data contracts <a href="https://www.zoe.example/x">so</a></p>')]
        )
    found = world.find()
    assert (sorted(names(found.mine)), names(found.new)) == (["Ana Vos", "Ben de Wit", "Zoë"], [])
    assert reason(the(found.mine, "Zoë"), ReasonKind.LINKED).words == "linked by Ana Vos and Ben de Wit"


def test_no_feed_and_no_server_can_claim_to_be_somebody_else(world: World) -> None:
    """A feed may call any site its own, and a server may give its people any handle and any page."""
    world.on(ON, CAT, 3)
    profile(
        world,
        CAT.key,
        "bluesky",
        name="Cat",
        handle="cat.example",
        links=links("https://cat.example/", both=True),
    )
    profile(world, "https://evil.example/feed", "feed", name="Evil", url=SITE)
    profile(world, "https://evil.example/users/x", "mastodon", name="Evil", handle=IDRIS.handle, url=SITE)
    profile(world, FEMKE.key, "bluesky", name="Femke", links=links("https://zaal.example/@idris", both=True))
    world.on(ON, FEMKE, 4)
    for one in world.find().new:
        assert not any("evil" in channel.key for channel in one.candidate.channels)
        assert one.candidate.proposed == ()


def test_a_followed_feed_that_calls_another_site_its_own_gets_nothing_of_it(
    world: World, workspace: Workspace
) -> None:
    workspace.people.add(
        "Zoë", [Channel(kind="feed", key="https://zoe.example/feed", address="https://famous.example/")]
    )
    for who in (ANA, BEN):
        world.commit(
            who, [world.linking(who, '<p>data contracts <a href="https://famous.example/x">so</a></p>')]
        )
    assert "Zoë" not in names(world.find().mine)
    assert names(world.find().new) == ["famous.example"]


def test_who_is_not_for_me_does_not_come_back_on_another_channel(world: World) -> None:
    world.on(ON, IDRIS, 3)
    world.space.finder.dismiss(world.find().new[0].candidate)
    world.on(ON, FEMKE, 3)
    assert names(world.find().new) == ["Femke Jansen"]
    profile(world, IDRIS.key, "mastodon", handle=IDRIS.handle)
    profile(world, FEMKE.key, "bluesky", links=links("https://zaal.example/@idris", both=True))
    assert names(world.find().new) == []


def test_my_own_other_channel_is_me_when_it_is_proven(world: World) -> None:
    from learnlog.accounts.book import Book
    from learnlog.model.account import Account

    mine = Account(network="mastodon", key=IDRIS.key, handle=IDRIS.handle, server="https://zaal.example")
    Book(world.space.vault).put(mine)
    world.on(ON, FEMKE, 3)
    profile(world, IDRIS.key, "mastodon", handle=IDRIS.handle)
    assert names(world.find().new) == ["Femke Jansen"]
    profile(world, FEMKE.key, "bluesky", links=links("https://zaal.example/@idris", both=True))
    assert names(world.find().new) == []
