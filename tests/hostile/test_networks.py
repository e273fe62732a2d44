"""What networks say beside the words: alt texts, polls, cards, warnings, addresses; and what servers answer."""

import json
import sys
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from learnlog.library.packing import pack
from learnlog.library.social_rows import to_json
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.social import Actor, Choice, LinkCard, Media, Poll, Quoted, Social
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.hostile.attacks import ACTING, attacks
from tests.hostile.terminal import Terminal, trespasses
from tests.hostile.test_commands import RUN

ENTER, ESCAPE, TAB = "\r", "\x1b[27u", "\t"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody on a network for each attack, who puts it into everything; written as if no door had been there."""
    home, now = tmp_path_factory.mktemp("networks") / "home", datetime.now().astimezone()
    workspace = Workspace(find_paths(str(home)))
    run = workspace.library._connections.db.run
    for number, (name, marker, text) in enumerate(attacks()):
        key = f"did:plc:{marker}"
        workspace.people.add(f"Who {marker}", [Channel(kind="bluesky", key=key, title=text, address=text)])
        author = Actor(key=key, handle=text, name=text, url=f"https://x.example/{text}")
        uri, moment = f"at://{key}/app.bsky.feed.post/{number}", now - timedelta(minutes=number + 2)
        social = Social(
            author=author,
            uri=uri,
            parent=uri if number % 3 == 1 else "",
            root=uri if number % 3 == 1 else "",
            boost_of=uri if number % 3 == 2 else "",
            boosted=moment,
            answers=author,
            quote=Quoted(
                guid=text, url=text, author=author, text=text, warning=text, gone=text if number % 2 else ""
            ),
            warning=text if number % 2 else "",
            labels=(text,),
            media=(Media(url=f"https://x.example/{text}", alt=text, type=text),),
            poll=Poll(choices=(Choice(words=text, votes=3),), closes=now),
            card=LinkCard(url=f"https://x.example/{name}", title=text, text=text),
            mentions=(author,),
        )
        plain = NewPost(
            guid=uri, title=f"Post {marker}", text=f"words {marker}", published=moment, social=social
        )
        state = FetchState(
            **{one.name: text for one in fields(FetchState) if isinstance(one.default, str)},
            checked=now,
            due=now + timedelta(days=2),
            errors=number % 2,
            status=500,
        )
        workspace.library.channels.commit(key, [plain], state)
        workspace.library.indexing.finish()
        row = workspace.library._connections.db.number("SELECT max(row) FROM post")
        html = f"<p>{text} <a href='https://x.example/{text}'>{text}</a></p>"
        run(
            "UPDATE post_store SET packed = ?, tags = ?, language = ? WHERE row = ?",
            (pack(html, text, to_json(social)), json.dumps([text]), text, row),
        )
        run(
            """UPDATE post SET author = ?, warning = ?, "by" = ?, excerpt = ?, url = ? WHERE row = ?""",
            (text, social.warning, text, text, f"https://x.example/{text}", row),
        )
        run(
            "UPDATE channel SET state = ? WHERE key = ?",
            (
                json.dumps(
                    {
                        **{one.name: text for one in fields(FetchState) if isinstance(one.default, str)},
                        "checked": now.timestamp(),
                        "due": now.timestamp() + 9e4,
                        "errors": number % 2,
                        "status": 500,
                    }
                ),
                key,
            ),
        )
    workspace.close()
    return home


COMMANDS = [
    ["river", "-n", "50"],
    ["river", "--json"],
    ["people", "--all"],
    ["people", "--json"],
    ["fetch", "--explain"],
    ["fetch", "--explain", "--json"],
    ["search", "mk"],
    ["search", "mk", "--json"],
    ["doctor"],
    ["rising"],
]


def test_nothing_acts_in_what_the_commands_print(home: Path, tmp_path: Path) -> None:
    workspace = Workspace(find_paths(str(home)))
    ids = [hit.id for _, marker, _ in attacks() for hit in workspace.search(f"in:posts {marker}")[:1]]
    workspace.close()
    assert len(ids) > len(ACTING)
    asked = tmp_path / "asked.json"
    shown = [[command, id, *more] for id in ids for command, more in (("show", []), ("show", ["--json"]))]
    asked.write_text(json.dumps([*COMMANDS, *shown, ["voices", ids[0]], ["trace", ids[0]]]), encoding="utf-8")
    program = (sys.executable, "-c", RUN, str(home), str(asked))
    with Terminal(program=program, size=(400, 50)) as terminal:
        assert terminal.wait(120) == 0
    assert not trespasses(terminal.received, screen=False)
    assert "Traceback" not in terminal.received
    assert "foresaw" not in terminal.received
    assert terminal.received.count("mk20x") > 20


def test_nothing_acts_on_the_screen(home: Path) -> None:
    shown = []
    with Terminal(["--home", home]) as terminal:
        terminal.until("▸Today")
        terminal.reach("R", "▸River")
        for keys in (
            "j",
            "x",
            "t",
            "j",
            ESCAPE,
            "l",
            ESCAPE,
            *(["j", "x"] * 12),
            "b",
            "G",
            "x",
            "t",
            ESCAPE,
            "i",
            ESCAPE,
        ):
            terminal.press(keys)
            shown.append(terminal.screen)
        terminal.reach("P", "▸People")
        for keys in (TAB, "jj", ENTER, "j", "j", ESCAPE, "jjjj"):
            terminal.press(keys)
            shown.append(terminal.screen)
        terminal.reach("T", "▸Today")
        terminal.press("q")
        assert terminal.wait() == 0
    assert not trespasses(terminal.received)
    assert "\n".join(shown).count("mk") > 50
