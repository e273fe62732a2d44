"""The screen's one door for text: nothing that passes it is ever read as markup."""

from datetime import date, datetime

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from learnlog.model.safe import clean_line, clean_text

_BARS = "▁▂▃▄▅▆▇"


def plain(text: str, style: str = "") -> Content:
    """Return `text` as content: markup in it stays text, and nothing in it can act."""
    cleaned = clean_text(text)
    return Content.styled(cleaned, style) if style else Content(cleaned)


def line(text: str, width: int = 2000) -> str:
    """Return `text` on one line, cleaned, cut with … to at most `width` cells."""
    cleaned = clean_line(text)
    if cell_len(cleaned) <= width:
        return cleaned
    return set_cell_size(cleaned, max(0, width - 1)).rstrip() + "…" if width > 0 else ""


def fit(text: str, width: int) -> str:
    """Return `text` on one line, cut or padded to exactly `width` cells."""
    return set_cell_size(line(text, width), max(0, width))


def ago(moment: datetime, now: datetime) -> str:
    """Return `moment` as a person says it, in at most 7 cells: now, 5m, 2h, yest., Mon, 11 Nov, Nov ’24."""
    moment = moment.astimezone(now.tzinfo)
    seconds = (now - moment).total_seconds()
    days = (now.date() - moment.date()).days
    if seconds < 60:
        return "now" if seconds > -60 else f"{moment.day} {moment:%b}"
    if seconds < 3600:
        return f"{int(seconds // 60)}m"
    if days == 0:
        return f"{int(seconds // 3600)}h"
    if days == 1:
        return "yest."
    if days < 7:
        return f"{moment:%a}"
    if moment.year == now.year or days < 300:
        return f"{moment.day} {moment:%b}"
    return f"{moment:%b ’%y}"


def spoken_day(day: date, today: date) -> str:
    """Return a day, as a person says it: today, 11 Nov, 11 Nov 2024 when that is far from `today`."""
    if day == today:
        return "today"
    is_near = day.year == today.year or abs((today - day).days) < 300
    return f"{day.day} {day:%b}" if is_near else f"{day.day} {day:%b %Y}"


def day(moment: datetime) -> str:
    """Return the date in full: Monday 23 November 2026."""
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def bars(numbers: tuple[int, ...] | list[int]) -> str:
    """Return a small picture of `numbers`, one cell each; zero is a dot on the ground."""
    top = max(numbers, default=0)
    if top <= 0:
        return "·" * len(numbers)
    return "".join("·" if n <= 0 else _BARS[min(6, (n * 7 - 1) // top)] for n in numbers)


def some(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 post, 14 posts."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
