"""Strangers who put an attack into all they say of themselves: through Find, why they are found, and the shell."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from learnlog.model.finding import Description, Profile
from learnlog.model.safe import clean_text
from learnlog.model.social import Actor
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.finding.world import ANA, BEN, World
from tests.hostile.attacks import ACTING, MARKUP, attacks
from tests.hostile.terminal import Terminal, trespasses

ENTER, ESCAPE, TAB = "\r", "\x1b[27u", "\t"
THEME = "data contracts"
WALK = ("jj", "jj", "w", "e", ESCAPE, ENTER, "jjj", ENTER, ESCAPE, ESCAPE, "x", "X", ESCAPE, TAB, TAB)
ENDINGS = ("alpha quay", "brick lane", "cedar moss", "delta yard")


@pytest.fixture
def strangers(tmp_path: Path) -> Path:
    """A home in which two whom I follow pass on a stranger for each attack, written as if no door had been there."""
    home = tmp_path / "strangers"
    workspace = Workspace(find_paths(str(home)), clock=lambda: datetime.now().astimezone())
    world = World(workspace)
    workspace.themes.add(THEME)
    world.follow(ANA, BEN)
    for number, (_, marker, text) in enumerate(attacks()):
        whose = Actor(key=f"did:plc:{marker}", handle=f"{marker}.example", name=marker)
        world.writes(whose, *(f"{THEME} {end} {number * 7}{end[::-1]}{number}" for end in ENDINGS))
        world.boosts(ANA, whose, f"{THEME} harbour pelican{number}")
        world.boosts(BEN, whose, f"{THEME} walrus tango{number}")
        _put(world, whose, text)
    workspace.close()
    return home


def _put(world: World, whose: Actor, text: str) -> None:
    library = world.space.library
    library.actors.put([replace(Profile(key=whose.key, kind="bluesky"), bio=THEME)], world.now)
    source = f"https://lists.example/{whose.name}"
    library.actors.describe([whose.key], Description(source=source, kind="list", text=THEME), world.now)
    said = f"{THEME} {text}"
    run = library._connections.db.run
    run(
        "UPDATE actor SET name = ?, handle = ?, bio = ?, url = ? WHERE key = ?",
        (text, f"@{text}", said, f"https://evil.example/{text}", whose.key),
    )
    run("UPDATE description SET text = ?, owner = ? WHERE source = ?", (said, text, source))
    own = "channel_id = (SELECT id FROM channel WHERE key = ?)"
    run(
        f"UPDATE post SET title = ? || guid, author = ?, excerpt = ? WHERE {own}",
        (said, text, said, whose.key),
    )
    run(
        f"""INSERT INTO post_new (row, language, tags, words, text, html, social)
            SELECT row, language, tags, words, text, ?, social FROM post_body
            WHERE row IN (SELECT row FROM post WHERE {own})""",
        (f"<p>{said}</p>", whose.key),
    )
    library.indexing.finish()


def test_nothing_acts_on_the_screen_whoever_is_found(strangers: Path) -> None:
    shown = []
    with Terminal(["--home", strangers]) as terminal:
        terminal.until("▸Today")
        terminal.reach("F", "▸Find")
        terminal.until(THEME)
        terminal.press(ENTER)
        terminal.until("▸new")
        for keys in WALK:
            terminal.press(keys)
            terminal.settle(quiet=0.5)  # people are looked for again only once the keys rest
            shown.append(terminal.screen)
        terminal.reach("T", "▸Today")
        terminal.press("q")
        assert terminal.wait() == 0
    assert not trespasses(terminal.received)
    seen = "\n".join(shown)
    assert sum(marker in seen for _, marker, _ in attacks()) > 10
    assert any(text in seen for name, _, text in attacks() if name in MARKUP)


@pytest.mark.parametrize(
    "words",
    [
        ("find", THEME, "--limit", "40"),
        ("find", THEME, "--json", "--limit", "40"),
        *(
            ("find", THEME, "--why", f"did:plc:mk{number:02}x")
            for number in (0, len(MARKUP), len(MARKUP) + 8)
        ),
        ("rising",),
        ("me", "--json"),
        ("dismissed", "--json"),
        ("find", "".join(ACTING.values())),
    ],
    ids=lambda words: " ".join(clean_text(word)[:20] for word in words),
)
def test_nothing_acts_in_the_shell(strangers: Path, words: tuple[str, ...]) -> None:
    run = [sys.executable, "-m", "learnlog", "--home", str(strangers), *words]
    done = subprocess.run(
        run, capture_output=True, timeout=60, check=False, env={**os.environ, "NO_COLOR": "1"}
    )
    said = (done.stdout + done.stderr).decode("utf-8", "surrogateescape")
    assert said
    assert done.returncode in (0, 1, 2)
    assert not trespasses(said.replace("\n", "\r\n"), screen=False)
    assert "Traceback" not in said
