"""Experts' cards: who I follow, why, in which circles, on which channels."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from learnlog.journal.changes import Changes
from learnlog.journal.shelf import Shelf
from learnlog.journal.themes import Themes
from learnlog.model.circles import circles_around
from learnlog.model.document import DocumentType
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.ids import slugify
from learnlog.model.moments import Clock
from learnlog.model.person import Channel, Person
from learnlog.model.safe import clean_line
from learnlog.reading.people.joining import Joining, unique


class People:
    """The cards in the vault's ``people`` folder."""

    def __init__(self, shelf: Shelf, themes: Themes, changes: Changes, clock: Clock) -> None:
        self._shelf = shelf
        self._themes = themes
        self._changes = changes
        self._clock = clock

    def all(self, *, unfollowed: bool = False) -> list[Person]:
        """Return the people I follow, by name; with `unfollowed` those I no longer follow as well."""
        wanted = (p for p in self._cards() if unfollowed or p.is_followed)
        return sorted(wanted, key=lambda p: p.name.casefold())

    def _cards(self, naming: str = "") -> Iterable[Person]:
        documents = self._shelf.all(DocumentType.PERSON, naming=naming)
        return {p.id: p for p in map(Person.of, reversed(documents))}.values()

    def read_whole(self) -> list[Channel]:
        """Return the channels I follow of which every post is wanted whole. Only those people's cards are read."""
        followed = (p for p in self._cards("full_text") if p.is_followed)
        return [channel for person in followed for channel in person.channels if channel.full_text]

    def find(self, reference: str) -> Person | None:
        """Return the person an id, an old id, a name or a channel's address means; unfollowed ones too."""
        wanted, slug = reference.strip().casefold(), slugify(reference)
        people = self.all(unfollowed=True)
        for person in people:
            if reference.strip() == person.id or wanted == person.name.casefold():
                return person
        for person in people:
            addresses = {a for c in person.channels for a in (*c.keys, c.address) if a}
            names = {name.casefold() for name in person.aliases}
            if slug == person.id or wanted in names or reference.strip() in addresses:
                return person
        return None

    def get(self, reference: str) -> Person:
        """Return the person `reference` means, or raise `NotFoundError` naming the nearest."""
        person = self.find(reference)
        if person is not None:
            return person
        import difflib

        close = difflib.get_close_matches(reference, [p.name for p in self.all(unfollowed=True)], 1, 0.5)
        hint = f"Did you mean “{close[0]}”?" if close else "`learnlog people` shows whom you follow."
        raise NotFoundError(f"There is nobody called “{clean_line(reference, 80)}” here.", hint)

    def add(
        self,
        name: str,
        channels: Sequence[Channel] = (),
        *,
        why: str = "",
        themes: Sequence[str] = (),
        circles: Sequence[str] = (),
        role: str = "",
        body: str = "",
        is_asked: bool = False,
    ) -> Person:
        """Make a card, or add what is new to the card of a person who has that name or channel already.

        With `is_asked` the name was typed by the user, who then means nobody else.

        Raises:
            UsageError: the name is empty, or was asked for while a channel is somebody else's.
        """
        name = clean_line(name, 120)
        if not name:
            raise UsageError("A person needs a name.", "Give one with --as NAME.")
        owner = next((p for c in channels if (p := self.find(c.key))), None)
        meant = self.find(name)
        if is_asked and owner and (meant is None or meant.id != owner.id):
            raise UsageError(
                f"That feed is {owner.name}’s already; nothing was changed.",
                f"Follow it without a name (--as) to add to {owner.name}’s card.",
            )
        slugs, _made = self._themes.ensure(themes)
        known = owner or meant
        if known is not None:
            return self._extend(known, channels, why, slugs, circles)
        person = Person(
            id=self.free_slug(name),
            name=name,
            why=clean_line(why),
            role=clean_line(role),
            themes=tuple(slugs),
            circles=_names(circles),
            channels=unique(channels),
            created=self._clock(),
            body=body,
        )
        document = self._shelf.write(f"people/{person.id}.md", person.id, person.front_matter(), body)
        self._changes.record(f"followed {name}", lambda: self._shelf.take_back(document))
        return Person.of(document)

    def _extend(
        self,
        known: Person,
        channels: Sequence[Channel],
        why: str,
        themes: Sequence[str],
        circles: Sequence[str],
    ) -> Person:
        extended = replace(
            known,
            channels=unique((*known.channels, *channels)),
            why=clean_line(why) or known.why,
            themes=tuple(dict.fromkeys((*known.themes, *themes))),
            circles=tuple(dict.fromkeys((*known.circles, *_names(circles)))),
            status="following",
        )
        return self.save(extended, f"followed {known.name}")

    def free_slug(self, name: str) -> str:
        """Return an id for `name` that no card has or had."""
        taken = {a for p in self.all(unfollowed=True) for a in (p.id, *p.aliases)}
        slug, number = slugify(name), 2
        while slug in taken or self._shelf.vault.stat(f"people/{slug}.md"):
            slug, number = f"{slugify(name)}-{number}", number + 1
        return slug

    def save(self, person: Person, said: str = "") -> Person:
        """Write `person` over the card it was loaded from.

        Raises:
            ConflictError: the card changed since; nothing was written.
        """
        slugs, _made = self._themes.ensure(person.themes)
        person = replace(person, themes=tuple(slugs), circles=_names(person.circles))
        said = said or f"changed the card of {person.name}"
        return Person.of(self._shelf.save(person, person.front_matter(), self._changes, said))

    def unfollow(self, reference: str) -> Person:
        """Stop following someone; the card, kept posts and insights stay."""
        person = self.get(reference)
        if not person.is_followed:
            raise UsageError(f"You do not follow {person.name} any more.")
        return self.save(replace(person, status="unfollowed"), f"unfollowed {person.name}")

    @property
    def _joining(self) -> Joining:
        return Joining(self, self._shelf, self._changes)

    def join(self, reference: str, other: str) -> Person:
        """Make one person of two, the first; see `Joining.join`."""
        return self._joining.join(reference, other)

    def split(self, reference: str, channel: str, name: str) -> Person:
        """Give a channel of a person a card of its own; see `Joining.split`."""
        return self._joining.split(reference, channel, name)

    def move(self, reference: str, old: str, new: Channel, *, said: str = "") -> Person:
        """Follow a person from the channel `old` to their new account; see `Joining.move`."""
        return self._joining.move(reference, old, new, said=said)

    def limit(self, reference: str, keep: str, channel: str = "") -> Person:
        """Say which posts of a person stay, on one `channel` (as `channel_of` takes it) or on all: see `read_limit`.

        ``as set`` (or nothing) leaves it to the settings.

        Raises:
            UsageError: `keep` cannot be understood.
            NotFoundError: the person has no such channel.
        """
        from learnlog.model.limits import read_limit
        from learnlog.reading.people.joining import channel_of

        person, said = self.get(reference), clean_line(keep, 60).casefold()
        said = "" if said in ("", "as set") else str(read_limit(said))
        chosen = channel_of(person, channel).key if channel else ""
        channels = tuple(
            replace(one, keep=said) if not chosen or one.key == chosen else one for one in person.channels
        )
        return self.save(replace(person, channels=channels), f"said what stays of {person.name}")

    def circles(self) -> dict[str, int]:
        """Return the circles I made, each with how many people are in it or in one within it, by name."""
        counts: dict[str, int] = {}
        for person in self.all():
            for circle in circles_around(person.circles):
                counts[circle] = counts.get(circle, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: item[0].casefold()))


def _names(circles: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for c in circles if (name := clean_line(c, 500).replace(",", " "))))
