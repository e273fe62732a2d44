"""Where Find begins: my themes, something in my own words, and what rises this week among my people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.finding import Rising
from learnlog.model.post import Post
from learnlog.model.theme import ThemeStatus, WorkTheme
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.find_proof import posts_options
from learnlog.tui.screens.find_rows import FOLLOWS, hint
from learnlog.tui.text import fit, line, some
from learnlog.tui.wanted import Wanted
from learnlog.workspace import Workspace

RISING = 6
"""Words that rise, at most."""
RISES = 600.0
"""Seconds for which what rises is taken as known: the posts of weeks are read for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What one begins with: themes, active ones first, and what rises with its posts by id."""

    themes: tuple[WorkTheme, ...] = ()
    rising: tuple[Rising, ...] = ()
    posts: tuple[Post, ...] = ()
    people: int = 0


def gather_start(workspace: Workspace, known: Start | None = None) -> Start:
    """Return what one begins with, and what is `known` to rise. Reads the database: call it from a thread."""
    themes = [theme for theme in workspace.themes.all() if theme.status is not ThemeStatus.FINISHED]
    themes.sort(key=lambda theme: (theme.status is not ThemeStatus.ACTIVE, theme.name.casefold()))
    return replace(known or Start(), themes=tuple(themes), people=len(workspace.people.all()))


def gather_rising(workspace: Workspace, start: Start, between: Callable[[], object]) -> Start:
    """Return `start` with what rises, for which the posts of weeks are read; `between` may wait now and then."""
    rising = tuple(workspace.finder.rising(between)[:RISING])
    ids = list(dict.fromkeys(id for word in rising for id in word.posts))
    posts = tuple(workspace.library.posts.get_many(ids)) if ids else ()
    return replace(start, rising=rising, posts=posts)


def start_options(start: Start, width: int) -> Iterator[Option]:
    """Draw my themes, a line for anything else, and what rises."""
    for theme in start.themes:
        said = theme.question or " · ".join(theme.keywords)
        name = fit(theme.name, _column(width))
        state = "" if theme.status is ThemeStatus.ACTIVE else f"{theme.status.value} · "
        about = line(f"{state}{said}", max(0, width - _column(width) - 4))
        yield Option(Content.assemble("  ", name, "  ", (about, "$text-muted")), id=f"theme:{theme.slug}")
    yield Option(Content.assemble("  ", ("anything else, in my own words …", "italic")), id="words:")
    yield rows.gap()
    if not start.people:
        yield from _nobody_yet(width)
    if start.rising:
        yield rows.section("Rising this week", f"{key_of('accept', 'find')} makes a theme or a keyword of it")
    for one in start.rising:
        yield Option(_rising(one, width), id=f"word:{one.word}")


def _column(width: int) -> int:
    """Return how wide the names are, so that what is said of them stands in one line below another."""
    return min(30, max(10, width * 2 // 5))


def _nobody_yet(width: int) -> Iterator[Option]:
    yield rows.wrapped("Nobody is followed yet, so there is little to find anybody in.", width)
    yield rows.gap()
    yield hint("follow", FOLLOWS, width)
    yield hint("search-networks", "searches the networks, once you are in a theme", width)
    yield rows.gap()


def _rising(one: Rising, width: int) -> Content:
    word = fit(one.word, _column(width))
    room = max(0, width - _column(width) - 4)
    tone = "$accent" if one.known else "$text-muted"
    return Content.assemble("  ", (word, "bold"), "  ", (rising_said(one, room), tone))


def rising_said(one: Rising, width: int) -> str:
    """Return in words how much a word rises, and what of mine it belongs to; the usual only where there is room."""
    said = f"{some(one.count, 'post')} by {some(len(one.people), 'person', 'people')}"
    said = f"yours: {one.known} · {said}" if one.known else said
    full = f"{said}, usually {round(one.usual)}" if one.usual >= 0.5 else said
    return line(full if len(full) <= width else said, width)


def begin_with(name: str) -> Wanted | None:
    """Return what a line of the start asks, None when it asks nothing."""
    kind, _, rest = name.partition(":")
    return Wanted(theme=rest) if kind == "theme" else None


def beside(start: Start, at: str, now: datetime, width: int) -> Iterator[Option]:
    """Draw what stands beside the line `at`: what a theme looks for, or the posts in which a word rises."""
    kind, _, name = at.partition(":")
    theme = next((one for one in start.themes if kind == "theme" and one.slug == name), None)
    if theme is not None:
        yield rows.told(Content.styled(line(theme.name, width), "bold"))
        if theme.question:
            yield rows.wrapped(theme.question, width, "italic $text-muted")
        yield rows.gap()
        words = " · ".join((*theme.keywords, *(f"#{tag}" for tag in theme.tags)))
        yield rows.fact("looks for", words or "its name; on the next page are keywords for it", width)
        yield rows.gap()
        yield rows.wrapped(with_keys("{open} shows who knows about it."), width, "$text-muted")
    word = next((one for one in start.rising if kind == "word" and one.word == name), None)
    if word is not None:
        known = {post.id: post for post in start.posts}
        yield rows.told(Content.styled(line(word.word, width), "bold"))
        yield rows.wrapped(" · ".join(word.people), width, "$text-muted")
        yield rows.gap()
        yield from posts_options([known[id] for id in word.posts if id in known], now, width, named=True)
