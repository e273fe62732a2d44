"""Reading a cohort's file that somebody else made: nothing in it is believed, and nothing of it is run or opened."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from learnlog.model.cohort import CohortFile, Meeting, Member, MemberEntry, Thread
from learnlog.model.errors import LearnlogError
from learnlog.model.ids import is_id
from learnlog.model.moments import day_of
from learnlog.model.safe import clean_line, clean_text, line_in
from learnlog.sharing.names import is_signed
from learnlog.vault.given import read_given

LARGEST: Final = 20 * 2**20
"""Bytes of a cohort's file."""
MOST: Final = 2000
"""How many of each thing are read of it."""
_BODY: Final = 100_000
_BEGINS: Final = re.compile(
    r'<script type="application/json" id="learnlog-cohort" data-signature="([A-Za-z0-9+/=]{0,200})">'
)
_ENDS: Final = "</script>"
_T = TypeVar("_T")


def as_text(file: CohortFile) -> str:
    """Return the file's data as JSON in which no tag can stand."""
    values = {"learnlog": "cohort", "version": 1, **asdict(file)}
    said = json.dumps(values, ensure_ascii=False, default=_day_text)
    return said.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _day_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no place in a cohort's file")


def read_cohort(path: Path) -> tuple[CohortFile, str]:
    """Read the cohort's file at `path`; return it with what it says, as JSON.

    Raises:
        NotFoundError: there is no such file.
        LearnlogError: it is too large, no cohort's file, or was changed after it was made.
    """
    data = read_given(
        path,
        LARGEST,
        is_what="A cohort's file never is; ask for it again.",
        try_what="Give the page that your coach gave you.",
    )
    text = data.decode("utf-8", "replace")
    found = _BEGINS.search(text)
    end = text.find(_ENDS, found.end()) if found else -1
    if found is None or end < 0:
        raise _strange()
    said = text[found.end() : end]
    file = _file(_parsed(said))
    if file is None:
        raise _strange()
    if not is_signed(said.encode("utf-8", "replace"), found[1], file.key):
        raise LearnlogError("This page was changed by somebody after it was made.", "Ask for it again.")
    return file, as_text(file)


def read_text(text: str) -> CohortFile | None:
    """Return a file from what `as_text` made of it."""
    return _file(_parsed(text))


def _strange() -> LearnlogError:
    return LearnlogError(
        "This is no page of a cohort.", "It is what a coach's `learnlog coach page` writes: an HTML file."
    )


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _file(values: object) -> CohortFile | None:
    if not isinstance(values, dict) or values.get("learnlog") != "cohort":
        return None
    id, made, number = (
        line_in(values, "id", 26).lower(),
        day_of(line_in(values, "made", 10)),
        values.get("number"),
    )
    if not is_id(id) or made is None:
        return None
    return CohortFile(
        id=id,
        made=made,
        number=min(max(number, 0), 10**6) if isinstance(number, int) else 0,
        by=line_in(values, "by", 80) or "a coach",
        key=line_in(values, "key", 60),
        announcements=tuple(clean_text(words[:_BODY]) for words in _strings(values.get("announcements"))),
        members=_each(values, "members", _member),
        meetings=_each(values, "meetings", _meeting),
        threads=_each(values, "threads", _thread),
        others=_each(values, "others", _entry),
        questions=_each(values, "questions", _entry),
    )


def _each(values: dict[str, Any], name: str, read: Callable[[dict[str, Any]], _T | None]) -> tuple[_T, ...]:
    listed = values.get(name)
    items = listed[:MOST] if isinstance(listed, list) else ()
    return tuple(one for item in items if isinstance(item, dict) and (one := read(item)) is not None)


def _strings(listed: object) -> Iterator[str]:
    yield from (item for item in (listed[:MOST] if isinstance(listed, list) else ()) if isinstance(item, str))


def _lines(values: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(line for item in _strings(values.get(name)) if (line := clean_line(item, 120)))[:50]


def _member(values: dict[str, Any]) -> Member | None:
    called = line_in(values, "called", 80)
    said = line_in(values, "introduction", 600)
    return Member(called=called, introduction=said, offers=_lines(values, "offers")) if called else None


def _meeting(values: dict[str, Any]) -> Meeting | None:
    first, second = line_in(values, "first", 80), line_in(values, "second", 80)
    return Meeting(first=first, second=second, themes=_lines(values, "themes")) if first and second else None


def _thread(values: dict[str, Any]) -> Thread | None:
    title = line_in(values, "title", 200)
    return Thread(title=title, entries=_each(values, "entries", _entry)) if title else None


def _entry(values: dict[str, Any]) -> MemberEntry | None:
    day, body = day_of(line_in(values, "day", 10)), values.get("body")
    if day is None:
        return None
    return MemberEntry(
        by=line_in(values, "by", 80) or "somebody",
        title=line_in(values, "title", 200) or "(no title)",
        body=clean_text(body[:_BODY]) if isinstance(body, str) else "",
        day=day,
        themes=_lines(values, "themes"),
    )
