"""People whom posts and lists name, as the library keeps them."""

from datetime import UTC, datetime

from learnlog.library import Library
from learnlog.model.actor import ActorLink, ActorProfile, Description

NOW = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
ADA = ActorProfile(key="did:plc:ada", kind="bluesky", handle="ada.test", name="Ada", bio="Data contracts")


def test_what_a_later_profile_leaves_out_stays_and_what_it_says_replaces(library: Library) -> None:
    library.actors.see([ADA], NOW)
    library.actors.see([ActorProfile(key=ADA.key, kind="bluesky", name="Ada B.", is_bot=True)], NOW)

    found = library.actors.get(ADA.key)

    assert found is not None
    assert (found.handle, found.name, found.bio, found.is_bot) == (
        "ada.test",
        "Ada B.",
        "Data contracts",
        True,
    )


def test_a_proven_link_outlives_a_profile_that_only_names_it(library: Library) -> None:
    proven = ActorLink(
        address="https://ada.example/", key="https://ada.example/feed", kind="feed", proven=True
    )
    library.actors.see([ActorProfile(key=ADA.key, kind="bluesky", links=(proven,))], NOW)
    named = (ActorLink(address="https://ada.example/"), ActorLink(address="javascript:alert(1)"))

    library.actors.see([ActorProfile(key=ADA.key, kind="bluesky", links=named)], NOW)

    found = library.actors.get(ADA.key)
    assert found is not None
    assert found.links == (proven,)


def test_what_others_call_somebody_is_kept_once_for_each_list_and_harmless(library: Library) -> None:
    library.actors.see([ADA], NOW)
    pack = Description(
        key=ADA.key, source="at://pack", kind="pack", text="Data \x1b[31mpeople", owner="did:plc:emil"
    )
    nobody = Description(key="did:plc:nobody", source="at://pack", kind="pack", text="Data people")

    library.actors.describe([pack, pack, nobody], NOW)

    assert [one.text for one in library.actors.descriptions(ADA.key)] == ["Data people"]
    assert library.actors.descriptions("did:plc:nobody") == []
