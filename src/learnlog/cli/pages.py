"""The pages of a theme and of a person, for reading and for programs."""

from datetime import datetime
from typing import TYPE_CHECKING

from learnlog.cli.as_json import Json
from learnlog.cli.as_text import (
    Names,
    body,
    dashed,
    day,
    entry_rows,
    facts,
    headline,
    named,
    person_rows,
    post_rows,
    section,
    short,
)
from learnlog.cli.fetch_text import channel_lines
from learnlog.cli.output import Cell, Styled, say
from learnlog.model.interchange import entry_dict, kept_dict, person_dict, post_dict, theme_dict

if TYPE_CHECKING:
    from learnlog.model.post import KeptPost, Post
    from learnlog.overview.person_page import PersonPage
    from learnlog.overview.theme_page import ThemePage
    from learnlog.workspace import Workspace

BARS = "·▁▂▃▄▅▆▇█"
NEWEST = 8
"""How many posts a theme's page shows."""


def weeks(counts: tuple[int, ...]) -> str:
    """Return a small picture of counts, one sign a week, or nothing when all are none."""
    most = max(counts, default=0)
    if not most:
        return ""
    return "".join(BARS[-(-n * (len(BARS) - 1) // most)] for n in counts) + f" (last {len(counts)} weeks)"


def page_of_theme(page: "ThemePage", names: Names) -> None:
    """Print a theme's page."""
    theme = page.theme
    say(Styled(theme.name, "bold"), "" if theme.status.value == "active" else f" ({theme.status.value})")
    facts(
        [
            ("id", theme.slug),
            ("question", theme.question),
            ("also", ", ".join(theme.aliases)),
            ("words", ", ".join((*theme.keywords, *theme.tags))),
            ("by me", weeks(page.written)),
            ("by others", weeks(page.published)),
            ("unread", str(page.unread or "")),
            ("file", theme.path),
            ("look at", theme.problem),
        ]
    )
    body(theme.body)
    section("Insights", entry_rows(page.insights, names))
    section("Open questions", entry_rows(page.questions, names))
    section("Entries", entry_rows(page.entries, names))
    section("Kept", kept_rows(page.kept))
    section("People", person_rows(page.people, names, {}, {}))
    section("Newest posts", post_rows(page.posts[:NEWEST], names))


def page_of_person(page: "PersonPage", names: Names, now: datetime) -> None:
    """Print a person's page."""
    person = page.person
    say(Styled(person.name, "bold"), "" if person.is_followed else " (unfollowed)")
    facts(
        [
            ("id", person.id),
            ("role", person.role),
            ("why", person.why),
            ("circles", ", ".join(person.circles)),
            ("themes", ", ".join(named(person.themes, names))),
            ("writes on", ", ".join(f"{name} ({count})" for name, count in page.by_theme)),
            ("unread", str(page.unread or "")),
            ("file", person.path),
            ("look at", person.problem),
        ]
    )
    body(person.body)
    if page.standings:
        say()
        say(Styled("Channels", "bold"))
    for one in page.standings:
        for parts in channel_lines(one, now):
            say(*parts)
    section("What came from them", entry_rows(page.insights, names))
    section("Kept", kept_rows(page.kept))
    section("Newest posts", post_rows(page.posts, names))


def kept_rows(kept: "tuple[KeptPost, ...]") -> list[list[Cell]]:
    """Return the lines of a list of kept posts."""
    return [
        [
            short(k.id),
            day(k.kept),
            k.author,
            [Styled(headline(k.headline), "bold"), dashed(k.why)],
        ]
        for k in kept
    ]


def theme_page_json(workspace: "Workspace", page: "ThemePage") -> Json:
    """Return a theme with what hangs on it for programs."""
    return {
        **theme_dict(page.theme),
        "insights": [entry_dict(e) for e in page.insights],
        "questions": [entry_dict(e) for e in page.questions],
        "entries": [entry_dict(e) for e in page.entries],
        "kept": [kept_dict(k) for k in page.kept],
        "people": [person_dict(p) for p in page.people],
        "posts": posts_json(workspace, page.posts),
        "unread": page.unread,
    }


def posts_json(workspace: "Workspace", posts: "tuple[Post, ...] | list[Post]") -> list[Json]:
    """Return posts with their whole texts for programs."""
    texts = [workspace.keeping.text(post) for post in posts]
    return [post_dict(post, whole.text, whole.social) for post, whole in zip(posts, texts, strict=True)]
