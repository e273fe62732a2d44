"""A coach with nothing but a browser reads, comments by keyboard, saves; the comments come home."""

from pathlib import Path
from typing import Any

import pytest

from learnlog.model.document import DocumentType
from learnlog.model.post import KeptPost
from learnlog.sharing.bundle import Bundle
from learnlog.workspace import Workspace

pytestmark = pytest.mark.browser


def write_by_keyboard(page: Any, words: dict[str, tuple[str, str]]) -> None:
    """Go through the page with Tab alone; open the box at each entry whose id is in `words` and write there."""
    left = dict(words)
    for _ in range(200):
        if not left:
            return
        page.keyboard.press("Tab")
        at = page.evaluate(
            "() => { const box = document.activeElement.closest('.comment');"
            " return box && document.activeElement.tagName === 'SUMMARY' ? box.dataset.entry : null }"
        )
        if at in left:
            kind, text = left.pop(at)
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            for _ in range(["notice", "ask", "suggest"].index(kind)):
                page.keyboard.press("ArrowRight")
            page.keyboard.press("Tab")
            page.keyboard.type(text)
    raise AssertionError(f"never came to {left}")


def save_by_keyboard(page: Any, target: Path) -> None:
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "who":
            page.keyboard.type("Coach Kim")
            page.keyboard.press("Tab")
            with page.expect_download() as download:
                page.keyboard.press("Enter")
            download.value.save_as(target)
            return
    raise AssertionError("never came to the name")


def test_three_comments_written_with_the_keyboard_stand_at_their_entries(
    workspace: Workspace, bundle: Bundle, page: Any, tmp_path: Path
) -> None:
    first, second, third = (entry.id for entry in bundle.shown.summary.entries[:3])
    write_by_keyboard(
        page,
        {
            first: ("notice", "You say promise three times."),
            second: ("ask", "Who was quiet?"),
            third: ("suggest", "Ask Chidi. <b>&</b>"),
        },
    )
    save_by_keyboard(page, tmp_path / "comments.json")
    assert page.inner_text("#saved") == "3 comments saved."

    report = workspace.feedback.take(tmp_path / "comments.json")

    assert (len(report.new), report.unknown, report.by) == (3, (), "Coach Kim")
    own = {name: id for id, name in bundle.shown.names.items()}
    kept = [KeptPost.of(document) for document in workspace.shelf.all(DocumentType.KEPT)]
    assert {(one.answers, one.comment, one.body.strip()) for one in kept} == {
        (own[first], "notice", "You say promise three times."),
        (own[second], "ask", "Who was quiet?"),
        (own[third], "suggest", "Ask Chidi. <b>&</b>"),
    }
    assert not any(remark.is_earlier for remark in report.new)
    assert page.said == []


def test_the_page_asks_nobody_for_anything_and_runs_nothing_of_its_entries(page: Any) -> None:
    # a picture that stands in the page loads nothing
    loaded = [url for url in page.asked if not url.startswith("data:image/")]
    assert [url for url in loaded if not url.startswith("file:")] == []
    assert len(loaded) == 1
    assert page.title().startswith("Sanne")
    assert page.said == []
    others = "img:not([src^='data:image/']), iframe, script[src], link"
    assert page.locator(others).count() == 0
    assert (
        page.evaluate(
            "() => [...document.links].filter(a => !/^(https?:|mailto:|file:)/.test(a.href)).length"
        )
        == 0
    )


def test_leaving_with_words_that_are_not_saved_asks_first(page: Any) -> None:
    page.locator(".comment summary").first.click()
    page.locator(".comment textarea").first.click()
    page.keyboard.type("not saved yet")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.close(run_before_unload=True)
    page.wait_for_timeout(1000)

    assert asked == ["beforeunload"]
    assert page.locator(".comment textarea").first.input_value() == "not saved yet"


def test_without_scripts_it_is_read_all_the_same(browser: Any, bundle: Bundle, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((tmp_path / "summary.html").as_uri())
    assert "A registry is a promise." in opened.inner_text("main")
    assert not opened.locator("#save").is_visible()
    assert opened.locator("noscript p").is_visible()
    context.close()
