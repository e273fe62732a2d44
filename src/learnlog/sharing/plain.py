"""A summary as Markdown, as JSON, and as a table without texts for a learning department."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from learnlog.model.article_markdown import as_words
from learnlog.model.comeback import Outcome
from learnlog.model.goal import GoalReview
from learnlog.model.safe import clean_line
from learnlog.sharing.assigned import Assigned
from learnlog.sharing.html import day, period, weeks_of
from learnlog.sharing.shared import SharedEntry, SharedEvidence, SharedFile, SourceUsed
from learnlog.sharing.summary import Summary

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a cell begins with that a spreadsheet calculates; the wide ones do so in some languages."""
_COLUMNS = (
    "day",
    "week",
    "kind",
    "open",
    "progress",
    "assignment",
    "intentions",
    "done",
    "themes",
    "sources",
)


def render_markdown(summary: Summary) -> str:
    """Return `summary` as Markdown: the question first, then goals, themes and entries in the learner's order."""
    return "\n".join(_lines(summary)).rstrip() + "\n"


def _lines(summary: Summary) -> Iterator[str]:
    yield f"# {summary.learner or 'A learner'}"
    yield f"\n{period(summary)}, made {day(summary.made.date())}\n"
    if summary.question:
        yield "## My question to you\n"
        yield from (f"> {line}".rstrip() for line in summary.question.splitlines())
        yield ""
    yield from _part(summary, "Goals", summary.goals)
    yield from _programme(summary)
    yield from _part(summary, "Entries", summary.entries)
    if summary.intentions:
        yield "## Intentions, and what came of them\n"
        yield from (f"- {one.told} from “{entry.title}”" for one, entry in summary.intentions)
        yield ""
    if summary.themes:
        yield from _themes(summary)
    yield from _sources(summary)


def _part(summary: Summary, heading: str, entries: Sequence[SharedEntry]) -> Iterator[str]:
    if entries:
        yield f"## {heading}\n"
    for entry in entries:
        yield from _entry(summary, entry)


def _programme(summary: Summary) -> Iterator[str]:
    if summary.programme is None:
        return
    yield f"## {as_words(summary.programme.title)}, week by week\n"
    for week in summary.programme.weeks:
        yield f"- **{week.number}. {as_words(week.title)}** ({day(week.opens)}). {as_words(week.task)}".rstrip()
        yield f"  - {week.standing}"
    yield ""


def _entry(summary: Summary, entry: SharedEntry) -> Iterator[str]:
    yield f"### {entry.title}\n"
    yield f"{' · '.join([day(entry.written), *map(as_words, summary.facts_of(entry))])}\n"
    yield from (f"> {as_words(said)}\n" for said in entry.replies_to)
    if entry.below:
        yield entry.below
    if entry.reviews or entry.review:
        yield "\nHow far:\n"
        yield from (f"- {reviewed(one)}" for one in entry.reviews)
        yield from ([f"- looked at again on {day(entry.review)}"] if entry.review and entry.is_open else [])
    if entry.evidence:
        yield "\nEvidence:\n"
        yield from (f"- {_shown(one)}" for one in entry.evidence)
    if entry.files:
        yield "\nFiles:\n"
        yield from (
            f"- {as_words(one.name)} ({one.told}){f': {as_words(one.alt)}' if one.alt else ''}"
            for one in entry.files
        )
    if entry.sources:
        yield "\nRests on:\n"
        yield from (f"- {_cited(source)}" for source in entry.sources)
    yield ""


def reviewed(one: GoalReview) -> str:
    """Return a look at a goal in words."""
    return f"{day(one.day)}: {one.progress.value}" + (f", {one.note}" if one.note else "")


def _shown(one: SharedEvidence) -> str:
    words = _cited(one.source) if one.source else as_words(one.title)
    return words + (f" ({day(one.day)})" if one.day else "")


def _sources(summary: Summary) -> Iterator[str]:
    themes = [theme for theme in summary.themes if theme.sources]
    if themes:
        yield "## Whom and what I learned from\n"
    for theme in themes:
        yield f"### {as_words(theme.name)}\n"
        for who, works in theme.experts:
            of_theirs = "; ".join(_cited(replace(one, author="")) for one in works)
            yield f"- {_cited(who)}{f': {of_theirs}' if of_theirs else ''}"
        yield ""


