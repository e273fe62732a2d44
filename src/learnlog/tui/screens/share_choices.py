"""Changing how something is sent: its audience, language, warning and pictures, one small dialog each."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.social import Audience
from learnlog.talking.base import Picture
from learnlog.talking.sharing import Wish
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.forms import Field, Form
from learnlog.tui.screens.share_plan import SEEN_BY, Plan, picture_problem
from learnlog.workspace import Workspace

_LANGUAGE = "A code like en or nl · {take} saves · {leave} leaves it"
_SHOWS = "For those who cannot see it · {take} adds it · {leave} leaves it"
_WARNING = "{take} alone: no warning · {leave} leaves it"


async def changed(screen: DeskScreen, what: str, wish: Wish, plan: Plan, chosen: Sequence[Account]) -> Wish:
    """Ask for `what` of `wish` and return it as it is then. Call it from a worker."""
    app = screen.app
    if what == "audience":
        return await _audience(screen, wish, plan, chosen)
    if what == "language":
        said = await app.push_screen_wait(AskLine("Its language", wish.language, _LANGUAGE))
        return wish if said is None else replace(wish, language=said)
    if what == "warning":
        said = await app.push_screen_wait(AskLine("Hide it behind these words", wish.warning, _WARNING))
        return wish if said is None else replace(wish, warning=said)
    return await _pictures(screen, wish, plan)


async def _audience(screen: DeskScreen, wish: Wish, plan: Plan, chosen: Sequence[Account]) -> Wish:
    between = (
        () if any(one.network == "bluesky" for one in chosen) else (Audience.UNLISTED, Audience.FOLLOWERS)
    )
    choices = [
        Choice(id=one.value, label=f"{one.value}: {SEEN_BY[one]}", chosen=one is wish.audience)
        for one in plan.audiences
        if one in (Audience.PUBLIC, Audience.DIRECT, *between)
    ]
    picked = await screen.app.push_screen_wait(Choose("Who can see it", choices))
    return replace(wish, audience=Audience(picked)) if picked else wish


async def _pictures(screen: DeskScreen, wish: Wish, plan: Plan) -> Wish:
    pictures = list(wish.pictures)
    picked: str | None = "add"
    attached = await screen.ask(lambda: _of_the_entry(screen.workspace, plan, pictures))
    if pictures or attached:
        choices = [
            *(Choice(id=f"of:{n}", label=f"Add the entry's {name}") for n, (name, _) in enumerate(attached)),
            Choice(id="add", label="Add another picture"),
            *(Choice(id=str(n), label=f"Take away {one.name}") for n, one in enumerate(pictures)),
        ]
        picked = await screen.app.push_screen_wait(Choose("Pictures", choices))
    if picked == "add":
        fields = (
            Field(id="path", label="file", hint="~/pictures/chart.png"),
            Field(id="alt", label="shows", hint="what it shows, for those who cannot see it"),
        )
        await screen.app.push_screen_wait(Form("Add a picture", fields, lambda said: _add(said, pictures)))
    elif picked and picked.startswith("of:"):
        name, picture = attached[int(picked.removeprefix("of:"))]
        shows: str | None = picture.alt
        if not shows:
            shows = await screen.app.push_screen_wait(AskLine(f"What does {name} show?", "", _SHOWS))
        if shows:
            pictures.append(replace(picture, alt=shows))
    elif picked:
        pictures.pop(int(picked))
    return replace(wish, pictures=tuple(pictures))


def _of_the_entry(workspace: Workspace, plan: Plan, taken: Sequence[Picture]) -> list[tuple[str, Picture]]:
    """Return the pictures that the entry has and the message not yet, each with its name. Reads the disk."""
    found = []
    for one in plan.entry.attachments if plan.entry else ():
        if one.is_picture:
            with suppress(LearnlogError):  # it is missing: there is nothing to offer
                picture = Picture(path=workspace.attaching.path(one), alt=one.alt)
                found += [(one.name, picture)] if picture.path not in {p.path for p in taken} else []
    return found


def _add(said: Mapping[str, str], pictures: list[Picture]) -> None:
    picture = Picture(path=Path(said["path"]).expanduser().absolute(), alt=said["alt"])
    if problem := picture_problem(picture):
        raise UsageError(problem)
    pictures.append(picture)
