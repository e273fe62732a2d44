"""What others get can be read by everybody: checked by axe, in light and dark, on a phone, and on paper."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from learnlog.sharing.bundle import Bundle
from learnlog.workspace import Workspace

pytestmark = pytest.mark.browser


def findings(page: Any) -> list[str]:
    """Return what axe finds that is serious."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}" for one in found if one["impact"] in ("serious", "critical", "moderate")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_the_coachs_page_has_no_serious_finding(page: Any, scheme: str, size: tuple[int, int]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for box in page.locator(".comment summary").all():
        box.click()

    assert findings(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_a_picture_is_shown_out_of_the_page_itself_with_its_words(page: Any) -> None:
    shown = page.locator("figure img")

    assert shown.count() == 1
    assert shown.evaluate("image => [image.complete, image.naturalWidth]") == [True, 400]
    assert "script" in shown.get_attribute("alt")
    assert page.title() != "owned"
    assert page.locator(".files").inner_text().startswith("<b>plan.txt (text, 11 bytes")
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.said == []


def test_the_public_site_has_no_serious_finding(browser: Any, workspace: Workspace, tmp_path: Path) -> None:
    from learnlog.journal.entries import NewEntry
    from learnlog.model.visibility import Visibility

    for words in ("One [link](https://ana.example)", "> A quote\n\n`code`"):
        workspace.journal.add(NewEntry(body=words, visibility=Visibility.PUBLIC, themes=["retros"]))
    Image.new("RGB", (60, 40), "navy").save(tmp_path / "board.png")
    workspace.attaching.attach(workspace.journal.list()[0].id, [tmp_path / "board.png"], "three lanes")
    site = workspace.publishing.publish(tmp_path / "site", title="", address="", now=workspace.clock())
    page = browser.new_page()
    for file in site.folder.rglob("*.html"):
        page.goto(file.as_uri())
        assert findings(page) == [], file.name
        assert page.evaluate("() => [...document.images].every(image => image.naturalWidth === 60)")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_cohorts_page_has_no_serious_finding_and_runs_nothing(
    browser: Any, workspace: Workspace, tmp_path: Path, scheme: str
) -> None:
    from dataclasses import replace

    from learnlog.journal.entries import NewEntry
    from learnlog.model.entry import EntryKind
    from learnlog.model.visibility import Visibility
    from learnlog.sharing.showing import Asked

    said = {"called": "Sanne", "agreed": ("cohort", "matches"), "introduction": "I am <b>Sanne</b>."}
    workspace.showing.say_how(replace(workspace.showing.profiles.get(), **said))  # type: ignore[arg-type]
    hostile = "</script><script>document.title='owned'</script> > quoted"
    for kind in (EntryKind.REFLECTION, EntryKind.QUESTION):
        workspace.journal.add(NewEntry(body=hostile, kind=kind, visibility=Visibility.COHORT))
    workspace.coaching.open([workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path)])
    made, _ = workspace.cohorts.give(tmp_path / "page.html", announcements=["See you **Monday**."], by="Kim")
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(made.as_uri())

    assert findings(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert (page.title(), len(asked)) == ("The cohort, 23 November 2026", 1)
    page.close()


def test_on_paper_the_boxes_are_lines_and_nothing_is_lost(page: Any, bundle: Bundle, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page.emulate_media(media="print")
    page.pdf(path=str(tmp_path / "printed.pdf"), format="A4")

    words = "\n".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "printed.pdf").pages)
    assert "My question to you" in words
    for entry in bundle.shown.summary.entries:
        assert entry.title[:12] in words
    assert "Save comments" not in words
