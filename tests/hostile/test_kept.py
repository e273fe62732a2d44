"""A hostile post, kept in the vault. It stays words of somebody else's."""

import re
from datetime import timedelta

import pytest
from markdown_it import MarkdownIt

from learnlog.journal.entries import NewEntry
from learnlog.model.fetching import FetchState
from learnlog.model.html_text import text_of
from learnlog.model.person import Channel
from learnlog.model.post import NewPost, PostText
from learnlog.model.query import PostFilter
from learnlog.reading.keeping.kept_body import kept_body
from learnlog.reading.keeping.posts import quote
from learnlog.reading.sources.sanitize import Sanitizer
from learnlog.vault.front_matter import parse
from learnlog.workspace import Workspace
from tests.hostile.attacks import ACTING, MARKUP
from tests.hostile.terminal import trespasses

FEED, PAGE = "https://evil.example/feed", "https://evil.example/x"
BODY = """<p>---</p><p>id: {id}<br>visibility: public<br>---</p><p>[[Mine]] [[{id}]] #secret #tag</p>
<pre>---
visibility: public
---</pre><p>[a](javascript:alert(1)) ![x](/etc/passwd) &lt;script&gt;alert(1)&lt;/script&gt;</p><p>[r]: javascript:1</p>
<img src="file:///etc/passwd" alt="](javascript:x)"><p>```</p><p>~~~</p><p># heading</p>
<h2>attachments:<br>  - /etc/passwd</h2><p><a href="https://x.example/)%20[y](javascript:z)">link</a></p>"""


@pytest.fixture
def kept(workspace: Workspace) -> str:
    """Return what stands in the file of a kept post that tries to be more than words."""
    workspace.people.add("Eva", [Channel(kind="feed", key=FEED)])
    workspace.themes.add("Secret")
    mine = workspace.journal.add(NewEntry(title="Mine", body="for me alone"))
    attacks = "".join(f"<p>{text}</p>" for text in (*ACTING.values(), *MARKUP.values()))
    html = Sanitizer().clean(BODY.replace("{id}", mine.id) + attacks, PAGE)
    new = NewPost(
        guid="1",
        url=PAGE,
        title="T\n---\nvisibility: public [[Mine]] #secret\x1b[2J",
        author='A: "b"\nvisibility: public',
        html=html,
        text=text_of(html),
        published=workspace.clock() - timedelta(hours=1),
        tags=("x: y", "#secret"),
    )
    workspace.library.channels.commit(FEED, [new], FetchState(checked=workspace.clock()))
    document = workspace.keeping.keep(workspace.river.page(PostFilter())[0].id, why="to see it")
    return (workspace.paths.vault / document.path).read_text(encoding="utf-8")


def test_what_is_kept_says_nothing_about_itself_and_links_to_nothing_of_mine(
    workspace: Workspace, kept: str
) -> None:
    said, _, _ = parse(kept)
    assert "visibility" not in said
    assert (said["tags"], said["person"]) == ([], "eva")
    workspace.sync.reindex()
    links = workspace.library._connections.db.rows("SELECT relation, target FROM link")
    assert {link[0] for link in links} == {"person", "post"}


@pytest.mark.parametrize("before", ["Look!", "!", "&#33;", "\\\\!", "<b>Look!</b>", "<code>!</code>"])
def test_a_link_after_an_exclamation_mark_is_no_picture(before: str) -> None:
    html = Sanitizer().clean(f"<p>{before}<a href='https://evil.example/seen.png'>here</a></p>", PAGE)
    markdown = kept_body(PostText(html=html, text=text_of(html), tags=(), language=""), PAGE)
    shown = MarkdownIt("commonmark").render(markdown)
    assert "<img" not in shown
    assert '<a href="https://evil.example/seen.png">here</a>' in shown
    assert "!" in shown


def test_a_quoted_passage_links_to_nothing_of_mine_and_loads_nothing(workspace: Workspace) -> None:
    mine = workspace.journal.add(NewEntry(title="Mine", body="for me alone"))
    said = (
        f"[[Mine]] [[{mine.id}]] #secret ![x](https://evil.example/seen.png) <img src=https://evil.example/y>"
    )
    post = NewPost(
        guid="1", url="https://x.example/a)b", title=said, author=said, text=said, published=workspace.clock()
    )
    workspace.people.add("Eva", [Channel(kind="feed", key=FEED)])
    workspace.library.channels.commit(FEED, [post], FetchState(checked=workspace.clock()))
    (known,) = workspace.river.page(PostFilter())

    body = quote(f"{said}\n# heading\n1. {said}\n---", known)

    workspace.journal.add(NewEntry(title="Insight", body=f"My words\n\n{body}"))
    links = workspace.library._connections.db.rows("SELECT relation, target FROM link")
    assert {link[0] for link in links} <= {"post", "person"}
    shown = MarkdownIt("commonmark", {"html": True}).render(body)
    assert not re.search("<img|<h1|<ol|<hr", shown)
    assert re.findall('href="([^"]*)"', shown) == ["https://x.example/a)b"]


def test_nothing_acts_in_its_file(kept: str) -> None:
    assert not trespasses(kept.replace("\n", "\r\n"), screen=False)
    acting = re.compile(r"(?<!\\)\]\((?!<?https?:)|(?<!\\)<(?!https?:)(?=\w)|^(?:\[r\]:|# )", re.MULTILINE)
    outside = re.sub(r"(?s)^(`{3,}).*?^\1`*$", "", kept, flags=re.MULTILINE)
    outside = re.sub(r"\]\(<https?:[^<>\n]*>\)", "", outside)
    assert [outside[m.start() - 30 : m.end() + 30] for m in acting.finditer(outside)] == []
