"""What Find shows: for whom it asks, which circle is in front, and what became of the people since."""

from dataclasses import dataclass, replace
from enum import StrEnum

from learnlog.model.finding import Findings, Suggestion


class Ring(StrEnum):
    """A part of what is found, as the screen shows it; the values are their names there."""

    MINE = "among mine"
    NEW = "new"
    BEYOND = "beyond my bubble"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands on the screen: ``found``, and who of it was followed or set aside since, by their keys.

    Nothing moves by itself: whom I follow stays where they are, with a sign, and what a later look found
    waits in ``waiting`` until it is asked for.
    """

    found: Findings
    ring: Ring = Ring.MINE
    followed: frozenset[str] = frozenset()
    dismissed: frozenset[str] = frozenset()
    waiting: Findings | None = None

    def people(self, ring: Ring | None = None) -> list[Suggestion]:
        """Return the people of a circle, the one in front when none is named, without those set aside."""
        ring = ring or self.ring
        every = self.found.mine if ring is Ring.MINE else self.found.new
        return [
            one
            for one in every
            if one.candidate.key not in self.dismissed and (ring is not Ring.BEYOND or one.beyond)
        ]

    def person(self, key: str) -> Suggestion | None:
        """Return the person with the key `key`."""
        every = (*self.found.mine, *self.found.new)
        return next((one for one in every if one.candidate.key == key), None)

    def turned(self, step: int) -> "Shown":
        """Return it with the next circle in front, or the one before."""
        rings = list(Ring)
        return replace(self, ring=rings[(rings.index(self.ring) + step) % len(rings)])

    def turned_to(self, ring: Ring) -> "Shown":
        """Return it with `ring` in front."""
        return replace(self, ring=ring)

    def renewed(self) -> "Shown":
        """Return it with what waited, whom I follow by now among mine."""
        return replace(self, found=self.waiting or self.found, waiting=None, followed=frozenset())

    def with_later(self, later: Findings, *, adopt: bool = False) -> "Shown":
        """Return it after another look: the same people as they are known by now; others wait, unless `adopt`.

        Where nobody stood, nothing can move under the cursor: then nobody waits.
        """
        later = replace(later, searched=self.found.searched, notes=self.found.notes)
        if adopt or not (self.found.mine or self.found.new):
            return replace(self, found=later, waiting=None)
        known = {one.candidate.key: one for one in (*later.mine, *later.new)}
        found = replace(
            self.found,
            mine=tuple(known.get(one.candidate.key, one) for one in self.found.mine),
            new=tuple(known.get(one.candidate.key, one) for one in self.found.new),
        )
        made = replace(self, found=found)
        return replace(made, waiting=later if made._differs(later) else None)

    def _differs(self, later: Findings) -> bool:
        """Tell whether somebody is there, or gone, whom neither a follow nor a dismissal explains."""
        moved = self.followed | self.dismissed
        mine = {key for one in self.found.mine if (key := one.candidate.key) not in moved}
        new = {key for one in self.found.new if (key := one.candidate.key) not in moved}
        theirs = [one.candidate for one in later.mine if not self._is_explained(one)]
        return mine != {one.key for one in theirs} or new != {
            key for one in later.new if (key := one.candidate.key) not in moved
        }

    def _is_explained(self, one: Suggestion) -> bool:
        """Tell whether `one` is among mine because of a follow since."""
        keys = {channel.key for channel in one.candidate.channels} | {one.candidate.key}
        return bool(keys & (self.followed | self.dismissed))


def begin(found: Findings, *, asking: bool, ring: Ring | None = None) -> Shown:
    """Return what a first look shows: whom to ask is among mine; else new people first, unless only mine know."""
    shown = Shown(found=found, ring=Ring.MINE)
    if asking or (found.mine and not found.new and ring is None):
        return shown
    wanted = ring or Ring.NEW
    return replace(shown, ring=wanted if shown.people(wanted) or not found.mine else Ring.MINE)
