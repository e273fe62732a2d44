"""A learner as their coach knows them: what they chose to show, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from learnlog.model.attachment import kind_of, size_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """``id`` names them without naming them; ``agreed`` is what they said yes to. ``fresh`` counts unread entries.

    ``bundle`` is the id of the newest bundle, the ``number``-th one of theirs, made on the day ``made``, with the
    ``question`` they asked. ``key`` proves that a bundle is theirs (Ed25519, base 64; "": none came yet).
    """

    id: str
    called: str
    agreed: tuple[str, ...] = ()
    away_until: date | None = None
    offers: tuple[str, ...] = ()
    introduction: str = ""
    bundle: str = ""
    made: date | None = None
    number: int = 0
    key: str = ""
    question: str = ""
    fresh: int = 0
    entries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file that came with an entry, its ``number``-th. ``data`` is empty unless it is being taken in.

    ``type`` is told by its bytes and its name, whatever the bundle says; ``hash`` is the SHA-256 of its bytes in hex.
    """

    name: str
    type: str
    size: int
    hash: str
    alt: str = ""
    number: int = 0
    data: bytes = field(default=b"", repr=False)

    @property
    def told(self) -> str:
        """Kind and size, as a person reads them."""
        return f"{kind_of(self.type)}, {size_words(self.size)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedEntry:
    """An entry that a learner shared. ``themes`` are names; ``more`` is what else the bundle says of it."""

    learner: str
    id: str
    title: str
    body: str
    kind: str
    day: date
    themes: tuple[str, ...] = ()
    visibility: str = "coach"
    is_open: bool = False
    assignment: str = ""
    hash: str = ""
    bundle: str = ""
    is_read: bool = False
    files: tuple[ReceivedFile, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What a view of a cohort needs: by learner their ``themes`` and ``days``, and the open ``questions`` of all."""

    themes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    days: Mapping[str, Sequence[date]] = field(default_factory=dict)
    questions: Sequence[ReceivedEntry] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachComment:
    """A comment of mine on a learner's entry ("" for the question); ``given`` when it was handed back."""

    id: str
    learner: str
    bundle: str
    entry: str
    kind: str
    text: str
    hash: str
    made: datetime
    given: datetime | None = None
