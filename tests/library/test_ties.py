"""Who is named in posts: written when they arrive, true after edits, deletions, moves and a rebuild."""

from dataclasses import replace
from datetime import timedelta

from learnlog.library import Library
from learnlog.library.schema import ANSWERED, LINKED, MENTIONED, QUOTED, WROTE
from learnlog.model.finding import Description, Profile, ProfileLink
from learnlog.model.social import Quoted
from tests.library.conftest import FEED, NOW, post, publish
from tests.library.social import ANA, BEN, NEW, actor, boost, commit, said

CAT = "did:plc:cat"
NAMES = {WROTE: "wrote", QUOTED: "quoted", MENTIONED: "mentioned", ANSWERED: "answered", LINKED: "linked"}
_TIES = """
    SELECT p.guid, t.relation, a.key FROM tie t JOIN post p ON p.row = t.row JOIN actor a ON a.id = t.actor_id
    ORDER BY p.guid, t.relation, a.key
"""


def ties(library: Library) -> list[tuple[str, str]]:
    """What the stored posts have to do with whom, in words."""
    return [(NAMES[row[1]], row[2]) for row in library._connections.db.rows(_TIES)]


def linking(*addresses: str) -> str:
    return " ".join(f'<a href="{address}">there</a>' for address in addresses)


def test_a_boost_names_who_wrote_it_and_nobody_whom_the_author_named(library: Library) -> None:
    passed = boost("one")
    assert passed.social
    passed = replace(
        passed, html=linking("https://ben.example/"), social=replace(passed.social, mentions=(actor(CAT),))
    )
    commit(library, passed)
    assert ties(library) == [("wrote", BEN)]


def test_who_is_quoted_mentioned_and_answered_is_named_once_each(library: Library) -> None:
    quote = Quoted(guid="at://x", author=actor(BEN), text="so")
    mentions = (actor(CAT), actor(NEW), actor(ANA))
    commit(library, said("one", quote=quote, answers=actor(NEW), parent="at://p", mentions=mentions))
    assert ties(library) == [("quoted", BEN), ("mentioned", CAT), ("answered", NEW)]


def test_talking_to_oneself_is_no_tie(library: Library) -> None:
    commit(library, said("one", answers=actor(ANA), parent="at://p", mentions=(actor(ANA),)))
    assert ties(library) == []


def test_a_post_names_the_personal_sites_it_links_to(library: Library) -> None:
    html = linking(
        "https://ben.example/a", "https://ben.example/b", "https://github.com/x", "https://ana.example/own"
    )
    publish(library, post("one", html=html))
    assert ties(library) == [("linked", "https://ben.example/")]


def test_the_servers_of_those_it_mentions_are_no_sites(library: Library) -> None:
    html = linking("https://host.example/some/page", "https://site.example/")
    commit(library, replace(said("one", mentions=(actor(BEN),)), html=html))
    assert ties(library) == [("mentioned", BEN), ("linked", "https://site.example/")]


def test_an_edit_changes_whom_a_post_names(library: Library) -> None:
    publish(library, post("one", html=linking("https://ben.example/")))
    publish(library, post("one", "other words", html=linking("https://cat.example/")))
    assert ties(library) == [("linked", "https://cat.example/")]


def test_a_post_that_is_taken_back_names_nobody_until_it_is_back(library: Library) -> None:
    one = said("one", mentions=(actor(CAT),))
    commit(library, one)
    commit(library, gone=[one.guid])
    assert ties(library) == []
    commit(library, one)
    assert ties(library) == [("mentioned", CAT)]


def test_a_rebuild_finds_the_same_ties_again(library: Library) -> None:
    lost = said("lost", mentions=(actor(CAT),))
    commit(library, boost("one"), said("two", answers=actor(NEW), parent="at://p"), lost)
    commit(library, gone=[lost.guid])
    publish(library, *(post(f"p{n}", html=linking(f"https://s{n % 7}.example/")) for n in range(50)))
    library.channels.rename(ANA, CAT)
    commit(library, said("three", by=CAT, mentions=(actor(ANA),)), to=CAT)  # by its former key: oneself
    before = ties(library)
    library._connections.db.run("DELETE FROM tie")
    library.drop_index()
    assert ties(library) == before
    assert len(before) == 52


def test_somebody_is_called_what_they_were_called_last(library: Library) -> None:
    commit(library, said("old", mentions=(replace(actor(CAT), handle="cat.old"),)))
    commit(library, said("new", mentions=(replace(actor(CAT), handle="cat.new", name=""),)))
    found = library.actors.get(CAT)
    assert found
    assert (found.handle, found.name, found.kind) == ("cat.new", "Cat", "bluesky")


def test_hostile_keys_and_names_do_nothing(library: Library) -> None:
    evil = (
        replace(actor(CAT), name="Cat\x1b[2J\u202egnp", handle="cat\nfake"),
        replace(actor(CAT), key="javascript:alert(1)"),
        replace(actor(CAT), key=""),
    )
    commit(library, said("one", mentions=evil))
    assert ties(library) == [("mentioned", CAT)]
    found = library.actors.get(CAT)
    assert found
    assert (found.name, found.handle) == ("Catgnp", "cat fake")


def test_a_profile_keeps_what_a_later_one_leaves_out(library: Library) -> None:
    link = ProfileLink(address="https://cat.example/", evidence="rel=me", both_ways=True)
    whole = Profile(
        key=CAT, kind="bluesky", name="Cat", bio="Data \x1b[31mcontracts", is_bot=True, links=(link,)
    )
    library.actors.put([whole], NOW)
    library.actors.put([Profile(key=CAT, kind="bluesky", handle="cat.example")], NOW + timedelta(days=1))
    found = library.actors.get(CAT)
    assert found
    assert (found.name, found.handle, found.bio) == ("Cat", "cat.example", "Data contracts")
    assert (found.is_bot, found.links) == (True, (link,))


def test_what_others_call_somebody_is_kept_once_for_each_list(library: Library) -> None:
    library.actors.put([Profile(key=CAT, kind="bluesky"), Profile(key=NEW, kind="bluesky")], NOW)
    pack = Description(source="at://pack", kind="pack", text="Data\u202e people", owner=ANA)
    library.actors.describe([CAT, NEW, CAT, "did:plc:unknown"], pack, NOW)
    library.actors.describe([CAT], replace(pack, text="Data folk"), NOW)
    library.actors.describe([CAT], replace(pack, source="empty", text=" "), NOW)
    told = library.actors.descriptions([CAT, NEW])
    assert [one.text for one in told[CAT]] == ["Data folk"]
    assert [one.text for one in told[NEW]] == ["Data people"]


def test_a_post_in_two_channels_leaves_no_tie_behind_when_they_become_one(library: Library) -> None:
    one = post("one", html=linking("https://ben.example/"))
    publish(library, one)
    publish(library, one, feed="https://ana.example/other")
    library.channels.rename(FEED, "https://ana.example/other")
    assert ties(library) == [("linked", "https://ben.example/")]
    assert library.check() == []
