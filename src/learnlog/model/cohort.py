"""What goes back to a cohort: a file with what its members agreed to pass on, and nothing that names their entries."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who agreed to be in it: how they want to be called, what they say of themselves, what they help with."""

    called: str
    introduction: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEntry:
    """An entry that its writer ``by`` raised to the cohort or further; ``body`` is Markdown."""

    by: str
    title: str
    body: str
    day: date
    themes: tuple[str, ...] = ()

    @property
    def below(self) -> str:
        """Its words as they stand under its title; none where the title is all of them."""
        return "" if self.body.strip() == self.title else self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Two members who agreed to be named to each other, and the themes they share."""

    first: str
    second: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Answers of several members to the same assignment, oldest first."""

    title: str
    entries: tuple[MemberEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFile:
    """The ``number``-th file of the cohort ``id``, made by a coach who signs as ``by``, on the day ``made``.

    Whatever was withdrawn is not in it, and the newest one takes the place of all before. ``key`` proves that the
    files of a cohort come from the same coach (Ed25519, base 64).
    """

    id: str
    by: str
    made: date
    number: int = 1
    key: str = ""
    announcements: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    threads: tuple[Thread, ...] = ()
    others: tuple[MemberEntry, ...] = ()
    questions: tuple[MemberEntry, ...] = ()
