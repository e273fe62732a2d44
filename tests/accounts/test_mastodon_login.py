"""Logging in to a Mastodon server, through a browser that is played and a server that is real enough."""

import json
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from learnlog.accounts.base import AccountError
from learnlog.accounts.keys import FileKeys
from learnlog.accounts.mastodon import MastodonLogin
from learnlog.accounts.mastodon_app import bases_for
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.reading.web.http import Http
from tests.fediverse import Fediverse


class Browser:
    """Opens addresses as a person would who is logged in there and says yes."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.pages: list[httpx.Response] = []
        self.change: dict[str, str] = {}
        self.drop: tuple[str, ...] = ()

    def __call__(self, url: str) -> bool:
        self.opened.append(url)
        threading.Thread(target=self._go, args=(url,), daemon=True).start()
        return True

    def _go(self, url: str) -> None:
        back = httpx.get(url).headers["location"]
        parts = urlsplit(back)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()} | self.change
        query = {name: value for name, value in query.items() if name not in self.drop}
        self.pages.append(httpx.get(f"http://{parts.netloc}/favicon.ico"))
        self.pages.append(httpx.get(f"http://{parts.netloc}/?{urlencode(query)}"))

    @property
    def question(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.opened[-1]).query).items()}


def never(question: str) -> str:
    raise AssertionError(f"nobody was to be asked: {question}")


@pytest.fixture
def server() -> Iterator[Fediverse]:
    with Fediverse() as running:
        running.add("ana", display_name="Ana")
        yield running


@pytest.fixture
def keys(tmp_path: Path) -> FileKeys:
    return FileKeys(tmp_path)


@pytest.fixture
def login(keys: FileKeys) -> MastodonLogin:
    return MastodonLogin(keys, lambda: Http(timeout=5), patience=5)


@pytest.fixture
def browser() -> Browser:
    return Browser()


def test_the_browser_asks_and_learnlog_may_read(
    server: Fediverse, login: MastodonLogin, keys: FileKeys, browser: Browser
) -> None:
    account = login.log_in(server.host, browser, never)
    assert account == Account(
        network="mastodon",
        key=f"{server.base}/users/ana",
        handle=f"@ana@{server.host}",
        server=server.base,
        name="Ana",
        scopes=("read",),
        secrets="file",
        typed_host=server.host,
    )
    token = keys.get(account.id)["token"]
    assert server.tokens[token]["scopes"] == ["read"]
    assert browser.question["scope"] == "read"
    assert browser.question["code_challenge_method"] == "S256"
    assert browser.question["redirect_uri"].startswith("http://127.0.0.1:")
    missing, done = browser.pages
    assert missing.status_code == 404
    assert "close this page" in done.text
    assert "code" not in done.text


@pytest.mark.parametrize("manner", ["gotosocial", "snac", "takahe"])
def test_servers_that_ignore_pkce_let_in_too(manner: str, login: MastodonLogin, browser: Browser) -> None:
    with Fediverse(manner) as server:
        account = server.add("ana")
        assert login.log_in(server.host, browser, never).key == account.get("uri", f"{server.base}/@ana")


def test_the_app_is_introduced_once(server: Fediverse, login: MastodonLogin, browser: Browser) -> None:
    first = login.log_in(server.host, browser, never)
    assert login.log_in(server.host, browser, never) == first
    assert len(server.asked("/api/v1/apps")) == 1
    assert server.asked("/api/v1/apps")[0].form["scopes"] == "read write"


def test_where_no_browser_opens_the_code_is_pasted(server: Fediverse, login: MastodonLogin) -> None:
    def paste(question: str) -> str:
        url = next(word for word in question.split() if word.startswith("http"))
        return f"  {httpx.get(url).text}\n"

    account = login.log_in(server.host, lambda _: False, paste)
    assert account.handle == f"@ana@{server.host}"
    assert next(iter(server.apps.values()))["uris"][1] == "urn:ietf:wg:oauth:2.0:oob"


@pytest.mark.parametrize(
    "around", ["{}", "{}&state=abc", " http://127.0.0.1:9/?state=abc&code={}#top ", "?code={}"]
)
def test_a_code_is_understood_with_whatever_was_copied_around_it(
    server: Fediverse, login: MastodonLogin, around: str
) -> None:
    def paste(question: str) -> str:
        url = next(word for word in question.split() if word.startswith("http"))
        return around.format(httpx.get(url).text)

    assert login.log_in(server.host, lambda _: False, paste).handle == f"@ana@{server.host}"


def test_where_the_app_is_forgotten_with_a_token_the_next_one_still_comes_in(
    login: MastodonLogin, browser: Browser
) -> None:
    with Fediverse("snac") as server:
        for name in ("ana", "ben"):
            server.add(name)
        login.grow(login.log_in(server.host, browser, never), "write", browser, never)
        server.login = "ben"
        assert login.log_in(server.host, browser, never).handle == f"@ben@{server.host}"


def test_an_app_that_the_server_has_lost_is_introduced_again_at_the_next_try(
    server: Fediverse, keys: FileKeys, browser: Browser
) -> None:
    login = MastodonLogin(keys, lambda: Http(timeout=5), patience=0.5)
    login.log_in(server.host, browser, never)
    server.apps.clear()
    with pytest.raises(AccountError):
        login.log_in(server.host, lambda url: httpx.get(url).status_code == 400, never)
    assert login.log_in(server.host, browser, never).handle == f"@ana@{server.host}"


def test_writing_is_asked_for_when_it_is_wanted_and_the_lesser_token_goes(
    server: Fediverse, login: MastodonLogin, keys: FileKeys, browser: Browser
) -> None:
    account = login.log_in(server.host, browser, never)
    before = keys.get(account.id)["token"]
    grown = login.grow(account, "write", browser, never)
    assert grown.scopes == ("read", "write")
    assert grown.can_write
    assert browser.question["scope"] == "read write"
    assert list(server.tokens) == [keys.get(account.id)["token"]]
    assert before not in server.tokens


def test_writing_granted_to_somebody_else_changes_nothing(
    server: Fediverse, login: MastodonLogin, keys: FileKeys, browser: Browser
) -> None:
    account = login.log_in(server.host, browser, never)
    token = keys.get(account.id)["token"]
    server.add("ben")
    server.login = "ben"
    with pytest.raises(AccountError) as caught:
        login.grow(account, "write", browser, never)
    assert "logged in as @ben" in caught.value.message
    assert keys.get(account.id)["token"] == token
    assert list(server.tokens) == [token]


def test_logging_out_revokes_and_forgets(
    server: Fediverse, login: MastodonLogin, keys: FileKeys, browser: Browser
) -> None:
    account = login.log_in(server.host, browser, never)
    login.log_out(account)
    assert server.tokens == {}
    assert not keys.path.exists()


def test_logging_out_forgets_even_when_the_server_does_not_confirm(
    server: Fediverse, login: MastodonLogin, keys: FileKeys, browser: Browser
) -> None:
    account = login.log_in(server.host, browser, never)
    server.habits.refuses = {"/oauth/revoke": 503}
    with pytest.raises(AccountError):
        login.log_out(account)
    assert not keys.path.exists()


def test_a_page_of_accounts_that_names_another_server_sends_no_secret_there(
    server: Fediverse, login: MastodonLogin, keys: FileKeys, browser: Browser
) -> None:
    account = login.log_in(server.host, browser, never)
    with Fediverse() as other:
        lured = replace(account, server=other.base, typed_host=other.host)
        with pytest.raises(AccountError) as caught:
            login.grow(lured, "write", browser, never)
        assert "Nothing was sent there" in caught.value.message
        assert keys.get(account.id)["token"] in server.tokens
        with pytest.raises(AccountError):
            login.log_out(lured)
        assert other.log == []
    assert not keys.get(account.id)


@pytest.mark.parametrize(
    ("change", "drop", "words"),
    [
        ({"state": "forged"}, (), "not the answer to our question"),
        ({}, ("state",), "not the answer to our question"),
        ({"error": "access_denied"}, ("code",), "access was denied"),
        ({"code": "wrong"}, (), "did not accept the code"),
    ],
)
def test_what_comes_back_wrong_lets_nobody_in(
    server: Fediverse,
    keys: FileKeys,
    browser: Browser,
    change: dict[str, str],
    drop: tuple[str, ...],
    words: str,
) -> None:
    browser.change, browser.drop = change, drop
    login = MastodonLogin(keys, lambda: Http(timeout=5), patience=1)
    with pytest.raises(AccountError) as caught:
        login.log_in(server.host, browser, never)
    assert words in caught.value.message
    kept = json.loads(keys.path.read_text()) if keys.path.exists() else {}
    assert [name for name in kept if not name.startswith("mastodon-app:")] == []


def test_another_program_that_comes_by_first_spoils_nothing(
    server: Fediverse, login: MastodonLogin, browser: Browser
) -> None:
    def open_page(url: str) -> bool:
        back = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        for lie in ({"code": "theirs", "state": "guessed"}, {"error": "access_denied"}):
            assert httpx.get(f"{back}?{urlencode(lie)}").status_code == 400
        return browser(url)

    assert login.log_in(server.host, open_page, never).handle.startswith("@ana@")


def test_a_browser_that_does_not_come_back(server: Fediverse, keys: FileKeys) -> None:
    login = MastodonLogin(keys, lambda: Http(timeout=5), patience=0.1)
    with pytest.raises(AccountError) as caught:
        login.log_in(server.host, lambda _: True, never)
    assert "did not come back in time" in caught.value.message


def test_a_code_that_nobody_pastes(server: Fediverse, login: MastodonLogin) -> None:
    with pytest.raises(AccountError):
        login.log_in(server.host, lambda _: False, lambda _: "  ")


def test_what_is_no_mastodon_says_so(server: Fediverse, login: MastodonLogin, browser: Browser) -> None:
    server.habits.missing = {"/api/v1/apps"}
    with pytest.raises(AccountError) as caught:
        login.log_in(server.host, browser, never)
    assert "does not let apps in" in caught.value.message
    assert browser.opened == []


def test_a_server_that_is_away(login: MastodonLogin, browser: Browser) -> None:
    with pytest.raises(LearnlogError):
        login.log_in("127.0.0.1:1", browser, never)


@pytest.mark.parametrize(
    ("host", "bases"),
    [
        ("mastodon.social", ("https://mastodon.social",)),
        ("Mastodon.Social/", ("https://mastodon.social",)),
        ("https://mastodon.social/about", ("https://mastodon.social",)),
        ("http://mastodon.social", ("https://mastodon.social",)),
        ("127.0.0.1:4000", ("https://127.0.0.1:4000", "http://127.0.0.1:4000")),
        ("http://127.0.0.1:4000", ("http://127.0.0.1:4000",)),
        ("box.local", ("https://box.local", "http://box.local")),
    ],
)
def test_a_token_never_goes_over_plain_http_to_the_open_net(host: str, bases: tuple[str, ...]) -> None:
    assert tuple(bases_for(host)) == bases


def test_no_secret_is_in_an_error_or_a_repr(
    server: Fediverse, login: MastodonLogin, keys: FileKeys, browser: Browser
) -> None:
    account = login.log_in(server.host, browser, never)
    server.habits.refuses = {"/oauth/token": 500}
    try:
        login.grow(account, "write", browser, never)
    except AccountError as error:
        told = "".join(traceback.TracebackException.from_exception(error).format())
    shown = repr(account) + str(error_of(told))
    kept = keys.get(account.id)
    assert all(secret not in shown for secret in kept.values() if "secret" in secret)
    assert "very-secret" not in repr(keys.get(account.id))


def error_of(told: str) -> str:
    """Return a traceback without the frames of this file, which know the secrets they look for."""
    return "".join(part for part in told.split("  File ") if "/tests/" not in part)


@pytest.mark.parametrize(
    ("granted", "scopes"),
    [
        ("read", ("read",)),
        ("read:accounts read:statuses profile", ("read",)),
        ("write:statuses read", ("read", "write")),
        (None, ("read",)),
        (["read"], ("read",)),
        ("follow", ()),
    ],
)
def test_what_was_granted_is_read_however_the_server_says_it(
    server: Fediverse, login: MastodonLogin, browser: Browser, granted: object, scopes: tuple[str, ...]
) -> None:
    token = server.grant("ana")
    server.habits.says["/oauth/token"] = {"access_token": token, "token_type": "Bearer", "scope": granted}

    assert login.log_in(server.host, browser, never).scopes == scopes


@pytest.mark.parametrize(
    ("acct", "handle"),
    [
        ("ana", "@ana@{host}"),
        ("ana@elsewhere.example", "@ana@elsewhere.example"),
        ("ben@elsewhere.example", "@ana@{host}"),
        ("ana@a@b", "@ana@{host}"),
        (None, "@ana@{host}"),
    ],
)
def test_a_handle_may_have_another_host_than_the_server(
    server: Fediverse, login: MastodonLogin, browser: Browser, acct: object, handle: str
) -> None:
    server.accounts["ana"]["acct"] = acct

    assert login.log_in(server.host, browser, never).handle == handle.format(host=server.host)
