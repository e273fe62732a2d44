"""Letting learnlog into a Mastodon server: OAuth in the browser, with PKCE, for as little as is needed."""

import asyncio
import secrets as chance
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from learnlog.accounts.base import AccountError, Keys, Opener, Prompt, host_port
from learnlog.accounts.binding import keep_secrets, secrets_of
from learnlog.accounts.loopback import Catcher
from learnlog.accounts.mastodon_app import (
    LIMIT,
    App,
    Askers,
    Grant,
    Said,
    app_key,
    app_of,
    bases_for,
    catcher_at,
    code_in,
    handle_in,
    pasted_code,
    question,
    revoking,
    said_in,
    shown,
)
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line, clean_link

OOB: Final = "urn:ietf:wg:oauth:2.0:oob"
EVERYTHING: Final = "read write"
_FORM: Final = "application/x-www-form-urlencoded"


class MastodonLogin:
    """Logs in to Mastodon servers. `patience` is how many seconds the browser may take."""

    def __init__(self, keys: Keys, askers: Askers, *, patience: float = 300.0) -> None:
        self._keys = keys
        self._askers = askers
        self._patience = patience

    def log_in(self, host: str, opener: Opener, prompt: Prompt) -> Account:
        """Ask the user, in the browser, to let learnlog read as them, and say who they are.

        Raises:
            AccountError: the user or the server says no.
            LearnlogError: the server cannot be reached.
        """
        app = self._app_at(host)
        grant = self._granted(app, "read", opener, prompt)
        account = self._whose(grant)
        self._keep(account, grant)
        return account

    def grow(self, account: Account, scope: str, opener: Opener, prompt: Prompt) -> Account:
        """Ask the user for `scope` as well; the token that knew less is revoked.

        Raises:
            AccountError: it was not granted, or to somebody else.
        """
        old = secrets_of(self._keys, account)
        scopes = " ".join(dict.fromkeys([*account.scopes, scope]))
        app = self._kept_app(account.server, account.typed_host)
        app = app or self._introduced(account.server, account.typed_host)
        grant = self._granted(app, scopes, opener, prompt)
        who = self._whose(grant)
        if who.key != account.key:
            self._revoke(grant.app, grant.token)
            said = f"The browser is logged in as {who.handle}, not as {account.handle}."
            raise AccountError(said, "Log in there as the right one, and try again.")
        if scope not in grant.scopes:
            self._revoke(grant.app, grant.token)
            raise AccountError(f"{shown(account.server)} did not grant learnlog to {scope}.")
        self._keep(account, grant)
        if old.get("token"):
            self._revoke(app_of(account.server, old, account.typed_host), old["token"])
        return replace(account, scopes=grant.scopes)

    def log_out(self, account: Account) -> None:
        """Revoke the token with the server and forget it; it is forgotten even when the server does not answer.

        Raises:
            LearnlogError: the server did not confirm that it revoked the token.
        """
        with self._keys.locked(account.id):
            try:
                mine = secrets_of(self._keys, account)
            finally:
                self._keys.drop(account.id)
        self._keys.drop(app_key(account.server))
        if mine.get("token"):
            app = app_of(account.server, mine, account.typed_host)
            answer = self._ask(app, "/oauth/revoke", revoking(app, mine["token"]))
            if answer.status != 200:
                raise AccountError(
                    f"{shown(account.server)} did not confirm that it forgot learnlog.",
                    "Its page of authorised apps shows whether learnlog is still there.",
                )

    def _granted(self, app: App, scopes: str, opener: Opener, prompt: Prompt) -> Grant:
        verifier, state = chance.token_urlsafe(48), chance.token_urlsafe(24)
        with ExitStack() as stack:
            catcher = catcher_at(app.port, stack, state)
            uri = catcher.address if catcher else OOB
            if catcher and opener(question(app, uri, scopes, verifier, state)):
                if not catcher.wait(self._patience):  # perhaps the server no longer knows the app
                    self._keys.drop(app_key(app.base))  # the next time it is introduced anew
                code = code_in(catcher, 0, shown(app.base))
            else:
                uri = OOB
                address = question(app, uri, scopes, verifier, state)
                code = pasted_code(
                    prompt(f"Open this address, allow learnlog, and paste the code it shows:\n{address}\n")
                )
        if not code:
            raise AccountError("Without the code nothing was changed.")
        return self._token(app, scopes, {"code": code, "redirect_uri": uri, "code_verifier": verifier})

    def _token(self, app: App, scopes: str, said: Mapping[str, str]) -> Grant:
        form = {
            "grant_type": "authorization_code",
            "client_id": app.id,
            "client_secret": app.secret,
            "scope": scopes,
            **said,
        }
        answer = self._ask(app, "/oauth/token", form)
        token = said_in(answer)
        value = token.get("access_token")
        if answer.status != 200 or not isinstance(value, str) or not value or not value.isascii():
            self._keys.drop(app_key(app.base))
            raise AccountError(
                f"{shown(app.base)} did not accept the code.", "Start again; a code works once."
            )
        granted = token.get("scope")
        words = (granted if isinstance(granted, str) and granted else scopes).split()
        whole = {word.partition(":")[0] for word in words}  # some name the parts: read:accounts
        return Grant(app=app, token=value, scopes=tuple(word for word in ("read", "write") if word in whole))

    def _whose(self, grant: Grant) -> Account:
        base = grant.app.base
        answer = self._ask(grant.app, "/api/v1/accounts/verify_credentials", token=grant.token)
        who = said_in(answer)
        name = clean_line(who["username"], 100) if isinstance(who.get("username"), str) else ""
        if answer.status != 200 or not name:
            raise AccountError(f"{shown(base)} let learnlog in, and then did not say as whom.")
        addresses = [clean_link(said) for part in ("uri", "url") if isinstance(said := who.get(part), str)]
        key = next((one for one in addresses if one.startswith(f"{base}/")), f"{base}/users/{name}")
        display = who.get("display_name")
        return Account(
            network="mastodon",
            key=key,
            handle=handle_in(who, name, shown(base)),
            server=base,
            name=clean_line(display, 100) if isinstance(display, str) else "",
            scopes=grant.scopes,
            secrets=self._keys.place,
            typed_host=host_port(base) if answer.private else "",
        )

    def _keep(self, account: Account, grant: Grant) -> None:
        kept = {"token": grant.token, "client_id": grant.app.id, "client_secret": grant.app.secret}
        with self._keys.locked(account.id):
            keep_secrets(self._keys, account, kept)

    def _revoke(self, app: App, token: str) -> None:
        """Let a token go that nobody needs; a server that does not answer is no reason to stop.

        Some servers (snac) forget the app with it, so that it has to be introduced again.
        """
        self._keys.drop(app_key(app.base))
        try:
            self._ask(app, "/oauth/revoke", revoking(app, token))
        except LearnlogError:
            return

    def _app_at(self, host: str) -> App:
        """Return what learnlog is to the server at `host`; it introduces itself to a new one."""
        host_port(host)  # what is no address is said to be none before anything else is made of it
        bases = bases_for(host)
        kept = next((app for base in bases if (app := self._kept_app(base, host_port(base)))), None)
        if kept:
            return kept
        failure: LearnlogError | None = None
        for base in bases:
            try:
                return self._introduced(base, host_port(base))
            except AccountError:
                raise
            except LearnlogError as error:
                failure = failure or error
        raise failure or AccountError(f"“{clean_line(host, 80)}” is no server.")

    def _kept_app(self, base: str, typed: str) -> App | None:
        """Return the app that is known there, when the port it may come back to is free."""
        kept = self._keys.get(app_key(base))
        if not kept.get("client_id"):
            return None
        app = app_of(base, kept, typed)
        with ExitStack() as stack:
            return app if catcher_at(app.port, stack) else None

    def _introduced(self, base: str, typed: str) -> App:
        with Catcher() as catcher:
            port = catcher.port
        form = {
            "client_name": "learnlog",
            "redirect_uris": f"http://127.0.0.1:{port}/\n{OOB}",
            "scopes": EVERYTHING,
        }
        answer = self._ask(App(base=base, id="", secret="", typed=typed), "/api/v1/apps", form)
        app = said_in(answer)
        own, secret = app.get("client_id"), app.get("client_secret")
        if answer.status not in (200, 201) or not isinstance(own, str) or not isinstance(secret, str):
            said = f"{shown(base)} does not let apps in; it may be no Mastodon server."
            raise AccountError(said, "Give the server’s name, as in mastodon.social.")
        kept = {"client_id": own, "client_secret": secret, "port": str(port)}
        self._keys.put(app_key(base), kept)
        return app_of(base, kept, typed)

    def _ask(self, app: App, path: str, form: Mapping[str, str] | None = None, token: str = "") -> Said:
        async def ask() -> Said:
            async with self._askers() as asker:
                return await asker.request(
                    "GET" if form is None else "POST",
                    f"{app.base}{path}",
                    headers={"Authorization": f"Bearer {token}"} if token else None,
                    body=urlencode(form or {}).encode(),
                    content_type=_FORM if form else "",
                    typed_host=app.typed,
                    limit=LIMIT,
                )

        return asyncio.run(ask())
