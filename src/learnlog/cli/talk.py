"""What the talking commands share: a message on the page, in JSON, and on its way."""

import sys
from typing import TYPE_CHECKING, Any

from learnlog.cli.as_text import facts
from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, tell
from learnlog.model.moments import to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnlog.model.account import Account
    from learnlog.talking.message import Message


def message_json(context: Context, message: "Message") -> dict[str, Any]:
    """Return a message for programs."""
    return {
        "id": message.id,
        "account": message.account,
        "kind": message.kind.value,
        "status": message.status.value,
        "entry": message.entry,
        "in_reply_to": message.answered.uri if message.answered else "",
        "audience": message.audience.value,
        "language": message.language,
        "warning": message.warning,
        "pictures": [{"file": str(p.path), "alt": p.alt} for p in message.pictures],
        "posts": [
            {"text": s.text, "length": s.length, "limit": s.limit}
            for s in context.workspace.sharing.preview(message)
        ],
        "sent": [{"uri": step.uri, "url": step.url, "when": step.sent} for step in message.out],
        "created": to_text(message.created),
        "later": message.later,
        "error": message.error,
        "path": message.path,
    }


def show_message(context: Context, message: "Message") -> int:
    """Print a message exactly as it will be sent, with the length of each post."""
    return show_messages(context, [message], alone=True)


def show_messages(context: Context, messages: "Sequence[Message]", *, alone: bool = False) -> int:
    """Print messages, as a list for programs unless `alone`."""
    if context.wants_json:
        listed = [message_json(context, message) for message in messages]
        put_json(listed[0] if alone else listed)
        return 0
    for message in messages:
        _page(context, message)
    return 0


def handle_of(context: Context, message: "Message") -> str:
    """Return whom a message speaks as: the handle and its network, or the bare id of an account that is gone."""
    mine = (one for one in context.workspace.accounts.all() if one.id == message.account)
    return next((f"{one.handle} on {one.network.title()}" for one in mine), message.account)


def _page(context: Context, message: "Message") -> None:
    say(Styled(message.id, "accent"), "  ", Styled(message.status.value, "warn"))
    answered = message.answered
    facts(
        [
            ("as", handle_of(context, message)),
            ("answers", f"{answered.author} {answered.url or answered.uri}".strip() if answered else ""),
            ("for", message.audience.value),
            ("language", message.language),
            ("warning", message.warning),
            ("pictures", "; ".join(f"{p.name}: {p.alt}" for p in message.pictures)),
            ("at", ", ".join(step.url or step.uri for step in message.out)),
            ("look at", message.error),
            ("not before", message.later),
        ]
    )
    shown = context.workspace.sharing.preview(message)
    for number, one in enumerate(shown, start=1):
        count = f"{one.length}/{one.limit}" + (f"  post {number} of {len(shown)}" if len(shown) > 1 else "")
        say()
        say(one.text)
        say(Styled(f"── {count}", "bad" if one.length > one.limit else "dim"))
    say()


def send(context: Context, message: "Message") -> "Message":
    """Queue and send a message: only ever called when that was asked for."""
    from learnlog.talking.message import WAITING

    workspace = context.workspace
    with_leave(context, workspace.accounts.find(message.account))
    if message.status not in WAITING:
        message = workspace.outbox.queue(message.id)
    sent = workspace.sending.send(message.id)
    tell(f"Sent: {', '.join(step.url or step.uri for step in sent.out)}")
    return sent


def account_on(context: Context, network: str) -> "Account":
    """Return the account that ``--to`` names, else the usual one on `network`."""
    from learnlog.model.errors import UsageError

    accounts, wanted = context.workspace.accounts, context.args.to
    found = accounts.find(wanted) if wanted else accounts.default(network)
    if found is None:
        raise UsageError(
            f"You have no account on {network.title()}.", f"`learnlog account add {network}` adds one."
        )
    return found


def with_leave(context: Context, account: "Account") -> "Account":
    """Return the account, after asking its server for leave to write when it may only read so far.

    That is asked in the browser, and only when somebody sits at the terminal.
    """
    if account.can_write or not sys.stdin.isatty():
        return account

    def open_page(address: str) -> bool:
        import webbrowser

        tell(f"In your browser, let learnlog write as {account.handle}: {address}")
        return webbrowser.open(address)

    def ask_code(words: str) -> str:
        tell(words.rstrip())
        return sys.stdin.readline().strip()

    return context.workspace.accounts.grow(account, "write", open_page, ask_code)
