"""My accounts on networks: adding one, listing them, removing one."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.safe import clean_line

if TYPE_CHECKING:
    from learnlog.cli.as_json import Json
    from learnlog.model.account import Account

WHERE = {"keyring": "secrets in the keyring", "file": "secrets in a file of mode 0600"}
_ADDING = """Add an account of yours. Bluesky takes an app password, never your own: make one under Settings,
Privacy and security, App passwords (https://bsky.app/settings/app-passwords). It is asked for without showing
it, or read from standard input. A Mastodon server asks in your browser, where you log in and allow learnlog
to read."""


def define_account(parser: Parser) -> None:
    """Say what `account` takes."""
    verb = parser.verbs()
    verb("list", "List your accounts; the first of a network is the usual one.")
    adding = verb("add", "Log in to Bluesky or to a Mastodon server.")
    adding.description = _ADDING
    adding.add_argument("network", metavar="NETWORK", help="bluesky or mastodon")
    adding.add_argument(
        "who",
        nargs="?",
        default="",
        metavar="WHO",
        help="your handle on Bluesky; HOST or @name@host on Mastodon",
    )
    adding.add_argument(
        "--service", default="", metavar="URL", help="your server on Bluesky, when it is not the usual one"
    )
    adding.add_argument(
        "--paste", action="store_true", help="Mastodon: open no browser here, paste the code instead"
    )
    adding.add_argument(
        "--secrets",
        default="",
        metavar="PLACE",
        help="where its secrets are kept: keyring (as usual), or file (one that only you can read)",
    )
    removing = verb("remove", "End the session with the server, and forget the account and its secrets.")
    removing.add_argument("account", metavar="ACCOUNT", help="the account's handle or id")


def account(context: Context) -> int:
    """Carry out a verb on accounts; without one list them."""
    return VERBS[context.args.verb or "list"](context)


def _list(context: Context) -> int:
    accounts = context.workspace.accounts.all()
    if context.wants_json:
        put_json([_json(one) for one in accounts])
    elif accounts:
        table(
            [
                [
                    one.network,
                    Styled(one.handle, "bold"),
                    ", ".join(one.scopes),
                    WHERE[one.secrets],
                    one.server,
                ]
                for one in accounts
            ]
        )
    if not accounts:
        tell("No accounts. Everything public is read without one; `learnlog account add` logs you in.")
    if problem := context.workspace.accounts.problem():
        tell(f"accounts.md in the vault: {problem}")
    return 0


def _add(context: Context) -> int:
    network = context.args.network.casefold()
    if network not in ADDING:
        raise UsageError(f"There is no network “{network}” to log in to.", "There are bluesky and mastodon.")
    who = context.args.who or _ask("Your handle" if network == "bluesky" else "Your server", "account add")
    added = ADDING[network](context, who, _place(context))
    tell(f"Logged in as {added.handle}; {WHERE[added.secrets]}")
    return _give(context, added)


def _place(context: Context) -> str:
    """Return where secrets shall be; a file only when the user says so, on the command line or when asked."""
    accounts, said = context.workspace.accounts, context.args.secrets
    if said or not sys.stdin.isatty() or not (trouble := accounts.keyring_trouble()):
        accounts.check_place(said or "keyring")
        return said or "keyring"
    tell(trouble)
    answer = _ask(
        f"Keep the secrets in a file that only you can read ({accounts.file.path})? [y/N]", "account add"
    )
    if answer.casefold() not in ("y", "yes"):
        raise LearnlogError("Nothing was added.", "Unlock or install a keyring, and try again.")
    return "file"


def _add_bluesky(context: Context, handle: str, place: str) -> "Account":
    password = _ask_hidden(f"App password for {clean_line(handle, 80)} (it is not shown): ")
    return context.workspace.accounts.add_bluesky(handle, password, context.args.service, place)


def _add_mastodon(context: Context, host: str, place: str) -> "Account":
    paste = context.args.paste

    def open_page(address: str) -> bool:
        import webbrowser

        if paste or not webbrowser.open(address):
            return False
        tell("Log in and allow learnlog in your browser. When no page opened there, this is its address:")
        tell(address)
        return True

    def ask_code(words: str) -> str:
        tell(words.rstrip())
        return _ask("The code", "account add")

    return context.workspace.accounts.add_mastodon(host, open_page, ask_code, place)


def _ask(question: str, command: str) -> str:
    """Ask for a line on the terminal, or read it from standard input."""
    if sys.stdin.isatty():
        tell(f"{question}:" if question[-1].isalpha() else question)
    line = sys.stdin.readline().strip()
    if not line:
        raise UsageError("Nothing was entered.", f"`learnlog {command} --help` shows what is needed.")
    return line


def _ask_hidden(question: str) -> str:
    """Ask for a password without showing it; in a pipe, read the line that comes."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    import getpass

    try:
        return getpass.getpass(question, stream=sys.stderr).strip()
    except EOFError:
        return ""


def _remove(context: Context) -> int:
    removed = context.workspace.accounts.remove(context.args.account)
    tell(f"{removed.account.handle} is no account of yours here any more; its secrets are gone")
    if removed.left:
        tell(f"Its session could not be ended with {removed.account.server}: {removed.left}")
        tell("There, in the settings of your account, you can take learnlog's access away yourself.")
    return _give(context, removed.account)


def _give(context: Context, found: "Account") -> int:
    if context.wants_json:
        put_json(_json(found))
    else:
        say(found.id)
    return 0


def _json(one: "Account") -> "Json":
    from learnlog.model.moments import to_text

    return {
        "id": one.id,
        "network": one.network,
        "handle": one.handle,
        "name": one.name,
        "server": one.server,
        "scopes": list(one.scopes),
        "secrets": one.secrets,
        "added": to_text(one.added) if one.added else None,
    }


ADDING: "dict[str, Callable[[Context, str, str], Account]]" = {
    "bluesky": _add_bluesky,
    "mastodon": _add_mastodon,
}
VERBS: dict[str, Callable[[Context], int]] = {"list": _list, "add": _add, "remove": _remove}
PARTS: dict[str, Part] = {"account": (define_account, account)}
