"""An article without what stands around it, and pages that are made to be unreadable."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from learnlog.model.html_text import text_of
from learnlog.reading.fetching.extracting import ExtractionError, extract
from learnlog.reading.sources.sanitize import Sanitizer

URL = "https://ana.example/registry"
WORDS = "We treated the registry as a tool. It is a promise, and a promise needs someone who keeps it. "
ARTICLE = f"""<!doctype html><html lang=en><head><title>Why our registry failed | Ana</title></head><body>
<nav><a href="/">Home</a> <a href="/about">About the author</a></nav><div class="cookie">We use cookies!</div>
<article><h1>Why our registry failed</h1><p>{WORDS * 3}</p><p>{WORDS}<a href="../more">More of it</a>.</p>
<pre><code>def keep(promise):
    return promise</code></pre><blockquote><p>Contracts are written for the day you disagree.</p></blockquote>
<ul><li>Name a keeper, one who stays</li><li>Write the promise down for others</li></ul><p>{WORDS * 2}</p></article>
<aside><a href="/sub">Subscribe to the newsletter</a></aside><footer>Copyright Ana</footer></body></html>"""


def test_the_article_comes_without_what_is_around_it() -> None:
    html = Sanitizer().clean(extract(ARTICLE, URL), URL)
    text = text_of(html)
    assert text.count("a promise needs someone") == 6
    assert "\n\ndef keep(promise):\n    return promise\n\n" in text
    assert html.count("<pre>") == 1
    assert "Contracts are written" in text
    assert 'href="https://ana.example/more"' in html
    assert not any(noise in text for noise in ("cookies", "About the author", "Subscribe", "Copyright"))


@pytest.mark.parametrize(
    "page", ["", "<html></html>", "<html><body><script>alert(1)</script></body></html>", "\0"]
)
def test_a_page_without_an_article_says_so(page: str) -> None:
    with pytest.raises(ExtractionError, match="No article"):
        extract(page, URL)


@pytest.mark.parametrize(
    "page",
    ["<div>" * 300_000, "<table><tr><td>" * 100_000, "<p>" + "&amp;" * 900_000, "<a href='" * 200_000],
    ids=["deep", "tables", "references", "cut"],
)
def test_a_page_made_to_be_unreadable_ends_in_a_sentence(page: str) -> None:
    started = time.monotonic()
    with suppress(ExtractionError):
        extract(f"<html><body><article>{page}", URL)
    assert time.monotonic() - started < 60


def test_nothing_that_lies_in_the_folder_of_the_shell_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("trafilatura", "lxml", "learnlog", "resource"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()")
    monkeypatch.chdir(tmp_path)
    assert "Contracts are written" in extract(ARTICLE, URL)
    assert not (tmp_path / "ran").exists()
