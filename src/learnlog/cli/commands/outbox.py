"""The outbox in the shell: what waits, what went out, and what became of it."""

from typing import TYPE_CHECKING

from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part
from learnlog.cli.talk import message_json, show_message

if TYPE_CHECKING:
    from learnlog.talking.message import Message


def define_outbox(parser: Parser) -> None:
    """Say what `outbox` takes."""
    verb = parser.verbs()
    listing = verb("list", "List messages, newest first.")
    listing.add_argument("--all", action="store_true", help="also what is sent, retracted or dropped")
    one = "the message's id, or its start or end"
    verb("show", "Show a message exactly as it will be sent.").add_argument("id", metavar="ID", help=one)
    editing = verb("edit", "Change a message's text in your editor; it is a draft again.")
    editing.add_argument("id", metavar="ID", help=one)
    editing.add_argument("--text", help="new text instead of opening the editor; - reads it from a pipe")
    sending = verb("send", "Send a message; without an ID everything that waits.")
    sending.add_argument("id", nargs="?", default="", metavar="ID", help=one)
    resolving = verb("resolve", "Say what became of a message when nobody knows whether it arrived.")
    resolving.add_argument("id", metavar="ID", help=one)
    resolving.add_argument(
        "became",
        choices=("sent", "again", "drop"),
        metavar="BECAME",
        help="sent (it is there), again (send it once more), or drop (let it be)",
    )
    resolving.add_argument(
        "at", nargs="?", default="", metavar="ADDRESS", help="where the post is, with sent"
    )
    verb("drop", "Let go of a message that will not be sent.").add_argument("id", metavar="ID", help=one)
    verb("retract", "Delete what was sent; its text stays here.").add_argument("id", metavar="ID", help=one)


def outbox(context: Context) -> int:
    """Carry out a verb on the outbox; without one list it."""
    return VERBS[context.args.verb or "list"](context)


def _list(context: Context) -> int:
    from learnlog.talking.message import EDITABLE, WAITING, Status

    shown = () if getattr(context.args, "all", False) else (EDITABLE | WAITING) - {Status.DROPPED}
    messages = context.workspace.outbox.all(*shown)
    if context.wants_json:
        put_json([message_json(context, message) for message in messages])
    else:
        table(
            [
                [
                    Styled(m.id[-6:], "accent"),
                    Styled(m.status.value, "warn"),
                    m.kind.value,
                    m.network,
                    _line(m),
                ]
                for m in messages
            ]
        )
    if not messages:
        tell("Nothing waits in the outbox. `learnlog share ENTRY` drafts something.")
    return 0


def _line(message: "Message") -> str:
    more = f" (+{len(message.texts) - 1})" if len(message.texts) > 1 else ""
    return message.headline + more + (f" — {message.error}" if message.error else "")


def _show(context: Context) -> int:
    return show_message(context, context.workspace.outbox.get(context.args.id))


def _edit(context: Context) -> int:
    from learnlog.cli.editor import edited, read_stdin

    box, text = context.workspace.outbox, context.args.text
    if text is not None:
        return show_message(context, box.edit(context.args.id, read_stdin() if text == "-" else text))
    message = box.get(context.args.id)
    with edited(message.body + "\n", f"message-{message.id}", context.workspace.settings.editor) as written:
        return show_message(context, box.edit(message.id, written))


def _send(context: Context) -> int:
    workspace = context.workspace
    if context.args.id:
        from learnlog.cli.talk import send

        return show_message(context, send(context, workspace.outbox.get(context.args.id)))
    sent, failed = workspace.sending.send_all()
    for message, error in failed:
        tell(
            Styled(f"{message.status.value}  ", "bad"),
            f"{message.id[-6:]} {message.headline}: {error.message}",
        )
    if context.wants_json:
        put_json([message_json(context, m) for m in (*sent, *(message for message, _ in failed))])
    elif not failed or sent:
        tell(f"{len(sent)} sent" if sent else "Nothing is queued. `learnlog outbox send ID` sends a draft.")
    return 1 if failed else 0


def _resolve(context: Context) -> int:
    args = context.args
    return show_message(context, context.workspace.sending.resolve(args.id, args.became, args.at))


def _drop(context: Context) -> int:
    message = context.workspace.outbox.drop(context.args.id)
    tell("It will not be sent; its text stays in the outbox")
    return _quiet(context, message)


def _retract(context: Context) -> int:
    message = context.workspace.sending.retract(context.args.id)
    tell("It is deleted there; its text stays in the outbox")
    return _quiet(context, message)


def _quiet(context: Context, message: "Message") -> int:
    if context.wants_json:
        put_json(message_json(context, message))
    else:
        say(message.id)
    return 0


VERBS = {
    "list": _list,
    "show": _show,
    "edit": _edit,
    "send": _send,
    "resolve": _resolve,
    "drop": _drop,
    "retract": _retract,
}

PARTS: dict[str, Part] = {"outbox": (define_outbox, outbox)}
