"""A summary on paper: set by Typst, which carries its own typefaces, so that the words can be selected and searched."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from learnlog.model.article import Article, Block, Span, read_html
from learnlog.model.errors import LearnlogError
from learnlog.sharing.html import day, period, weeks_of
from learnlog.sharing.markup import prose
from learnlog.sharing.plain import reviewed
from learnlog.sharing.shared import SharedEntry, SharedEvidence, SharedFile, SourceUsed
from learnlog.sharing.summary import Summary

_WIDE: Final = 600
"""Pixels that fill the width of the page."""
_HIGH: Final = 0.9
"""How high a picture is at most, in widths of the page."""


def render_pdf(summary: Summary, *, language: str = "en") -> bytes:
    """Return `summary` as a PDF on A4.

    Raises:
        LearnlogError: it could not be set.
    """
    import typst

    data = json.dumps(_data(summary, language), ensure_ascii=False)
    pictures = [file for entry in summary.every for file in entry.pictures]
    try:
        with _laid_out(pictures) as (source, root):
            made = typst.compile(source, root=root, sys_inputs={"data": data})
    except (OSError, RuntimeError) as error:  # what Typst raises for whatever it cannot set
        raise LearnlogError(
            "The PDF could not be made.", "`--format html` always can; print that from a browser."
        ) from error
    return bytes(made)


@contextmanager
def _laid_out(pictures: Sequence[SharedFile]) -> Iterator[tuple[Any, Path | None]]:
    """Give the template, and the folder where the pictures lie for it: one that goes, and that only I can read."""
    if not pictures:
        yield _template(), None
        return
    with tempfile.TemporaryDirectory(prefix="learnlog-") as name:
        root = Path(name)
        for one in pictures:
            (root / one.place).write_bytes(one.data)
        (root / "summary.typ").write_bytes(_template())
        yield root / "summary.typ", root


@cache
def _template() -> bytes:
    return files("learnlog.sharing").joinpath("page", "summary.typ").read_bytes()


def _data(summary: Summary, language: str) -> dict[str, Any]:
    parts = (("Goals", summary.goals), ("Entries", summary.entries))
    return {
        "title": f"{summary.learner or 'A learner'}, {period(summary)}",
        "learner": summary.learner,
        "language": language,
        "facts": f"{period(summary)} · made {day(summary.made.date())}",
        "question": _blocks(summary.question),
        "parts": [
            {"heading": heading, "entries": [_entry(summary, entry) for entry in entries]}
            for heading, entries in parts
            if entries
        ],
        "programme": _programme(summary),
        "intentions": [f"{one.told} from “{entry.title}”" for one, entry in summary.intentions],
        "weeks": [str(week.isocalendar().week) for week in weeks_of(summary)],
        "most": summary.tallest,
        "themes": [
            {
                "name": theme.name,
                "weeks": list(theme.weeks),
                "total": theme.total,
                "sources": [
                    [_source(who), [_source(replace(one, author="")) for one in works]]
                    for who, works in theme.experts
                ],
            }
            for theme in summary.themes
        ],
    }


def _programme(summary: Summary) -> dict[str, Any] | None:
    if summary.programme is None:
        return None
    weeks = [
        {"number": str(week.number), "title": week.title, "task": week.task, "day": day(week.opens)}
        | {"standing": week.standing}
        for week in summary.programme.weeks
    ]
    return {"title": summary.programme.title, "weeks": weeks}


def _entry(summary: Summary, entry: SharedEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "facts": " · ".join([day(entry.written), *summary.facts_of(entry)]),
        "replies": list(entry.replies_to),
        "blocks": _blocks(entry.below),
        "reviews": [reviewed(one) for one in entry.reviews],
        "evidence": [_shown(one) for one in entry.evidence],
        "sources": [_source(source) for source in entry.sources],
        "pictures": [_picture(file) for file in entry.pictures],
        "files": [f"{one.name} ({one.told}){f': {one.alt}' if one.alt else ''}" for one in entry.enclosed],
    }


def _picture(file: SharedFile) -> dict[str, Any]:
    """Return a picture with the share of the page's width it takes: none is blown up, a high one stays on the page."""
    from PIL import Image

    with Image.open(BytesIO(file.data)) as image:
        width, height = image.size
    share = min(100, 100 * width / _WIDE, 100 * _HIGH * width / max(height, 1))
    return {
        "file": file.place,
        "name": file.name,
        "alt": file.alt or file.name,
        "share": max(2, round(share)),
    }


def _shown(one: SharedEvidence) -> dict[str, str]:
    source = _source(one.source) if one.source else {"words": one.title, "url": ""}
    return {**source, "words": source["words"] + (f" ({day(one.day)})" if one.day else "")}


def _source(source: SourceUsed) -> dict[str, str]:
    return {"words": source.words, "url": source.url}


def _blocks(markdown: str) -> list[dict[str, Any]]:
    article = read_html(prose(markdown))
    return [_block(article, block) for block in article.blocks]


def _block(article: Article, block: Block) -> dict[str, Any]:
    urls = {link.number: link.url for link in article.links}
    return {
        "kind": block.kind.value,
        "quote": block.quote,
        "depth": block.depth,
        "marker": block.marker,
        "text": block.text,
        "spans": [_span(span, urls) for span in block.spans],
        "rows": [["".join(span.text for span in cell) for cell in row] for row in _even(block)],
    }


def _even(block: Block) -> list[tuple[tuple[Span, ...], ...]]:
    """Return the rows of a table, each as long as the longest."""
    width = max((len(row) for row in block.rows), default=0)
    return [(*row, *((),) * (width - len(row))) for row in block.rows]


def _span(span: Span, urls: dict[int, str]) -> dict[str, Any]:
    return {
        "text": span.text,
        "strong": span.strong,
        "em": span.em,
        "code": span.code,
        "strike": span.strike,
        "url": urls.get(span.link, ""),
    }
