"""Sending from a screen: asks once, sends in a thread, and says of each message what became of it."""

from collections.abc import Callable, Sequence

from learnlog.model.errors import LearnlogError
from learnlog.talking.message import WAITING, Message, Status
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import line, some
from learnlog.workspace import Workspace


async def agrees(screen: DeskScreen, question: str, yes: str, no: str) -> bool:
    """Ask a question once; only the line `yes`, which is not the first, agrees. Call it from a worker."""
    choices = (Choice(id="", label=no), Choice(id="yes", label=yes))
    return await screen.app.push_screen_wait(Choose(question, choices, narrows=False)) == "yes"


async def deliver(
    screen: DeskScreen, messages: Sequence[Message], stopped: Callable[[], bool] = lambda: False
) -> None:
    """Queue and send `messages`, one after the other, until `stopped`; a message on its way is finished.

    Only ever called when that was asked for.
    """
    app, sent = screen.desk, []
    for number, message in enumerate(messages, start=1):
        if stopped():
            break
        of = f" {number} of {len(messages)}" if len(messages) > 1 else ""
        screen.show_progress(f"sending{of} · {some(len(message.texts), 'post')} …")
        try:
            sent.append(await screen.ask(lambda message=message: _send(screen.workspace, message)))  # type: ignore[misc]  # the default binds it
        except LearnlogError as error:
            app.say_error(error)
        finally:
            if screen.is_attached:
                screen.show_progress("")
    if sent:
        places = ", ".join(line(one.account.partition(":")[0].title(), 20) for one in sent)
        app.say(f"Sent to {places}: “{line(sent[0].headline, 40)}”")
    app.changed()


def _send(workspace: Workspace, message: Message) -> Message:
    if message.status not in WAITING:
        message = workspace.outbox.queue(message.id)
    return workspace.sending.send(message.id)


def is_in_doubt(message: Message) -> bool:
    """Tell whether nobody knows what became of a message."""
    return message.status in (Status.UNSURE, Status.SENDING)
