"""From a PostFilter to SQL: which table and index lead, so that a page costs the same at any size.

A theme's river is a range of ``post_theme``; a few channels are merged from a range each; everything else
walks posts by time. The rows are called ``x`` whichever table they come from. Of posts that tell one story only
the first voice is shown that the filter fits; these others are called ``q``.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from learnlog.library.names import Names
from learnlog.library.schema import ANSWER, BOOST, VOICE
from learnlog.library.words import key
from learnlog.model.circles import circles_around
from learnlog.model.query import PostFilter

_MOST_MERGED = 40
"""With more channels than this, walking all posts by time is quicker than merging ranges."""

_SHOWN = "(SELECT channel_id FROM channel_person WHERE muted = 0)"
_HIDDEN = {"out": "NOT IN (SELECT row FROM hidden)", "only": "IN (SELECT row FROM hidden)"}
"""What is asked of a post's row, by `PostFilter.hidden`."""
_CHOSEN = "(SELECT value FROM json_each(:channels))"


@dataclass
class PostSelection:
    """The posts that a filter shows; ``channels`` None stands for all that are shown at all.

    ``hidden`` are the values of ``post.aside`` that are left out. ``place`` is where a page begins: a condition that
    says nothing of what the filter fits.
    """

    theme: str
    channels: list[int] | None
    unread: bool
    starred: bool
    hidden: tuple[int, ...] = ()
    every_voice: bool = False
    by_rules: str = "out"
    """What becomes of the posts that a rule hid, as in `PostFilter.hidden`."""
    led_by_rows: bool = False
    """Whether some condition names few rows: then those are looked up, and no order is walked."""
    hits: str = ""
    """SQL for the rows that a search's words hit, ending in a condition; "" for no search."""
    is_dense: bool = False
    """Whether the hits are so many that the next one is never far."""
    conditions: list[str] = field(default_factory=list)
    of_others: list[str] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether no channel can have such posts."""
        return self.channels is not None and not self.channels

    def add(self, condition: str, of_others: str = "", **parameters: object) -> None:
        """Add a condition of ours on ``x``, whose values are given by name; `of_others` is the same on ``q``."""
        self.conditions.append(condition)
        self.of_others.append(of_others or condition.replace("x.", "q."))
        self.parameters.update(parameters)

    def begin(self, condition: str, **parameters: object) -> None:
        """Say where on the list a page begins, as a condition of ours on ``x``."""
        self.place.append(condition)
        self.parameters.update(parameters)

    def keys(self, order: str) -> str:
        """Return SQL for the first ``:limit`` (published, row) in `order` (ASC or DESC)."""
        tail = f"ORDER BY x.published {order}, x.row {order} LIMIT :limit"
        if self._is_merge:
            parts = " UNION ALL ".join(
                f"SELECT * FROM (SELECT x.published, x.row FROM {self._by_channel} "  # noqa: S608 - only our fragments
                f"WHERE {self._where(f'x.channel_id = {channel}', walks=True)} {tail})"
                for channel in self.channels or ()
            )
            return f"SELECT x.published, x.row FROM ({parts}) x {tail}"  # noqa: S608 - only our fragments
        among = f"+x.channel_id IN {self._among}"  # the plus keeps the walk by time
        where = self._where(among, walks=True)
        return f"SELECT x.published, x.row FROM {self._by_time} WHERE {where} {tail}"  # noqa: S608 - ours

    def rows(self, columns: str = "x.row") -> str:
        """Return SQL for `columns` of all the posts, in no order."""
        source = self._by_time if self.theme or self.starred else self._by_channel
        plus = "+" if self.led_by_rows else ""
        return f"SELECT {columns} FROM {source} WHERE {self._where(f'{plus}x.channel_id IN {self._among}')}"  # noqa: S608 - ours

    def rows_after(self, row: int) -> str:
        """Return SQL that counts those with a higher row than `row`."""
        source = "post_theme x INDEXED BY post_theme_row" if self._leads_theme else "post x NOT INDEXED"
        self.begin("x.row > :after_row", after_row=row)
        return f"SELECT count(*) FROM {source} WHERE {self._where(f'+x.channel_id IN {self._among}')}"  # noqa: S608 - ours

    @property
    def _leads_theme(self) -> bool:
        return bool(self.theme) and not self.starred and not self.led_by_rows

    @property
    def _is_merge(self) -> bool:
        return (
            self.channels is not None
            and not self.theme
            and not self.starred
            and not self.led_by_rows
            and len(self.channels) <= _MOST_MERGED
        )

    @property
    def _among(self) -> str:
        return _SHOWN if self.channels is None else _CHOSEN

    @property
    def _by_time(self) -> str:
        if self._leads_theme:
            return "post_theme x"
        if self.led_by_rows:
            return "post x NOT INDEXED"
        index = "post_starred" if self.starred else "post_unread" if self.unread else "post_time"
        return f"post x INDEXED BY {index}"

    @property
    def _by_channel(self) -> str:
        if self.led_by_rows:
            return "post x NOT INDEXED"
        return f"post x INDEXED BY {'post_channel_unread' if self.unread else 'post_channel'}"

    def _where(self, channels: str, *, walks: bool = False) -> str:
        own = (channels, *self._flags(), *self.conditions, *self._hit(walks=walks), *self.place)
        return " AND ".join(own if self.every_voice else (*own, self._first_voice))

    def _hit(self, *, walks: bool) -> Iterator[str]:
        if self.hits:
            asks = walks and self.is_dense
            yield f"EXISTS ({self.hits} AND rowid = x.row)" if asks else f"x.row IN ({self.hits})"

    @property
    def _first_voice(self) -> str:
        """Whether no voice that comes before it in its story is shown as well."""
        hit = [f"EXISTS ({self.hits} AND rowid = q.row)"] if self.hits else []
        fits = " AND ".join((f"q.channel_id IN {self._among}", *self._flags("q"), *self.of_others, *hit))
        alone = "" if self._leads_theme else f"x.aside < {VOICE} OR "
        return f"""({alone}NOT EXISTS (
            SELECT 1 FROM voice me JOIN voice v ON v.story = me.story AND v.place < me.place
            CROSS JOIN post q ON q.row = v.row WHERE me.row = x.row AND {fits}
        ))"""  # noqa: S608 - only our fragments

    def _flags(self, of: str = "x") -> Iterator[str]:
        leads_theme = self._leads_theme and of == "x"
        if leads_theme:
            yield "x.theme = :theme"
        elif self.theme:
            yield f"EXISTS (SELECT 1 FROM post_theme t WHERE t.row = {of}.row AND t.theme = :theme)"  # noqa: S608 - ours
        if self.starred:
            yield f"{of}.starred_at IS NOT NULL"
        if self.hidden:
            aside = "(SELECT q.aside FROM post q WHERE q.row = x.row)" if leads_theme else f"{of}.aside"
            yield f"({aside} & 3) NOT IN ({', '.join(map(str, self.hidden))})"
        if self.by_rules != "too":
            yield f"{of}.row " + _HIDDEN[self.by_rules]
        if self.unread:
            yield "x.unread = 1" if leads_theme else f"{of}.read_at IS NULL"


def select_posts(names: Names, filter: PostFilter) -> PostSelection:
    """Return the posts that `filter` shows."""
    chosen = PostSelection(
        theme=names.theme(filter.theme) if filter.theme else "",
        channels=_channels(names, filter),
        unread=filter.unread,
        starred=filter.starred,
        every_voice=filter.every_voice,
        by_rules=filter.hidden,
        led_by_rows=filter.hidden == "only" or bool(filter.arrived_after),
        hidden=(*(() if filter.boosts else (BOOST,)), *(() if filter.answers else (ANSWER,))),
    )
    chosen.parameters["channels"] = json.dumps(chosen.channels)
    if chosen.theme:
        chosen.parameters["theme"] = chosen.theme
    if filter.since:
        chosen.add("x.published >= :since", since=int(filter.since.timestamp()))
    if filter.until:
        chosen.add("x.published < :until", until=int(filter.until.timestamp()))
    if filter.arrived_after:
        chosen.add("x.row > :arrived_after", arrived_after=filter.arrived_after)
    if filter.arrived_until:
        chosen.add("x.row <= :arrived_until", arrived_until=filter.arrived_until)
    return chosen


def _channels(names: Names, filter: PostFilter) -> list[int] | None:
    if not (filter.circle or filter.person or filter.channel):
        return None
    channel = names.channel(filter.channel)
    circle, person = key(filter.circle), names.person(filter.person) if filter.person else ""
    return [
        row
        for row, owner in names.owners().items()
        if (not circle or circle in map(key, circles_around(owner.circles)))
        and (not person or owner.person == person)
        and (not channel or owner.channel == channel)
        and (person or channel or not owner.is_muted)
    ]
