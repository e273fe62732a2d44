"""A person's card and page as lines: who, why, when, and a look back when it is time for one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.article import Article
from learnlog.model.finding import Review
from learnlog.model.person import Person
from learnlog.overview.person_page import PersonPage
from learnlog.tui.key_names import key_of
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.forms import Field
from learnlog.tui.screens.look_back import review_said
from learnlog.tui.text import ago, day, fit, line

BAR = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A person with their unread posts and the moment of their last one."""

    person: Person
    unread: int
    last: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A person's page with the names of all themes by slug and the card's own text, read.

    ``review`` is a look back at them, when it is time for one.
    """

    look: PersonPage
    names: Mapping[str, str]
    text: Article
    review: Review | None = None


def draw_card(card: Card, width: int, now: datetime) -> Content:
    """Draw two lines: who, when they published last, what is new; and their circles or role."""
    person, room = card.person, min(width, 96)
    count = f"{card.unread:,}" if card.unread else ""
    when = ago(card.last, now) if card.last else "–"
    name = fit(person.name, max(8, room - 13))
    about = " · ".join(person.circles) or person.role or "in no circle"
    about = line(f"muted · {about}" if person.is_muted else about, room - 2)
    tone = "bold" if person.is_followed else "$text-muted"
    return Content.assemble(
        (name, tone),
        (f"{when:>8}", "$text-muted"),
        (f"{count:>5}", "bold $primary"),
        "\n  ",
        (about, "$text-muted"),
    )


def draw_head(found: Page, width: int) -> Iterator[Option]:
    """Draw who it is and why I follow them."""
    person = found.look.person
    state = f"  muted: not in the River · {key_of('mute')} lets them back" if person.is_muted else ""
    state = state if person.is_followed else "  no longer followed"
    yield rows.told(Content.assemble((line(person.name, width - len(state)), "bold"), (state, "$text-muted")))
    if person.role:
        yield rows.wrapped(person.role, width, "$text-muted")
    if person.problem:
        yield rows.wrapped(f"⚠ {person.problem}", width, "$warning")
    yield rows.gap()
    yield rows.fact("why", person.why or f"– {key_of('edit', 'people')} says why you follow them", width)
    yield rows.fact("themes", " · ".join(found.names.get(s, s) for s in person.themes) or "–", width)
    yield rows.fact("circles", " · ".join(person.circles) or "–", width)
    if person.created.year > 1970:
        yield rows.fact("since", day(person.created).partition(" ")[2], width)
    yield rows.gap()


def draw_themes(look: PersonPage, width: int) -> Iterator[Option]:
    """Draw how many of their posts are on each theme."""
    counts = [(name, count) for name, count in look.by_theme if count][:8]
    if not counts:
        return
    yield rows.section("Posts by theme")
    top = max(count for _, count in counts)
    room = min(BAR, max(6, width - 40))
    for name, count in counts:
        bar = "━" * max(1, round(room * count / top))
        yield rows.told(Content.assemble("  ", fit(name, 22), f"{count:>6,}  ", (bar, "$primary")))
    yield rows.gap()


def card_fields(person: Person, names: Mapping[str, str], circles: tuple[str, ...]) -> list[Field]:
    """Return the lines of the form in which the card is changed."""
    return [
        Field(id="name", label="name", value=person.name),
        Field(id="why", label="why", value=person.why, hint="What do I want to learn from them?"),
        Field(id="role", label="role", value=person.role, hint="data engineer, teacher, …"),
        Field(
            id="themes",
            label="themes",
            value=", ".join(names.get(slug, slug) for slug in person.themes),
            hint="with commas; their posts count for these",
            known=tuple(names.values()),
        ),
        Field(
            id="circles",
            label="circles",
            value=", ".join(person.circles),
            hint="with commas: colleagues, authors",
            known=circles,
        ),
    ]


def draw_review(review: Review | None, now: datetime, width: int) -> Iterator[Option]:
    """Draw whether it is still useful to follow them, when it is time to ask."""
    if review is not None:
        yield rows.section("Is it still useful?", f"{key_of('look-back')} answers")
        yield rows.wrapped(review_said(review, now), width, indent="  ")
        yield rows.gap()
