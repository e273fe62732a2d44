"""Lists and pages as a person likes to read them in a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from learnlog.cli.output import Cell, Styled, cut, say, table, terminal_width
from learnlog.cli.social_text import GONE, facts_of, links_of, said_in_a_row, whole_text

if TYPE_CHECKING:
    from learnlog.model.document import Document
    from learnlog.model.entry import Entry
    from learnlog.model.person import Person
    from learnlog.model.post import KeptPost, Post, PostText
    from learnlog.model.query import Hit
    from learnlog.model.theme import WorkTheme
    from learnlog.sharing.feedback import Remark

SHORT = 6
"""How many letters of an id are shown; that many are enough to type."""

LONGEST = 100
"""How many letters of a headline are shown where no terminal's width says it."""

Names = Mapping[str, str]
"""What themes are called, by their slugs."""


def short(id: str) -> Styled:
    """Return the end of an id, which is what differs and can be typed back."""
    return Styled(id[-SHORT:], "accent")


def day(moment: datetime) -> Styled:
    """Return a moment's date."""
    return Styled(f"{moment:%Y-%m-%d}", "dim")


def minute(moment: datetime) -> Styled:
    """Return a moment to the minute."""
    return Styled(f"{moment:%Y-%m-%d %H:%M}", "dim")


def joined(words: Iterable[str]) -> Styled:
    """Return `words` after a quiet dot, or nothing."""
    listed = ", ".join(words)
    return Styled(f" · {listed}" if listed else "", "dim")


def named(slugs: Iterable[str], names: Names) -> tuple[str, ...]:
    """Return what the themes `slugs` are called; one that has no page is called as it was written."""
    return tuple(names.get(slug, slug) for slug in slugs)


def headline(text: str) -> str:
    """Return a headline no longer than a line: what has no title shows its first lines, which are long."""
    return cut(text, terminal_width() or LONGEST)


def dashed(text: str) -> Styled:
    """Return `text` after a dash, or nothing."""
    return Styled(f" — {text}" if text else "", "dim")


def entry_rows(entries: Iterable["Entry"], names: Names) -> list[list[Cell]]:
    """Return the lines of a list of entries."""
    return [
        [
            short(e.id),
            minute(e.created),
            e.kind.value,
            [headline(e.headline), joined((*named(e.themes, names), *_shared(e)))],
        ]
        for e in entries
    ]


def _shared(entry: "Entry") -> tuple[str, ...]:
    return () if entry.visibility.value == "private" else (f"for {entry.visibility.value}",)


def post_rows(posts: Iterable["Post"], names: Names) -> list[list[Cell]]:
    """Return the lines of a list of posts: ● is unread, ★ starred, ◆ kept."""
    return [
        [
            short(p.id),
            day(p.published.astimezone()),
            Styled(f"{' ' if p.read else '●'}{'★' if p.starred else ' '}{'◆' if p.kept else ' '}", "warn"),
            p.person_name,
            [
                Styled(headline(said_in_a_row(p)), "" if p.read else "bold"),
                joined(named(p.themes, names)),
                Styled(_also(p), "dim"),
            ],
        ]
        for p in posts
    ]


def _also(post: "Post") -> str:
    names = dict.fromkeys(voice.called for voice in post.others)
    return f" · also {', '.join(names)}" if names else ""


def hit_rows(hits: Iterable["Hit"], posts: Mapping[str, "Post"]) -> list[list[Cell]]:
    """Return the lines of a search's results; themes and people are typed back by their whole id.

    `posts` are those of the hits that several voices tell, by id.
    """
    return [
        [
            Styled(hit.id, "accent") if hit.type in ("theme", "person") else short(hit.id),
            day(hit.moment),
            hit.kind or hit.type,
            [
                Styled(headline(hit.title) or "(untitled)", "bold"),
                Styled(_also(posts[hit.id]) if hit.id in posts else "", "dim"),
                dashed(_excerpt(hit)),
            ],
        ]
        for hit in hits
    ]


def _excerpt(hit: "Hit") -> str:
    """Return what the excerpt says beyond the title."""
    said = " ".join(hit.excerpt.split())
    return "" if hit.title.startswith(said.rstrip("…")) else said


def theme_rows(themes: Iterable["WorkTheme"]) -> list[list[Cell]]:
    """Return the lines of a list of themes."""
    return [
        [
            Styled(t.slug, "accent"),
            t.status.value,
            [Styled(t.name, "bold"), dashed(t.question)],
        ]
        for t in themes
    ]


