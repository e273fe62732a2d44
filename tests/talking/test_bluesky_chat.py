"""Private messages on Bluesky, against a server that passes them on to a chat as the documentation has it.

The real chat service was never reached: what holds here holds for what is documented.
"""

import base64
import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from learnlog.accounts.bluesky import BlueskyLogin, Servers
from learnlog.accounts.keys import FileKeys
from learnlog.model.account import Account
from learnlog.model.moments import local_now
from learnlog.model.social import Audience
from learnlog.reading.web.guard_blocking import BlockingTransport
from learnlog.talking.base import NotOfferedError, Picture, Piece, SendError, Sent, UnsureError
from learnlog.talking.bluesky import BlueskyVoice

ME, COACH, BEN = (f"did:plc:{letter * 24}" for letter in "acb")
HANDLES = {"me.test": ME, "coach.test": COACH, "ben.test": BEN}
SERVICE = "did:web:chat.example#bsky_chat"


class Chat:
    """A server of an account, with the conversation between me and my coach behind it."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []  # newest first
        self.is_offered = True
        self.loses_answers = False
        self.posted = 0
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                chat.answer(self, {})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                chat.answer(self, json.loads(self.rfile.read(length) or b"{}"))

            def log_message(self, format: str, *args: object) -> None:
                """Nothing is printed."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def says(self, who: str, text: str, **more: Any) -> dict[str, Any]:
        message = {"id": f"m{len(self.messages)}", "text": text, "sender": {"did": who}, **more}
        message["sentAt"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        self.messages.insert(0, message)
        return message

    def answer(self, request: BaseHTTPRequestHandler, said: dict[str, Any]) -> None:
        parts = urlsplit(request.path)
        name, query = parts.path.rpartition("/")[2], parse_qs(parts.query)
        status, found = self._found(name, query, said, request.headers.get("atproto-proxy", ""))
        if name.endswith("sendMessage") and self.loses_answers:
            request.close_connection = True
            return
        body = json.dumps(found).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _found(
        self, name: str, query: dict[str, list[str]], said: dict[str, Any], proxy: str
    ) -> tuple[int, dict[str, Any]]:
        if name == "com.atproto.identity.resolveHandle":
            did = HANDLES.get(query["handle"][0])
            return (200, {"did": did}) if did else (400, {"error": "InvalidRequest", "message": "no"})
        if name == "com.atproto.repo.createRecord":
            self.posted += 1
        if not name.startswith("chat.bsky.convo.") or proxy != SERVICE:
            return 501, {"error": "MethodNotImplemented", "message": "Method Not Implemented"}
        if not self.is_offered:
            return 400, {"error": "InvalidRequest", "message": "Bad token method"}
        members = [
            {"did": did, "handle": handle, "displayName": "Coach Kim"} for handle, did in HANDLES.items()
        ]
        if name.endswith("getConvoForMembers"):
            assert query["members"] == [COACH]
        if name.endswith(("getConvoForMembers", "getConvo")):
            return 200, {"convo": {"id": "c1", "members": members}}
        if name.endswith("getMessages"):
            return 200, {"messages": self.messages}
        assert said["convoId"] == "c1"
        return 200, self.says(ME, **said["message"])


@pytest.fixture
def chat() -> Iterator[Chat]:
    running = Chat()
    yield running
    running.close()


@pytest.fixture
def voice(chat: Chat, tmp_path: Path) -> BlueskyVoice:
    def jwt() -> str:
        parts = ({"alg": "none"}, {"exp": int(time.time()) + 3600, "sub": ME})
        return (
            ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts)
            + ".eA"
        )

    host = chat.base.removeprefix("http://")
    account = Account(network="bluesky", key=ME, handle="me.test", server=chat.base, typed_host=host)
    keys = FileKeys(tmp_path)
    keys.put(account.id, {"session": ":::".join(("me.test", ME, jwt(), jwt(), chat.base))})
    servers = Servers(service=chat.base, plc=chat.base)
    login = BlueskyLogin(keys, servers, lambda typed="": BlockingTransport({host}, seconds=5.0), local_now)
    return BlueskyVoice(account, login, SERVICE)


def private(text: str, **more: Any) -> Piece:
    return Piece(key="k", text=text, created=datetime.now(UTC), audience=Audience.DIRECT, **more)


def test_a_private_message_reaches_the_one_it_names_and_no_post_is_made(
    chat: Chat, voice: BlueskyVoice
) -> None:
    first = voice.send(private("@coach.test, would you look at this? https://a.example"))
    second = voice.send(private("It is short.", parent=first))
    assert [message["text"] for message in chat.messages] == [
        "It is short.",
        "@coach.test, would you look at this? https://a.example",
    ]
    assert len(chat.messages[1]["facets"]) == 2
    assert first.uri == "bluesky-chat:c1/m0"
    assert second.uri == "bluesky-chat:c1/m1"
    assert chat.posted == 0


def test_what_is_answered_privately_is_shown_with_the_message(chat: Chat, voice: BlueskyVoice) -> None:
    post = Sent(uri=f"at://{COACH}/app.bsky.feed.post/3aaaaaaaaaaa2", cid="bafy")
    voice.send(private("@coach.test, on this:", parent=post))
    assert chat.messages[0]["embed"]["record"] == {"uri": post.uri, "cid": "bafy"}


def test_one_that_may_be_out_is_found_and_not_sent_twice(chat: Chat, voice: BlueskyVoice) -> None:
    earlier = voice.send(private("@coach.test Thanks"))
    chat.loses_answers = True
    piece = private("@coach.test Thanks")
    with pytest.raises(UnsureError):
        voice.send(piece)
    found = voice.find_sent(piece, {earlier.uri})
    assert found
    assert found.uri == "bluesky-chat:c1/m1"
    assert voice.find_sent(piece, {earlier.uri, found.uri}) is None


def test_answers_are_collected_as_private_ones(chat: Chat, voice: BlueskyVoice) -> None:
    chat.says(COACH, "From before.")
    asked = voice.send(private("@coach.test What would you try?"))
    chat.says(COACH, "Half an hour a week.\x1b[31m")
    (answer,) = voice.answers(asked.uri)
    assert (answer.text, answer.author) == ("Half an hour a week.", "Coach Kim")
    assert answer.social
    assert answer.social.audience is Audience.DIRECT


def test_where_there_is_no_chat_it_says_so_and_what_would_help(chat: Chat, voice: BlueskyVoice) -> None:
    chat.is_offered = False
    with pytest.raises(NotOfferedError) as caught:
        voice.send(private("@coach.test Hello"))
    assert "chat is not offered here" in caught.value.message
    assert "direct messages" in caught.value.hint
    assert chat.posted == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("To nobody.", "for one person"),
        ("@coach.test @ben.test", "for one person"),
        ("@me.test", "for one person"),
    ],
)
def test_it_is_for_one_person(voice: BlueskyVoice, text: str, why: str) -> None:
    with pytest.raises(SendError, match=why):
        voice.send(private(text))


def test_it_takes_no_pictures_and_cannot_be_taken_back(voice: BlueskyVoice, tmp_path: Path) -> None:
    picture = Picture(path=tmp_path / "a.png", alt="A")
    with pytest.raises(SendError, match="no pictures"):
        voice.send(private("@coach.test", pictures=(picture,)))
    with pytest.raises(SendError, match="cannot be taken back"):
        voice.retract(Sent(uri="bluesky-chat:c1/m0"))
