"""What a coach's view of a cohort would take from my own bundle, in sentences."""

from collections.abc import Iterator

from learnlog.coaching.cohorts import Mine

MOST = 8
"""Titles that are named; the rest is counted."""


def told_of_me(mine: Mine) -> Iterator[tuple[str, str]]:
    """Yield it part by part: a heading and a sentence."""
    agreed, themes = set(mine.learner.agreed), ", ".join(mine.themes) or "none"

    def yes(name: str, said: str, otherwise: str) -> str:
        return said if name in agreed else f"Not agreed: {otherwise}"

    counted = f"These count where three or more share them: {themes}."
    yield "Topics", yes("topics", counted, "no theme of mine counts.")
    yield "Could meet", yes("matches", f"I can be named to others by: {themes}.", "I am named to nobody.")
    yield "Rhythm", yes("rhythm", _rhythm(mine), "nobody is told when I share nothing.")
    yield "Can help with", ", ".join(mine.learner.offers) or "I offer nothing yet."
    yield "Open questions", "; ".join(mine.questions) or "None that I share."
    passed = _passed_on(mine)
    more = f"; and {len(passed) - MOST} more" if len(passed) > MOST else ""
    titles = "; ".join(passed[:MOST]) + more or "nothing yet"
    yield "Goes back to the cohort", yes("cohort", f"{titles}.", "nothing of mine.")


def _rhythm(mine: Mine) -> str:
    quiet = mine.quiet
    if quiet is None:
        return "Nothing to say of my rhythm today."
    return f"No shared entry for {quiet.days} days (usual gap {quiet.usual})."


def _passed_on(mine: Mine) -> list[str]:
    page = mine.page
    said = [*page.questions, *(one for _, thread in page.threads for one in thread), *page.others]
    return [entry.title for _, entry in said]
