"""A real browser, and a page that left: only `make test-browser` runs these (`-m browser`)."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.visibility import Visibility
from learnlog.sharing.bundle import Bundle
from learnlog.sharing.showing import Asked
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update"),
    *("--disable-background-networking", "--disable-sync"),
]


def chromium() -> str:
    """Return where the browser is."""
    found = os.environ.get("LEARNLOG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("there is no Chromium; `make test-browser` installs Debian's")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def bundle(workspace: Workspace, clock: FakeClock, tmp_path: Path) -> Bundle:
    """Six entries that left for a coach, with every kind of Markdown, a picture, and hostile words."""
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    markdown = f"A registry is a **promise**.\n\n> And it needs a keeper.\n\n1. one\n2. two\n\n{table}"
    links = "# A heading of mine\n\nWith `code`, [a link](https://ana.example) and ![a cat](https://x.example/cat.png)."
    hostile = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) {{ 7*7 }}"
    texts = (
        ("Promises", markdown),
        ("Retro openers", links),
        ("Stilte", "Wat gebeurde er? Niemand zei iets. ąęł 中文 🙂"),
        ("<script>document.title='owned'</script>", hostile),
    )
    for title, body in texts:
        clock.pass_(days=1)
        new = NewEntry(body=body, title=title, themes=["data contracts"], visibility=Visibility.COACH)
        workspace.journal.add(new)
    for kind, words in ((EntryKind.GOAL, "Three contracts"), (EntryKind.QUESTION, "Who keeps it?")):
        workspace.journal.add(NewEntry(body=words, kind=kind, visibility=Visibility.COACH))
    Image.new("RGB", (400, 200), "navy").save(tmp_path / "board.png")
    (tmp_path / "<b>plan.txt").write_text("three steps")
    for source, alt in (("board.png", '"><script>document.title="owned"</script>'), ("<b>plan.txt", "")):
        workspace.attaching.attach(workspace.journal.list()[-1].id, [tmp_path / source], alt)
    made = workspace.showing.bundle(Asked(question="How do I go on?", called="Sanne"))
    workspace.showing.hand_out(made, tmp_path / "bundle.zip")
    (tmp_path / "summary.html").write_text(made.files["summary.html"], encoding="utf-8")
    return made


@pytest.fixture
def page(browser: Any, bundle: Bundle, tmp_path: Path) -> Iterator[Any]:
    """The page, opened from the disk as a coach would, with everything that it asks for or complains of."""
    context = browser.new_context(accept_downloads=True)
    opened = context.new_page()
    opened.asked, opened.said = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.goto((tmp_path / "summary.html").as_uri())
    yield opened
    context.close()
