"""How a post looks on one line of the River, and at the head of the page that shows it."""

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from learnlog.model.article import Footnote
from learnlog.model.post import Post, rules_said
from learnlog.tui.key_names import key_of
from learnlog.tui.screens.river_signs import EDITED, row_parts
from learnlog.tui.text import ago, fit, line

SIGNS = 4
"""Cells of the signs: unread, then a draft, a star or a kept copy."""
WHEN = 7
WORDS_A_MINUTE = 230


def post_row(
    post: Post, width: int, now: datetime, *, drafted: bool = False, opened: bool = False, person: int = 0
) -> Content:
    """Return one line of at most `width` cells: signs, person, date, title; unread ones stand out.

    A warning stands in place of the words until it was `opened`. ``+2`` are two others who say the same. `person` are
    the cells of a name that is said in full; without, it is shortened as the width asks for.
    """
    called = post.person_name or post.author
    called = line(called, person) if person else short_name(called, person := 16 if width >= 58 else 9)
    room = max(6, width - SIGNS - person - WHEN - 2)
    quiet = "$text-muted" if post.read else ""
    more = f" +{len(post.others)}" if post.others else ""
    return Content.assemble(
        _signs(post, drafted),
        (fit(called, person), quiet),
        (ago(post.published, now).rjust(WHEN) + "  ", "$text-muted"),
        *row_parts(post, max(4, room - len(more)), quiet or "bold", opened=opened),
        (more, "$text-muted"),
    )


def short_name(name: str, width: int) -> str:
    """Return `name`, or where it does not fit the first name and an initial: Chidi O."""
    cleaned = line(name)
    first, _, rest = cleaned.partition(" ")
    if Content(cleaned).cell_length <= width or not rest:
        return cleaned
    return f"{first} {rest.rpartition(' ')[2][:1]}."


def _signs(post: Post, drafted: bool) -> Content:
    mark = "✎" if drafted else "⊘" if post.is_hidden else "★" if post.starred else "◆" if post.kept else " "
    return Content.assemble(" ", ("●" if not post.read else " ", "$primary"), (mark, "$accent"), " ")


DEEDS = {"like": "♥ liked", "boost": "↻ boosted by you", "bookmark": "⚑ bookmarked"}
"""How it is said what I did with a post on its network."""


def minutes(words: int) -> str:
    """Return how long `words` take to read, or nothing when that is unknown."""
    return f"{max(1, round(words / WORDS_A_MINUTE))} min" if words else ""


def post_head(
    post: Post, now: datetime, themes: dict[str, str], width: int, more: Sequence[Content] = ()
) -> Content:
    """Return the title, and who says it, where, when and how long it takes; `themes` are names by slug.

    `more` are the lines that only some posts have.
    """
    where = Footnote(1, post.url).place.partition("/")[0] if post.url else ""
    moment = post.published.astimezone(now.tzinfo)
    date = f"{moment.day} {moment:%b %Y}"
    told = post.is_boost or not post.person_name or post.author in ("", post.person_name)
    author = "" if told else f"by {post.author}"
    title = line(post.title, width * 3 - 10)
    room = max(8, width - len(date) - 4)
    who = (line(post.person_name or post.author, room), "" if title else "bold")
    facts = [fact for fact in (author, where, date, minutes(post.words)) if fact]
    for spare in (where, author, minutes(post.words)):
        if spare in facts and Content(" · ".join((who[0], *facts))).cell_length > width:
            facts.remove(spare)
    rest = line(" · ".join(("", *facts)), max(10, width - Content(who[0]).cell_length - 1))
    lines = [Content.styled(title, "bold")] if title else []
    lines.append(Content.assemble(who, " ", rest).stylize("$text-muted"))
    lines += more
    if post.others:
        lines.append(Content.styled(also_said(post, width), "$accent"))
    if post.edited is not None:
        lines.append(
            Content.styled(
                f"{EDITED} edited {ago(post.edited, now)} · {key_of('changes')} shows what changed", "$accent"
            )
        )
    if state := " · ".join(_state(post, themes)):
        lines.append(Content.styled(line(state, width), "$accent"))
    lines += [Content.styled(line(said, width), "$text-muted") for said in rules_said(post, themes)]
    return Content("\n").join(lines)


def also_said(post: Post, width: int) -> str:
    """Return who else says what `post` says, as many as there is room for, and the key that shows them."""
    names = list(dict.fromkeys(line(voice.called, 40) for voice in post.others))
    said, end = "also said by ", f" · {key_of('voices')}"
    for shown in range(len(names), 0, -1):
        rest = f" and {len(names) - shown} more" if shown < len(names) else ""
        words = f"{said}{', '.join(names[:shown])}{rest}{end}"
        if Content(words).cell_length <= width:
            return words
    return line(f"{said}{len(names)} others{end}", width)


def _state(post: Post, themes: dict[str, str]) -> list[str]:
    parts = ["★ starred"] if post.starred else []
    parts += ["◆ kept"] if post.kept else []
    parts += [words for deed, words in DEEDS.items() if deed in post.deeds]
    return parts + [themes.get(slug, slug) for slug in post.themes]
