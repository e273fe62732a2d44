"""A suggested theme in the reading pane: one quiet line, accepted with one key, taken back by undo."""

import json
from dataclasses import replace

from learnlog.model.query import PostFilter
from learnlog.tui.screens.river_reading import DWELL
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, until
from tests.tui.river.conftest import publish

WORDS = ("The timetable at the junction", "A junction and its timetable", "Junction, timetable, night")
NEW = "No timetable, no junction"


def on_trains(space: Workspace) -> None:
    space.themes.add("railways")
    publish(space, "Ana Vos", *WORDS, *(f"Bread and gardens {number}" for number in range(150)), hours=30)
    publish(space, "Ben de Wit", NEW, hours=0.5)
    space.library.catch_up()
    for post in space.library.posts.page(PostFilter(), limit=500):
        if post.title in WORDS:
            space.river.give_theme(post.id, "railways")


def under(space: Workspace) -> list[str]:
    return [post.title for post in space.library.posts.page(PostFilter(theme="railways"))]


async def test_a_suggested_theme_is_one_line_and_one_key(river: Workspace) -> None:
    on_trains(river)
    async with opened(river, (140, 36)) as pilot:
        await pilot.press("R")
        await sees(pilot, "about railways? · = puts it there")
        await pilot.press("equals_sign")
        await until(pilot, lambda: NEW in under(river))
        await until(pilot, lambda: "about railways?" not in seen(pilot))
        await pilot.press("u")
        await until(pilot, lambda: NEW not in under(river))
        await pilot.press("j", "equals_sign")
        await sees(pilot, "No theme is suggested for this post")


async def test_the_line_stands_on_a_narrow_screen_too(river: Workspace) -> None:
    on_trains(river)
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, NEW)
        await pilot.press("enter")
        await sees(pilot, "about railways?")
        await pilot.press("equals_sign")
        await until(pilot, lambda: NEW in under(river))


async def test_no_line_when_it_is_switched_off(river: Workspace) -> None:
    on_trains(river)
    river.settings = replace(river.settings, suggest_themes=False)
    async with opened(river, (140, 36)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Second paragraph.")
        assert "about railways?" not in seen(pilot)


def counts(space: Workspace) -> object:
    file = space.paths.state / "suggested.json"
    return json.loads(file.read_text()) if file.exists() else {}


async def test_leaving_a_suggestion_counts_until_it_is_taken(river: Workspace) -> None:
    on_trains(river)
    async with opened(river, (140, 36)) as pilot:
        await pilot.press("R")
        await sees(pilot, "about railways?")
        await pilot.press("j", "k")
        await until(pilot, lambda: counts(river) == {"railways": [1.0, 0.0]}, seconds=DWELL + 3)
        await pilot.press("equals_sign")
        await until(pilot, lambda: counts(river) == {"railways": [0.0, 1.0]})


async def test_it_counts_on_a_narrow_screen_too(river: Workspace) -> None:
    on_trains(river)
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, NEW)
        await pilot.press("enter")
        await sees(pilot, "about railways?")
        await until(pilot, lambda: counts(river) == {"railways": [1.0, 0.0]})
