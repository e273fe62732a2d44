"""How I share, said line by line: a yes is given and taken back with Enter, and goes along with the next bundle."""

from collections.abc import Callable
from dataclasses import replace

from learnlog.sharing.profile import CONSENTS, Profile
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.desk import DeskScreen

SHORT = {
    "topics": "My themes count among the cohort's topics",
    "matches": "I may be named to others on my themes",
    "rhythm": "My coach may see long silences of mine",
    "cohort": "What I share with the cohort goes to it",
}
"""What each consent means, as short as the dialog is wide; `CONSENTS` has the whole of it."""
HINT = "{take} changes it · {leave}: done"


def choices(profile: Profile) -> list[Choice]:
    """Return the lines: what I agree to, then what I say of myself."""
    away = f"until {profile.away_until.isoformat()}" if profile.away_until else "no"
    return [
        *(Choice(id=name, label=SHORT[name], note=name, chosen=name in profile.agreed) for name in CONSENTS),
        Choice(id="called", label="How I am called", note=profile.called or "not said yet"),
        Choice(id="offers", label="What I can help with", note=", ".join(profile.offers) or "nothing yet"),
        Choice(
            id="introduction", label="What the cohort reads of me", note=profile.introduction or "nothing"
        ),
        Choice(id="away", label="Away", note=away),
    ]


async def say_how_i_share(screen: DeskScreen) -> None:
    """Let me change one line after the other, until Esc; each is a change that undo takes back."""
    showing, at = screen.workspace.showing, ""
    while True:
        profile = await screen.ask(showing.profiles.get)
        asked = Choose(
            "How I share with a coach and the cohort", choices(profile), hint=HINT, at=at, narrows=False
        )
        chosen = await screen.app.push_screen_wait(asked)
        if chosen is None:
            return
        at = chosen
        wanted = await _changed(screen, profile, at)
        if wanted is not None and wanted != profile:
            await screen.ask(_saying(screen, wanted))
            screen.desk.say("It goes along with your next bundle", undo=True)
            screen.desk.changed()


def _saying(screen: DeskScreen, wanted: Profile) -> Callable[[], Profile]:
    return lambda: screen.workspace.showing.say_how(wanted)


async def _changed(screen: DeskScreen, profile: Profile, at: str) -> Profile | None:
    if at in CONSENTS:
        agreed = set(profile.agreed) ^ {at}
        return replace(profile, agreed=tuple(name for name in CONSENTS if name in agreed))
    now = {
        "called": profile.called,
        "offers": ", ".join(profile.offers),
        "introduction": profile.introduction,
        "away": profile.away_until.isoformat() if profile.away_until else "",
    }
    hints = {"offers": "With commas between them", "away": "Until which day (2026-12-24); empty: I am here"}
    title = next(one.label for one in choices(profile) if one.id == at)
    said = await screen.app.push_screen_wait(AskLine(title, now[at], hints.get(at, "")))
    if said is None:
        return None
    if at == "offers":
        return replace(profile, offers=tuple(one.strip() for one in said.split(",") if one.strip()))
    if at == "away":
        from learnlog.model.moments import day_of

        day = day_of(said)
        if said and day is None:
            screen.desk.say("Say the day as year-month-day, such as 2026-12-24.")
            return None
        return replace(profile, away_until=day)
    return replace(profile, called=said) if at == "called" else replace(profile, introduction=said)