def person_rows(
    people: Iterable["Person"], names: Names, unread: Mapping[str, int], last: Mapping[str, datetime]
) -> list[list[Cell]]:
    """Return the lines of a list of people, with how many posts wait and when the last one came."""
    return [
        [
            Styled(p.id, "accent"),
            day(last[p.id].astimezone()) if p.id in last else "",
            f"{unread[p.id]} new" if unread.get(p.id) else "",
            [
                Styled(p.name, "bold"),
                joined((*p.circles, *named(p.themes, names))),
                "  (muted)" if p.is_muted else "" if p.is_followed else "  (unfollowed)",
            ],
        ]
        for p in people
    ]


def facts(pairs: Sequence[tuple[str, str]]) -> None:
    """Print what is not empty of `pairs` as quiet lines of name and value."""
    filled = [(name, value) for name, value in pairs if value]
    if filled:
        table([[Styled(name, "dim"), value] for name, value in filled])


def section(title: str, rows: Sequence[Sequence[Cell]]) -> None:
    """Print a part of a page, if it has any rows."""
    if rows:
        say()
        say(Styled(title, "bold"))
        table(rows)


def page_of_entry(entry: "Entry", linked_from: Sequence["Document"], names: Names) -> None:
    """Print an entry."""
    say(Styled(entry.headline, "bold"))
    facts(
        [
            ("id", entry.id),
            ("written", f"{entry.created:%Y-%m-%d %H:%M}"),
            ("kind", entry.kind.value + (f", {entry.status}" if entry.status else "")),
            ("themes", ", ".join(named(entry.themes, names))),
            ("tags", ", ".join(entry.tags)),
            ("visible", entry.visibility.value),
            ("links", ", ".join(f"{link.relation} {link.target}" for link in entry.links)),
            ("answered by", entry.answered_by),
            ("linked from", ", ".join(f"{d.type.value} {d.id}" for d in linked_from)),
            ("files", ", ".join(f"{one.name} ({one.told})" for one in entry.attachments)),
            ("sent", ", ".join(place.url or place.uri for place in entry.sent)),
            ("file", entry.path),
            ("look at", entry.problem),
        ]
    )
    body(entry.body)


def remarks_on_page(remarks: Sequence["Remark"]) -> None:
    """Print what was said about an entry, each comment in full with who, how and about which version."""
    if remarks:
        say()
        say(Styled("Said about it", "bold"))
    for one in remarks:
        kept = one.comment
        late = "  (about an earlier version)" if one.is_earlier else ""
        when = day(kept.published.astimezone())
        say(short(kept.id), "  ", when, f"  {kept.author} · {kept.comment}", Styled(late, "warn"))
        say(kept.body.strip())


def body(text: str) -> None:
    """Print a text after a blank line, if there is any."""
    if text.strip():
        say()
        say(text.strip("\n"))


def page_of_kept(kept: "KeptPost", names: Names, *, gone: bool = False) -> None:
    """Print a kept post; `gone` says that its author took back what was kept."""
    say(Styled(headline(kept.headline), "bold"))
    facts(
        [
            ("id", kept.id),
            ("by", kept.author),
            ("published", f"{kept.published.astimezone():%Y-%m-%d}"),
            ("kept", f"{kept.kept:%Y-%m-%d}"),
            ("why", kept.why),
            ("themes", ", ".join(named(kept.themes, names))),
            ("tags", ", ".join(kept.tags)),
            ("answers", kept.answers),
            ("at", kept.url),
            ("source", GONE if gone else ""),
            ("file", kept.path),
            ("look at", kept.problem),
        ]
    )
    body(kept.body)


def page_of_post(post: "Post", text: "PostText", names: Names) -> None:
    """Print a post."""
    from learnlog.model.post import rules_said

    marks = [word for word, is_so in (("read", post.read), ("starred", post.starred)) if is_so]
    say(Styled(headline(post.headline), "bold"))
    facts(
        [
            ("id", post.id),
            ("by", post.person_name if post.is_boost else post.author or post.person_name),
            *facts_of(post, text),
            ("published", f"{post.published.astimezone():%Y-%m-%d %H:%M}"),
            ("themes", ", ".join(named(post.themes, names))),
            ("edited", f"{post.edited.astimezone():%Y-%m-%d %H:%M}" if post.edited else ""),
            ("also", ", ".join(dict.fromkeys(voice.called for voice in post.others))),
            ("marks", ", ".join(marks)),
            ("rules", "; ".join(rules_said(post, names))),
            ("kept", post.kept),
            ("at", post.url),
        ]
    )
    body(whole_text(text))
    section("Links", links_of(text, post.url))
