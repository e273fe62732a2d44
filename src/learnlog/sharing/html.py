"""A summary as one HTML file: no script is needed to read it, and nothing is loaded from anywhere."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from learnlog.sharing.markup import prose
from learnlog.sharing.shared import SharedEntry, SourceUsed
from learnlog.sharing.summary import Summary

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TALLEST = 24
"""Pixels of the tallest bar."""


def render_html(summary: Summary, *, page_id: str, comments: bool = True, language: str = "en") -> str:
    """Return `summary` as a page that says what it is: `page_id` comes back with the comments made on it."""
    made = _Page(summary, comments)
    script = text_of("comments.js")
    return made.part(
        "summary.html",
        page_id=page_id,
        language=language,
        **styled(),
        script=_safe(script),
        script_hash=_safe(_source_hash(script)),
        title=f"{summary.learner or 'A learner'}, {period(summary)}",
        period=period(summary),
        weeks=weeks_of(summary),
        has_pictures=any(entry.pictures for entry in summary.every),
        has_sources=any(theme.sources for theme in summary.themes),
    )


def styled() -> "dict[str, Markup]":
    """Return the style that all pages share, and how their content security policy names it."""
    style = text_of("style.css")
    return {"style": _safe(style), "style_hash": _safe(_source_hash(style))}


class _Page:
    """One page being made: numbers its comment boxes, and knows the tallest bar."""

    def __init__(self, summary: Summary, comments: bool) -> None:
        self._summary = summary
        self._comments = comments
        self._numbers: Iterator[int] = count(1)
        self._most = summary.tallest

    def part(self, name: str, **values: Any) -> "Markup":
        """Return a part of the page, filled in; whatever is filled in is escaped."""
        ways = {"day": day, "prose": safe_prose, "cite": cite, "work": work, "height": self._height}
        shared = {"summary": self._summary, "comments": self._comments}
        return _safe(filled(name, article=self._article, box=self._box, **ways, **shared, **values))

    def _article(self, entry: SharedEntry) -> "Markup":
        return self.part("article.html", entry=entry)

    def _box(self, entry: str, hash: str, about: str) -> "Markup":
        if not self._comments:
            return _safe("")
        return self.part("box.html", entry=entry, hash=hash, about=about, number=next(self._numbers))

    def _height(self, number: int) -> int:
        return max(3, round(TALLEST * number / self._most))


def period(summary: Summary) -> str:
    """Return which days a summary is about, in words."""
    if summary.first is None or summary.last is None:
        return "nothing yet"
    if summary.first == summary.last:
        return day(summary.last)
    return f"{day(summary.first)} to {day(summary.last)}"


def day(moment: date) -> str:
    """Return a day as a person writes it."""
    return f"{moment.day} {moment:%B %Y}"


def weeks_of(summary: Summary) -> list[date]:
    """Return the Mondays of the weeks that the pictures show."""
    number = len(summary.themes[0].weeks) if summary.themes else 0
    return [summary.monday + timedelta(weeks=week) for week in range(number)] if summary.monday else []


def safe_prose(markdown: str) -> "Markup":
    """Return Markdown as HTML that can do nothing."""
    return _safe(prose(markdown))


def cite(source: SourceUsed) -> "Markup":
    """Return a source as HTML: who and what, linked where it has an address."""
    from html import escape

    words = escape(source.words)
    return _safe(
        f'<a href="{escape(source.url)}" rel="noopener noreferrer">{words}</a>' if source.url else words
    )


def work(source: SourceUsed) -> "Markup":
    """Return a source as HTML without its author, who is named beside it."""
    return cite(replace(source, author=""))


def filled(template: str, **values: Any) -> str:
    """Return a template of ours with `values` filled in, escaped."""
    return _environment().get_template(template).render(**values)


def _source_hash(text: str) -> str:
    """Return how a content security policy names a script or style that stands in the page (CSP 3, 6.7.3)."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _safe(text: str) -> "Markup":
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own text, or cleaned by nh3


def safe_block(json: str) -> "Markup":
    """Return JSON in which no tag stands, as it is, for a data block of a page."""
    if "<" in json:
        raise ValueError("a tag could stand in it")
    return _safe(json)


@cache
def text_of(name: str) -> str:
    """Return the text of a template, style or script of ours."""
    from importlib.resources import files  # loads tempfile

    return files("learnlog.sharing").joinpath("page", name).read_text(encoding="utf-8")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(text_of),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
