"""A programme's file (TOML): weekly assignments, as a coach writes them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from learnlog.model.errors import LearnlogError
from learnlog.model.moments import day_of
from learnlog.model.safe import clean_line, line_in
from learnlog.plain_file import plain_bytes

LARGEST: Final = 500_000
"""Bytes a programme's file may have."""
_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One week's task. ``opens`` is the day from which it stands on Today; ``prompts`` a pack's name.

    ``id`` is the programme's name and the week's number: what an answer says it answers.
    """

    id: str
    programme: str
    number: int
    title: str
    task: str
    opens: date
    theme: str = ""
    evidence: str = ""
    prompts: str = ""
    people: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme: its ``name`` is its file's, ``start`` the day its first week opens (None: not begun).

    ``left`` is the day from which its tasks stand on Today no more, None while I am in it.
    """

    name: str
    title: str
    about: str = ""
    language: str = "en"
    start: date | None = None
    left: date | None = None
    weeks: tuple[Assignment, ...] = ()


def samples() -> dict[str, bytes]:
    """Return the programmes that come along, by name."""
    from importlib.resources import files  # loads tempfile

    folder = files("learnlog.reflecting").joinpath("programmes")
    found = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name
    )
    return {item.name.split(".")[0]: item.read_bytes() for item in found}


def offered() -> list[tuple[str, "Programme"]]:
    """Return the programmes that come along, understood, with their names."""
    return [(name, read_programme(name, data)) for name, data in samples().items()]


def bytes_of(file: Path) -> bytes:
    """Return what is in `file`, at most a little more than `LARGEST`.

    Raises:
        LearnlogError: it cannot be read.
    """
    try:
        return plain_bytes(file, LARGEST)
    except OSError as error:
        raise LearnlogError(f"{file} cannot be read: {error.strerror}.") from error


def read_programme(name: str, data: bytes) -> Programme:
    """Understand a programme's file.

    Raises:
        LearnlogError: it is no TOML, too large, or has no week with a task.
    """
    import tomllib

    if len(data) > LARGEST:
        raise LearnlogError(f"The programme {name} is larger than half a megabyte.")
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:
        raise LearnlogError(
            f"The programme {name} cannot be understood: {error}.", "Mend its file."
        ) from error
    start = _day(values.get("start"))
    listed = values.get("week")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    theme = line_in(values, "theme", 80)
    weeks = tuple(_week(name, number, item, start, theme) for number, item in enumerate(items, start=1))
    if not any(week.task for week in weeks):
        raise LearnlogError(
            f"The programme {name} has no tasks.", "It needs [[week]] parts, each with a task."
        )
    return Programme(
        name=name,
        title=line_in(values, "title", 120) or name,
        about=line_in(values, "about", 500),
        language=line_in(values, "language", 20) or "en",
        start=start or next((week.opens for week in weeks if week.opens != date.max), None),
        left=_day(values.get("left")),
        weeks=weeks,
    )


def with_day(text: str, key: str, day: date | None) -> str:
    """Return a programme's file with the line ``key = day`` among its first lines; without it when `day` is None."""
    table = _TABLE.search(text)
    head, rest = (text[: table.start()], text[table.start() :]) if table else (text, "")
    line = re.compile(rf"^{key}[ \t]*=.*\n?", re.MULTILINE)
    head, times = line.subn(f"{key} = {day.isoformat()}\n" if day else "", head, count=1)
    if day and not times:
        head = f"{key} = {day.isoformat()}\n{head}"
    return head + rest


def _week(name: str, number: int, item: dict[str, Any], start: date | None, theme: str) -> Assignment:
    opens = _day(item.get("opens")) or (start + timedelta(weeks=number - 1) if start else date.max)
    return Assignment(
        id=f"{name}/{number}",
        programme=name,
        number=number,
        title=line_in(item, "title", 120) or f"Week {number}",
        task=line_in(item, "task", 2000),
        opens=opens,
        theme=line_in(item, "theme", 80) or theme,
        evidence=line_in(item, "evidence", 500),
        prompts=line_in(item, "prompts", 60),
        people=_words(item, "people"),
        outcomes=_words(item, "outcomes"),
    )


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return day_of(value) if isinstance(value, str) else None


def _words(values: dict[str, Any], name: str) -> tuple[str, ...]:
    listed = values.get(name)
    items = listed if isinstance(listed, list) else [listed]
    return tuple(line for item in items[:50] if isinstance(item, str) and (line := clean_line(item, 200)))
