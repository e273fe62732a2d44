"""People whom posts and lists name, as the library keeps them."""

from dataclasses import replace
from datetime import UTC, datetime

from learnlog.library import Library
from learnlog.model.finding import Description, Profile, ProfileLink

NOW = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
SITE = ProfileLink(address="https://ada.example/", evidence="rel=me", both_ways=True)
ADA = Profile(
    key="did:plc:ada", kind="bluesky", handle="ada.test", name="Ada", bio="Data contracts", links=(SITE,)
)


def test_what_a_later_profile_leaves_out_stays_and_what_it_says_replaces(library: Library) -> None:
    library.actors.put([ADA], NOW)
    library.actors.put([Profile(key=ADA.key, kind="bluesky", name="Ada B.", is_bot=True)], NOW)

    found = library.actors.get(ADA.key)

    assert found == replace(ADA, name="Ada B.", is_bot=True, seen=NOW)


def test_what_others_call_somebody_is_kept_once_for_each_list_and_harmless(library: Library) -> None:
    library.actors.put([ADA], NOW)
    pack = Description(source="at://pack", kind="pack", text="Data \x1b[31mpeople", owner="did:plc:emil")

    library.actors.describe([ADA.key, "did:plc:nobody"], pack, NOW)
    library.actors.describe([ADA.key], pack, NOW)

    said = library.actors.descriptions([ADA.key, "did:plc:nobody"])
    assert {key: [one.text for one in every] for key, every in said.items()} == {ADA.key: ["Data people"]}
