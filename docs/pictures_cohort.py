"""Learners of a made-up cohort, for the pictures of a coach's desk and of what comes back from it."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.visibility import Visibility
from learnlog.settings import find_paths
from learnlog.sharing.profile import CONSENTS
from learnlog.sharing.showing import Asked
from learnlog.workspace import Workspace

QUESTION = "How do I get others to sign a contract that I wrote?"
ENTRIES = (
    (
        "A name in the contract",
        "We asked who keeps the contract. **Nobody** did.\n\n> So we wrote a name in it.",
    ),
    (
        "Two minutes of silence",
        "I counted to a hundred and twenty. Then Ilse spoke, for the first time since May.",
    ),
)


def bundles(folder: Path, now: Workspace) -> list[Path]:
    """Return bundles of three learners."""
    made = []
    for name, theme in (("Youssef", "data contracts"), ("Tess", "data contracts"), ("Ilse", "retros")):
        learner = Workspace(find_paths(str(folder / name)), clock=now.clock)
        said = {"called": name, "agreed": tuple(CONSENTS), "offers": ("facilitating retros",)}
        said["introduction"] = f"I work on {theme}, in Utrecht on most days."
        learner.showing.say_how(replace(learner.showing.profiles.get(), **said))  # type: ignore[arg-type]
        for days, (title, body) in enumerate(ENTRIES):
            moment = now.clock() - timedelta(days=3 * days + len(name))
            shared = {"themes": [theme], "visibility": Visibility.COHORT, "created": moment}
            learner.journal.add(NewEntry(body=body, title=title, **shared))  # type: ignore[arg-type]
        asks = NewEntry(
            body="Who keeps it when its writer leaves?", kind=EntryKind.QUESTION, visibility=Visibility.COHORT
        )
        learner.journal.add(asks)
        made.append(learner.showing.hand_out(learner.showing.bundle(Asked(question=QUESTION)), folder))
        learner.close()
    return made


def be_a_coach(workspace: Workspace) -> None:
    """Let three learners have shared with the owner of `workspace`."""
    with tempfile.TemporaryDirectory() as folder:
        workspace.coaching.open(bundles(Path(folder), workspace))


def be_in_a_cohort(workspace: Workspace) -> None:
    """Let a coach have given a page back to the owner of `workspace`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        coach = Workspace(find_paths(str(folder / "coach")), clock=workspace.clock)
        coach.coaching.open(bundles(folder, workspace))
        said = ["We meet on Monday at ten, in the library. Read each other's introductions before."]
        page, _ = coach.cohorts.give(folder / "page.html", announcements=said, by="Coach Kim")
        coach.close()
        workspace.cohorts.take(page)
