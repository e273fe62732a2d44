"""The comments file for people who rather write than click, and reading both kinds of comments back."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from learnlog.model.errors import LearnlogError
from learnlog.model.ids import is_id
from learnlog.model.moments import EPOCH, from_text
from learnlog.model.safe import clean_line, clean_text, line_in
from learnlog.sharing.shared import SharedEntry
from learnlog.sharing.summary import Summary
from learnlog.vault.given import read_given

KINDS: Final = ("notice", "ask", "suggest")
LARGEST: Final = 5 * 2**20
MOST: Final = 2000
LONGEST: Final = 20_000
_PAGE = re.compile(r"<!-- learnlog page ([0-9a-z]{26}) -->", re.IGNORECASE)
_ENTRY = re.compile(
    r"^<!-- learnlog entry ([0-9a-z]{26}|question) ([0-9a-f]{64}|-) -->\s*$", re.IGNORECASE | re.MULTILINE
)
_KIND = re.compile(rf"^({'|'.join(KINDS)}):[ \t]*", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(r"^from:[ \t]*(.*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment of a coach. ``entry`` is "" for an answer to my question; ``id`` the same whenever it is saved."""

    id: str
    entry: str
    kind: str
    text: str
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """A comments file: on which page, by whom, when."""

    page: str
    by: str
    made: datetime
    comments: tuple[Comment, ...]


def comments_form(summary: Summary, page_id: str) -> str:
    """Return the Markdown file in which comments can be written."""
    return "\n".join(_form(summary, page_id)).rstrip() + "\n"


def _form(summary: Summary, page_id: str) -> Iterator[str]:
    yield f"# Comments for {clean_line(summary.learner) or 'the learner'}\n"
    yield f"<!-- learnlog page {page_id} -->\n"
    yield "Write behind `notice:`, `ask:` or `suggest:`, as much as you like; leave out what you do not need."
    yield "Leave the lines in <!-- --> as they are: they say what a comment is about. Mail this file back.\n"
    yield "from:\n"
    if summary.question:
        yield "## My question to you\n"
        yield from (f"> {line}".rstrip() for line in summary.question.splitlines())
        yield "\n<!-- learnlog entry question - -->\nsuggest:\n"
    for entry in summary.every:
        yield from _boxes(entry)


def _boxes(entry: SharedEntry) -> Iterator[str]:
    yield f"## {entry.title}\n"
    yield f"<!-- learnlog entry {entry.id} {entry.hash} -->"
    yield from (f"{kind}:\n" for kind in KINDS)


def read_comments(path: Path) -> Comments:
    """Read a comments file, saved by the page or written in the form.

    Raises:
        NotFoundError: there is no such file.
        LearnlogError: it is too large, or no comments file.
    """
    data = read_given(
        path,
        LARGEST,
        is_what="A comments file never is; ask for it again.",
        try_what="Give the comments file that came back.",
    )
    text = data.decode("utf-8-sig", "replace")
    return _of_json(text) if text.lstrip()[:1] == "{" else _of_markdown(text)


def _strange() -> LearnlogError:
    return LearnlogError(
        "This is no comments file of learnlog.",
        "It is what “Save comments” on the page saves, or the filled-in comments.md of the bundle.",
    )


def _of_json(text: str) -> Comments:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise _strange() from None
    listed = data.get("comments") if isinstance(data, dict) and data.get("learnlog") == "comments" else None
    page = line_in(data, "page", 26).lower() if isinstance(data, dict) else ""
    if not isinstance(listed, list) or not is_id(page):
        raise _strange()
    comments = (_comment(item, page) for item in listed[:MOST] if isinstance(item, dict))
    made = from_text(line_in(data, "made", 40), EPOCH)
    return Comments(page=page, by=line_in(data, "from", 80), made=made, comments=_each_once(comments))


def _comment(item: dict[str, Any], page: str) -> Comment | None:
    text = item.get("text")
    said = clean_text(text[: LONGEST * 2]).strip()[:LONGEST] if isinstance(text, str) else ""
    entry, kind = line_in(item, "entry", 26).lower(), line_in(item, "kind", 20)
    if not said or (entry and not is_id(entry)):
        return None
    return Comment(
        id=f"{page}.{line_in(item, 'id', 64) or entry}",
        entry=entry,
        kind=kind if kind in KINDS else KINDS[0],
        text=said,
        hash=line_in(item, "hash", 64),
    )


def _of_markdown(text: str) -> Comments:
    found = _PAGE.search(text)
    if found is None:
        raise _strange()
    page, pieces = found[1].lower(), _ENTRY.split(text)
    comments = []
    for entry, hash, piece in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        about = "" if entry.lower() == "question" else entry.lower()
        comments += list(_said(page, about, "" if hash == "-" else hash, piece))
    by = _FROM.search(pieces[0])
    return Comments(
        page=page, by=clean_line(by[1], 80) if by else "", made=EPOCH, comments=_each_once(comments[:MOST])
    )


def _said(page: str, entry: str, hash: str, piece: str) -> Iterator[Comment]:
    """Yield the comments in the form's part about one entry; a next heading ends the last one."""
    parts = _KIND.split(piece)
    for number, (kind, words) in enumerate(zip(parts[1::2], parts[2::2], strict=True)):
        said = clean_text(re.split(r"^## ", words, maxsplit=1, flags=re.MULTILINE)[0]).strip()[:LONGEST]
        if said:
            kind = kind.lower()
            yield Comment(
                id=f"{page}.{entry or 'question'}.{kind}.{number}",
                entry=entry,
                kind=kind,
                text=said,
                hash=hash,
            )


def _each_once(comments: Iterable[Comment | None]) -> tuple[Comment, ...]:
    return tuple({comment.id: comment for comment in comments if comment}.values())