def _cited(source: SourceUsed) -> str:
    words = as_words(source.words)
    return f"[{words}](<{source.url}>)" if source.url else words


def _themes(summary: Summary) -> Iterator[str]:
    yield "## Themes, week by week\n"
    yield "| theme | " + " | ".join(f"w{week.isocalendar().week}" for week in weeks_of(summary)) + " | all |"
    yield "| --- |" + " ---: |" * (len(weeks_of(summary)) + 1)
    for theme in summary.themes:
        name = as_words(theme.name.replace("|", "/"))
        yield f"| {name} | " + " | ".join(map(str, theme.weeks)) + f" | {theme.total} |"
    yield ""


def as_json(summary: Summary) -> dict[str, Any]:
    """Return `summary` as plain values; the names are an interface."""
    return {
        "learner": summary.learner,
        "made": summary.made.date().isoformat(),
        "question": summary.question,
        "first": summary.first.isoformat() if summary.first else None,
        "last": summary.last.isoformat() if summary.last else None,
        "entries": [entry_dict(entry) for entry in summary.every],
        "themes": [
            {
                "slug": theme.slug,
                "name": theme.name,
                "weeks": list(theme.weeks),
                "sources": [_source(source) for source in theme.sources],
            }
            for theme in summary.themes
        ],
        "intentions": [{**one.front_matter(), "entry": entry.id} for one, entry in summary.intentions],
        "programme": _programme_dict(summary.programme),
        "assignments": dict(summary.assignments),
        "monday": summary.monday.isoformat() if summary.monday else None,
    }


def _programme_dict(programme: Assigned | None) -> dict[str, Any] | None:
    if programme is None:
        return None
    weeks = [
        {
            "id": week.id,
            "number": week.number,
            "title": week.title,
            "task": week.task,
            "opens": week.opens.isoformat(),
            "answers": list(week.answers),
        }
        for week in programme.weeks
    ]
    return {"name": programme.name, "title": programme.title, "weeks": weeks}


def entry_dict(entry: SharedEntry) -> dict[str, Any]:
    """Return a shared entry as plain values."""
    return {
        "id": entry.id,
        "title": entry.title,
        "body": entry.body,
        "kind": entry.kind.value,
        "day": entry.written.isoformat(),
        "themes": list(entry.themes),
        "tags": list(entry.tags),
        "visibility": entry.visibility.value,
        "open": entry.is_open,
        "sources": [_source(source) for source in entry.sources],
        "entries": list(entry.entries),
        "answers": list(entry.answers),
        "replies_to": list(entry.replies_to),
        "progress": entry.progress,
        "review": entry.review.isoformat() if entry.review else None,
        "reviews": [one.front_matter() for one in entry.reviews],
        "evidence": [_evidence(one) for one in entry.evidence],
        "intentions": [one.front_matter() for one in entry.intentions],
        "assignment": entry.assignment,
        "files": [file_dict(one) for one in entry.files],
        "hash": entry.hash,
    }


def _evidence(one: SharedEvidence) -> dict[str, Any]:
    return {
        "title": one.title,
        "day": one.day.isoformat() if one.day else None,
        "entry": one.entry,
        "source": _source(one.source) if one.source else None,
    }


def file_dict(file: SharedFile) -> dict[str, Any]:
    """Return a file that leaves as plain values, without its bytes."""
    return {"name": file.name, "type": file.type, "size": file.size, "alt": file.alt}


def _source(source: SourceUsed) -> dict[str, str]:
    return {"title": source.title, "author": source.author, "url": source.url}


def render_json(summary: Summary) -> str:
    """Return `summary` as JSON."""
    return json.dumps(as_json(summary), ensure_ascii=False, indent=2) + "\n"


def render_csv(summary: Summary) -> str:
    """Return a row for each entry, without its words: numbers, names of themes and of assignments."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for entry in summary.every:
        week = entry.written.isocalendar()
        themes = "; ".join(_harmless(summary.name_of(slug)) for slug in entry.themes)
        row = [entry.written.isoformat(), f"{week.year}-W{week.week:02}", entry.kind.value]
        row += ["yes" if entry.is_open else "", entry.progress, _harmless(entry.assignment)]
        done = sum(one.outcome is Outcome.DONE for one in entry.intentions)
        table.writerow([*row, len(entry.intentions), done, themes, len(entry.sources)])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    line = clean_line(cell, 200)
    return f"'{line}" if line[:1] in _FORMULA else line
