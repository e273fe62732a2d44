"""What a channel's state keeps of an account: where it lives, what it is called, where it went."""

from dataclasses import replace
from urllib.parse import urlsplit

from learnlog.model.fetching import FetchState
from learnlog.reading.sources.mastodon.addresses import Place, base_of, host_of
from learnlog.reading.sources.mastodon.profile import Profile


def told(heard_: FetchState, before: FetchState, profile: Profile, place: Place) -> FetchState:
    """Return the state with what the profile says: its name, where it moved, what its server thinks of it."""
    moved = profile.moved
    note = f"{place.handle} has moved to {moved.handle}." if moved else profile.note
    return replace(
        heard_,
        last_modified=before.last_modified,
        redirect_to="",
        redirects=0,
        title=profile.actor.name,
        site=profile.actor.url,
        handle=place.handle,
        server=place.base,
        moved_to=moved.key if moved else "",
        note=note,
    )


def place_of(key: str, state: FetchState) -> Place:
    """Return where the account of a channel lives, from what its state and key say."""
    base = state.server or base_of(key)
    name, _, host = state.handle.lstrip("@").partition("@")
    name = name or urlsplit(key).path.rstrip("/").rpartition("/")[2].lstrip("@")
    return Place(base=base, name=name, host=host or host_of(base), actor=key)


def domain_of(state: FetchState, base: str) -> str:
    """Return what local handles end with at the server `base`."""
    return state.handle.rpartition("@")[2] if base == state.server and state.handle else host_of(base)
