"""The page of a theme: what is drawn of it besides its entries and posts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.article import Article
from learnlog.model.theme import ThemeStatus
from learnlog.overview.theme_page import ThemePage
from learnlog.tui.key_names import key_of
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.text import bars, fit, line, some


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A theme's page with the names of all themes by slug and its own text, read."""

    look: ThemePage
    names: Mapping[str, str]
    text: Article


def head(look: ThemePage, width: int) -> Iterator[Option]:
    """Draw the theme's name, its question and what finds posts for it."""
    theme = look.theme
    state = "" if theme.status is ThemeStatus.ACTIVE else f"  {theme.status.value}"
    yield rows.told(Content.assemble((line(theme.name, width - len(state)), "bold"), (state, "$text-muted")))
    if theme.question:
        yield rows.wrapped(theme.question, width, "italic")
    if theme.problem:
        yield rows.wrapped(f"⚠ {theme.problem}", width, "$warning")
    words = " · ".join((*theme.keywords, *(f"#{tag}" for tag in theme.tags)))
    if words:
        yield rows.fact("finds", words, width)
    also = dict.fromkeys((*theme.aliases, *(one.name for one in look.merged)))
    if also:
        yield rows.fact("also", " · ".join(also), width)
    yield rows.gap()


def weeks(look: ThemePage, width: int) -> Iterator[Option]:
    """Draw how much was written and published in each of twelve weeks."""
    if not any((*look.written, *look.published)):
        return
    yield rows.section("The last twelve weeks")
    pairs = (
        ("mine", look.written, "written or kept", "written or kept"),
        ("theirs", look.published, "post", ""),
    )
    for label, numbers, one, many in pairs:
        total = some(sum(numbers), one, many)
        said = f"{total}, {numbers[-1]:,} this week" if numbers[-1] else f"{total}, none this week"
        yield rows.told(
            Content.assemble(
                ("  " + fit(label, 7), "$text-muted"),
                (bars(numbers), "$primary"),
                "  ",
                line(said, width - 23),
            )
        )
    yield rows.gap()


def people(look: ThemePage, width: int) -> Iterator[Option]:
    """Draw who knows about it."""
    if look.people:
        yield rows.section("People", f"{len(look.people)}")
    for person in look.people:
        words = fit(person.name, min(24, max(10, width // 3)))
        about = line(person.why or person.role, max(8, min(width, 110) - 30))
        yield Option(Content.assemble("  ", words, "  ", (about, "$text-muted")), id=f"person:{person.id}")
    if look.people:
        yield rows.gap()


def nothing_yet(found: Page, width: int) -> Iterator[Option]:
    """Draw what would fill an empty page."""
    look = found.look
    if look.questions or look.insights or look.entries or look.kept or look.posts:
        return
    yield rows.section("Nothing hangs on it yet")
    yield rows.wrapped(
        f"{key_of('write-here')} writes an entry under it, two lines are enough.", width, indent="  "
    )
    yield rows.wrapped(
        f"{key_of('edit', 'themes')} gives it keywords: posts that say them will stand here.",
        width,
        indent="  ",
    )
    if not look.people:
        yield rows.wrapped(f"{key_of('follow')} follows someone who knows about it.", width, indent="  ")
