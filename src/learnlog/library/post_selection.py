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
from learnlog.library.schema import ANSWER, BOOST, STATES, VOICE
from learnlog.library.words import key
from learnlog.model.circles import circles_around
from learnlog.model.query import Place, PostFilter

_MOST_MERGED = 40
"""With more channels than this, walking all posts by time is quicker than merging ranges."""

_SHOWN = "(SELECT channel_id FROM channel_person WHERE muted = 0)"
_HIDDEN = {"out": "NOT IN (SELECT row FROM hidden)", "only": "IN (SELECT row FROM hidden)"}
"""What is asked of a post's row, by `PostFilter.hidden`."""
_CHOSEN = "(SELECT value FROM json_each(:channels))"


@dataclass
class PostSelection:
    """The posts that a filter shows; ``channels`` None stands for all that are shown at all.

    ``hidden`` are the values of ``post.aside`` that are left out. That a page begins after one place or ends before
    another says nothing of what the filter fits, nor does ``place``.
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
    state: str = ""
    """One of `STATES`, whose index is walked; "" for none."""
    hits: str = ""
    """SQL for the rows that a search's words hit, ending in a condition; "" when they are not asked for any more."""
    is_dense: bool = False
    """Whether the hits are so many that the next one is never far."""
    led_by_hits: bool = False
    """Whether `rows` walks the hits, in the order the posts arrived, and looks each up among the posts."""
    conditions: list[str] = field(default_factory=list)
    of_others: list[str] = field(default_factory=list)
    place: list[str] = field(default_factory=list)
    since: int | None = None
    until: int | None = None
    after: Place | None = None
    before: Place | None = None
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether there can be no such post."""
        return self.channels == [] or (self.unread and self.state == "read")

    @property
    def is_of_all(self) -> bool:
        """Tell whether nothing but a search and marks leaves posts out, so that no other index leads to fewer."""
        some = self.theme or self.starred or self.state or self.led_by_rows
        return self.channels is None and self.since is None and not some

    def add(self, condition: str, of_others: str = "", **parameters: object) -> None:
        """Add a condition of ours on ``x``, whose values are given by name; `of_others` is the same on ``q``."""
        self.conditions.append(condition)
        self.of_others.append(of_others or condition.replace("x.", "q."))
        self.parameters.update(parameters)

    def bound(self, since: int | None, until: int | None) -> None:
        """Leave only posts published at `since` or later, and before `until` (epoch seconds)."""
        if since is not None:
            self.since = max(since, self.since if self.since is not None else since)
        if until is not None:
            self.until = min(until, self.until if self.until is not None else until)
        self.parameters |= {"since": self.since, "until": self.until}

    def begin(self, after: Place | None, before: Place | None) -> None:
        """Say where on the list a page begins, or ends."""
        self.after, self.before = after, before
        if after:
            self.parameters |= {"after_moment": after.moment, "after": after.row}
        if before:
            self.parameters |= {"before_moment": before.moment, "before": before.row}

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

    def rows(self, columns: str = "x.row", *, walks: bool = False) -> str:
        """Return SQL for `columns` of all the posts, in no order; of the first of them, when somebody `walks`."""
        if self.led_by_hits:
            source = f"({self.hits}) h CROSS JOIN post x NOT INDEXED ON x.row = h.rowid"
            where = self._where(f"+x.channel_id IN {self._among}", walks=walks)
            return f"SELECT {columns} FROM {source} WHERE {where}"  # noqa: S608 - ours
        source = self._by_time if self.theme or self.starred or self.state else self._by_channel
        plus = "+" if self.led_by_rows else ""
        where = self._where(f"{plus}x.channel_id IN {self._among}", walks=walks)
        return f"SELECT {columns} FROM {source} WHERE {where}"  # noqa: S608 - ours

    def rows_after(self, row: int) -> str:
        """Return SQL that counts those with a higher row than `row`."""
        source = "post_theme x INDEXED BY post_theme_row" if self._leads_theme else "post x NOT INDEXED"
        self.place.append("x.row > :after_row")
        self.parameters["after_row"] = row
        where = self._where(f"+x.channel_id IN {self._among}", since="after_row")
        return f"SELECT count(*) FROM {source} WHERE {where}"  # noqa: S608 - ours

    @property
    def _leads_theme(self) -> bool:
        return bool(self.theme) and not self.starred and not self.led_by_rows

    @property
    def _is_merge(self) -> bool:
        return (
            self.channels is not None
            and not self.theme
            and not self.starred
            and not self.state
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
        if self.starred:
            return "post x INDEXED BY post_starred"
        if self.state:
            return f"post x INDEXED BY {STATES[self.state][0]}"
        return f"post x INDEXED BY {'post_unread' if self.unread else 'post_time'}"

    @property
    def _by_channel(self) -> str:
        if self.led_by_rows:
            return "post x NOT INDEXED"
        return f"post x INDEXED BY {'post_channel_unread' if self.unread else 'post_channel'}"

    def _where(self, channels: str, *, walks: bool = False, since: str = "arrived_after") -> str:
        """Return the conditions on ``x``; of the hits those come into question that arrived after the row `since`."""
        own = (
            channels,
            *self._flags(),
            *self.conditions,
            *self._hit(since, walks=walks),
            *self._span(),
            *self.place,
        )
        return " AND ".join(own if self.every_voice else (*own, self._first_voice))

    def _span(self) -> Iterator[str]:
        """Yield where the walk begins and ends: of a date and a place what leaves less, for an index takes only one."""
        until, since, after, before = self.until, self.since, self.after, self.before
        if until is not None and (after is None or until <= after.moment):
            yield "x.published < :until"
        elif after is not None:
            yield "(x.published, x.row) < (:after_moment, :after)"
        if since is not None and (before is None or since > before.moment):
            yield "x.published >= :since"
        elif before is not None:
            yield "(x.published, x.row) > (:before_moment, :before)"

    def _hit(self, since: str, *, walks: bool) -> Iterator[str]:
        if self.hits and not self.led_by_hits:
            asks = walks and self.is_dense
            among = f"x.row IN ({self.hits} AND rowid > :{since})"
            yield f"EXISTS ({self.hits} AND rowid = x.row)" if asks else among

    @property
    def _first_voice(self) -> str:
        """Whether no voice that comes before it in its story is shown as well."""
        hit = [f"EXISTS ({self.hits} AND rowid = q.row)"] if self.hits else []
        dates = ["q.published >= :since"] * (self.since is not None)
        dates += ["q.published < :until"] * (self.until is not None)
        fits = " AND ".join(
            (f"q.channel_id IN {self._among}", *self._flags("q"), *self.of_others, *dates, *hit)
        )
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
        if self.state:
            asked = STATES[self.state][1]
            is_so = "EXISTS (SELECT 1 FROM post p WHERE p.row = x.row AND {})"
            yield is_so.format(asked.format("p")) if leads_theme else asked.format(of)
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
    since, until = (int(one.timestamp()) if one else None for one in (filter.since, filter.until))
    chosen.bound(since, until)
    if filter.follows:
        chosen.add("EXISTS (SELECT 1 FROM voice f WHERE f.row = x.row AND f.place > 0)", "1")
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
