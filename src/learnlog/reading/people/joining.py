"""One person, many channels: joining two cards, splitting one, following somebody to a new account."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from learnlog.journal.changes import Changes
from learnlog.journal.shelf import Shelf
from learnlog.model.errors import ConflictError, NotFoundError, UsageError
from learnlog.model.ids import slugify
from learnlog.model.person import Channel, Person
from learnlog.model.safe import clean_line

if TYPE_CHECKING:
    from learnlog.reading.people.cards import People


class Joining:
    """Moves channels between cards. Each verb is one change, and what was called by an old id is still found."""

    def __init__(self, people: "People", shelf: Shelf, changes: Changes) -> None:
        self._people = people
        self._shelf = shelf
        self._changes = changes

    def join(self, reference: str, other: str) -> Person:
        """Make one person of two: what stands on the card of `other` moves to that of `reference`.

        The other card goes to the trash; its id and names become aliases, so that entries still find them.

        Raises:
            UsageError: both are the same person.
            ConflictError: a card changed meanwhile; nothing was joined.
        """
        one, two = self._people.get(reference), self._people.get(other)
        if one.id == two.id:
            raise UsageError(f"That is {one.name} both times; there is nothing to join.")
        said, before = f"joined {two.name} with {one.name}", self._changes.mark()
        document = self._shelf.notice(two.path)
        if document is None or document.hash != two.hash:
            raise ConflictError(f"The card of {two.name} was changed elsewhere meanwhile.", "Try again.")
        joined = self._people.save(_together(one, two), said)
        try:
            self._shelf.delete(document)
        except BaseException:
            self._changes.undo()
            raise
        text = document.text
        self._changes.record(said, lambda: self._shelf.put_text(two.path, two.id, text, expected=""))
        self._changes.group(said, before)
        return joined

    def split(self, reference: str, channel: str, name: str) -> Person:
        """Give a channel of a person (its key, address, title or number) a card of its own; return that card.

        Raises:
            NotFoundError: the person has no such channel.
            UsageError: the name is empty or taken, or it is the only channel.
        """
        person, name = self._people.get(reference), clean_line(name, 120)
        moved = channel_of(person, channel)
        if not name:
            raise UsageError("The other person needs a name.", "Give one with --as NAME.")
        known = self._people.find(name)
        if known is not None and (known.id != person.id or name.casefold() == person.name.casefold()):
            raise UsageError(f"There is a card of {known.name} already.", "Choose another name.")
        if len(person.channels) == 1:
            raise UsageError(
                f"That is the only channel of {person.name}.", "Change the name on the card instead."
            )
        said, before = f"split {name} from {person.name}", self._changes.mark()
        rest = tuple(one for one in person.channels if one.key != moved.key)
        aliases = tuple(alias for alias in person.aliases if slugify(alias) != slugify(name))
        self._people.save(replace(person, channels=rest, aliases=aliases), said)
        made = self._people.add(name, [moved], themes=person.themes, circles=person.circles)
        self._changes.group(said, before)
        return made

    def move(self, reference: str, old: str, new: Channel, *, said: str = "") -> Person:
        """Follow a person from the channel `old` to their new account `new`; the old key stays an alias.

        ``said`` names the change, for undoing it.

        Raises:
            NotFoundError: the person has no channel `old`.
        """
        person = self._people.get(reference)
        left = channel_of(person, old)
        owner = self._people.find(new.key)
        if owner is not None and owner.id != person.id:
            raise UsageError(
                f"The new account is on the card of {owner.name} already.",
                f"`learnlog people join {person.id} {owner.id}` makes one person of both.",
            )
        arrived = replace(new, aliases=left.keys, boosts=left.boosts)
        rest = [arrived if one.key == left.key else one for one in person.channels if one.key != new.key]
        said, before = said or f"followed {person.name} to the new account", self._changes.mark()
        library = self._shelf.library
        library.channels.rename(left.key, new.key)
        self._changes.record(said, lambda: library.channels.rename(new.key, left.key))
        status = person.status if person.is_followed else "following"
        moved = self._people.save(replace(person, channels=tuple(rest), status=status), said)
        self._changes.group(said, before)
        return moved


def channel_of(person: Person, reference: str) -> Channel:
    """Return the channel of `person` that a key, an address, a title or a number from 1 means.

    Raises:
        NotFoundError: none fits; the hint lists them.
    """
    wanted = reference.strip()
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 0
    if 0 < number <= len(person.channels):
        return person.channels[number - 1]
    for channel in person.channels:
        names = {*channel.keys, channel.address, channel.title} - {""}
        if wanted in names or wanted.casefold() in {name.casefold() for name in names}:
            return channel
    listed = ", ".join(f"{n}. {c.title or c.key}" for n, c in enumerate(person.channels, start=1))
    raise NotFoundError(
        f"{person.name} has no channel “{clean_line(wanted, 80)}”.",
        f"Channels: {listed}." if listed else "The card has none.",
    )


def _together(one: Person, two: Person) -> Person:
    aliases = dict.fromkeys((*one.aliases, two.id, two.name, *two.aliases))
    bodies = (text for text in (one.body.strip(), two.body.strip()) if text)
    return replace(
        one,
        why=" · ".join(dict.fromkeys(why for why in (one.why, two.why) if why)),
        role=one.role or two.role,
        themes=tuple(dict.fromkeys((*one.themes, *two.themes))),
        circles=tuple(dict.fromkeys((*one.circles, *two.circles))),
        aliases=tuple(name for name in aliases if name and name not in (one.id, one.name)),
        channels=unique((*one.channels, *two.channels)),
        status="following" if one.is_followed or two.is_followed else one.status,
        body="\n\n".join(bodies) if two.body.strip() else one.body,
    )


def unique(channels: Sequence[Channel]) -> tuple[Channel, ...]:
    """Return each channel once, the first that has its key; what the others say of it is kept as well."""
    kept: list[Channel] = []
    for channel in channels:
        known = (n for n, one in enumerate(kept) if channel.key in one.keys or one.key in channel.aliases)
        same = next(known, -1)
        if same < 0:
            kept.append(channel)
        else:
            kept[same] = _as_one(kept[same], channel)
    return tuple(kept)


def _as_one(one: Channel, other: Channel) -> Channel:
    names = dict.fromkeys((*one.aliases, *other.keys))
    return replace(
        one,
        title=one.title or other.title,
        address=one.address or other.address,
        typed_host=one.typed_host or other.typed_host,
        aliases=tuple(name for name in names if name != one.key),
    )
