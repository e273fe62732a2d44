"""What is known about asking a channel: validators, answers, and when it is due."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchState:
    """How the last conversations with a channel went; moments are aware UTC.

    ``etag`` and ``last_modified`` are opaque (RFC 9110, 8.8). ``body_hash`` is the SHA-256 of the last body
    in hex. ``status`` is the last HTTP status (0: none came), ``error`` a sentence ("" when it went well),
    ``errors`` how often in a row it failed. ``due`` is when to ask next. ``wait_until`` is set when the
    host told us to wait (Retry-After), and even a forced fetch respects it; ``resting`` is that host when all of
    its channels have to wait. ``retired`` is when the server said that it is gone for good (410): it is not
    asked again.

    How soon to ask again follows from ``fresh``, for how many seconds the server said that its answer holds;
    ``pace``, how many seconds between questions the document asks for, and ``skip``, the hours (0 to 23) and days
    (``mon``, ...) in UTC it wants left out; ``rhythm``, the seconds that usually lie between two posts, and
    ``latest``, when the newest one came out. ``redirect_to`` is where the server says that it moved for good, and
    ``redirects`` how many times that proved to be a feed.

    Of a social network's channel: ``newest`` is the guid of the newest post that was read, up to which the
    next reading pages; ``gap`` is where that paging stopped early (an opaque cursor, or a guid), to be read
    on from; ``handle`` is what the owner is called now, ``moved_to`` the key of the account
    they moved to, ``server`` the base address that is asked; ``verified`` is
    when it was last asked which of the newest posts are still there.
    """

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    checked: datetime | None = None
    fetched: datetime | None = None
    status: int = 0
    error: str = ""
    errors: int = 0
    due: datetime | None = None
    wait_until: datetime | None = None
    resting: str = ""
    retired: datetime | None = None
    fresh: int = 0
    pace: int = 0
    skip: str = ""
    rhythm: int = 0
    latest: datetime | None = None
    redirect_to: str = ""
    redirects: int = 0
    title: str = ""
    site: str = ""
    note: str = ""
    newest: str = ""
    gap: str = ""
    handle: str = ""
    moved_to: str = ""
    server: str = ""
    verified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What a commit to a channel brought: how many posts were new, edited, and taken back by their author."""

    new: int = 0
    edited: int = 0
    gone: int = 0
