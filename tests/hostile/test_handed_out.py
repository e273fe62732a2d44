"""What leaves in files holds foreign words as words: no script, picture, formula or link of theirs acts there."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from learnlog.cli.main import main
from learnlog.model.moments import to_text
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.hostile.attacks import ACTING, quoted

MARKUP = [
    "<script>alert(1)</script>mk",
    "</script><script>alert(1)//mk",
    "</title></style></textarea><img src=http://evil.example/x onerror=alert(1)>mk",
    "![mk](http://evil.example/x.png)",
    "[mk](javascript:alert(1))",
    "[mk](<java\tscript:alert(1)>)",
    "<javascript:alert(1)>mk",
    "mk](javascript:alert(1)) [x",
    "`mk` --><svg onload=alert(1)>",
    "\" onmouseover=alert(1) x='mk",
    "{{7*7}}{% import os %}${7*7}mk",
    '#read("/etc/passwd") #eval("1") $x$ mk',
    "]]><script>alert(1)</script>mk",
    "&lt;img src=x onerror=alert(1)&gt;mk",
    "=cmd|'/c calc'!A0 mk",
    "+1+1mk",
    "-1+1mk",
    "@SUM(1)mk",
    "\uff1d1+1mk",
    "\uff0b1+1mk",
    "mk | mk",
]
TEXTS = [*MARKUP, *(text.replace("%", "mk") for text in ACTING.values())]
FOREIGN = re.compile(r"alert\(1\)|evil\.example|onerror|onload")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose entries rest on posts, people and themes of others that carry an attack in every word."""
    home, now = tmp_path_factory.mktemp("handed") / "home", datetime.now().astimezone()
    workspace = Workspace(find_paths(str(home)))
    for number, text in enumerate(TEXTS):
        said, moment = quoted(text), to_text(now - timedelta(hours=number + 1))
        files = {
            f"journal/2026/e{number}": f"id: e{number}\ntitle: mine {number}\nkind: insight\nvisibility: public\n"
            f"created: {moment}\nthemes: [t{number}]\nkept: [k{number}]\npeople: [p{number}]",
            f"kept/k{number}": f"id: k{number}\ntitle: {said}\nauthor: {said}\nkept: {moment}\nwhy: {said}\n"
            f"url: https://x.example/{number}",
            f"themes/t{number}": f"id: t{number}\nname: {said}",
            f"people/p{number}": f"id: p{number}\nname: {said}",
        }
        for name, front in files.items():
            path = workspace.vault.root / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            body = "my words" if name.startswith("journal") else text
            path.write_text(f"---\n{front}\n---\n\n{body}\n", encoding="utf-8", errors="replace")
    workspace.sync.scan()
    workspace.close()
    return home


class Acting(HTMLParser):
    """Collects what would act in HTML: scripts of others, handlers, anything that loads, odd links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        if tag in ("iframe", "object", "embed", "base", "svg", "img", "link", "form", "video", "audio"):
            loads = [value for name, value in attrs if name in ("src", "href", "data", "action")]
            self.found += [f"{tag} {value}" for value in loads if value and "//" in value]
        for name, value in attrs:
            if name.startswith("on") or (
                name in ("href", "src") and re.match(r"\s*(java|vb|data)\w*:", value or "")
            ):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self._within in ("script", "style") and FOREIGN.search(data):
            self.found.append(data[:100])


def made(home: Path, folder: Path, *argv: str) -> Path:
    target = folder / "made"
    assert main([argv[0], "--home", str(home), *argv[1:], "--output", str(target)]) == 0
    return target


@pytest.mark.parametrize("how", ["summary", "bundle", "site"])
def test_nothing_acts_in_a_page(home: Path, tmp_path: Path, how: str) -> None:
    pages: Iterator[str]
    if how == "site":
        assert main(["publish", "--home", str(home), str(tmp_path / "site")]) == 0
        pages = (path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html"))
        ElementTree.parse(tmp_path / "site" / "feed.xml")
    elif how == "summary":
        pages = iter([made(home, tmp_path, "summary", "--format", "html").read_text(encoding="utf-8")])
    else:
        with zipfile.ZipFile(made(home, tmp_path, "bundle", "--yes")) as archive:
            pages = iter([archive.read("summary.html").decode()])
    texts = list(pages)
    assert "mk" in "".join(texts)
    assert [found for text in texts for found in Acting(text).found] == []


def test_nothing_acts_in_markdown_wherever_it_is_shown(home: Path, tmp_path: Path) -> None:
    text = made(home, tmp_path, "summary", "--format", "markdown").read_text(encoding="utf-8")
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert shown.count("mk") > len(TEXTS)
    assert Acting(shown).found == []
    assert not re.search(r"<(?:script|svg|img)", shown)
    hrefs = set(re.findall(r'href="([^"]*)"', shown))
    assert {href for href in hrefs if not href.startswith("https://x.example/")} == set()


def test_no_cell_is_a_formula(home: Path, tmp_path: Path) -> None:
    text = made(home, tmp_path, "summary", "--format", "csv").read_text(encoding="utf-8")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r\uff1d\uff0b\uff0d\uff20")] == []


def test_json_holds_it_all_as_it_is(home: Path, tmp_path: Path) -> None:
    said = json.loads(made(home, tmp_path, "summary", "--format", "json").read_text(encoding="utf-8"))
    titles = {source["title"] for entry in said["entries"] for source in entry["sources"]}
    assert "<script>alert(1)</script>mk" in titles
