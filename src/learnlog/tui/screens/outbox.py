"""The outbox: what I send, by how far it came, and what can be done about each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.moments import EPOCH
from learnlog.model.social import Audience
from learnlog.talking.message import EDITABLE, WAITING, Message, Purpose, Status
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_talking import OUTBOX
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.delivering import agrees, deliver, is_in_doubt
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.leave_to_write import may_write
from learnlog.tui.screens.share import ShareScreen
from learnlog.tui.screens.share_plan import of_message
from learnlog.tui.text import ago, fit, line, some
from learnlog.tui.widgets.line_list import LineList, ScreenList

SECTIONS: Mapping[str, tuple[str, tuple[Status, ...]]] = {
    "In doubt": (
        "nobody knows yet whether it arrived: {resolve} says what became of it",
        (Status.UNSURE, Status.SENDING),
    ),
    "Failed": ("refused there: {open} writes on it, {send} sends it again", (Status.FAILED,)),
    "Waiting": ("could not go yet: {send} or {send-waiting} sends it", (Status.QUEUED,)),
    "Drafts": ("nothing of these was sent", (Status.DRAFT,)),
    "Sent": ("", (Status.SENT,)),
    "Taken back or dropped": ("", (Status.RETRACTED, Status.DROPPED)),
}
"""What is said of messages by how far they came, with the keys of commands in braces."""
MOST_SENT = 50
"""Messages of a section that are listed."""
SIGNS = {Purpose.SHARE: "·", Purpose.ASK: "?", Purpose.ANSWER: "↩"}


class OutboxScreen(DeskScreen):
    """Lists my messages by status, those that need me first."""

    CSS_PATH = "../styles/talking.tcss"
    scope = "outbox"
    BINDINGS: ClassVar = bindings(OUTBOX, LISTS)
    AUTO_FOCUS = "#outbox"
    _messages: Sequence[Message] = ()
    _handles: Mapping[str, str] = {}
    _is_sending = False
    _stop = False

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield ScreenList(id="outbox")

    async def load(self) -> None:
        """List the messages."""
        self._messages, accounts = await self.ask(self._gather)
        self._handles = {one.id: one.handle for one in accounts}
        waiting = sum(message.status in WAITING for message in self._messages)
        drafts = sum(message.status is Status.DRAFT for message in self._messages)
        said = f"{waiting} waiting" if waiting else some(drafts, "draft") if drafts else ""
        self.context(f"outbox · {said}" if said else "outbox")
        self._draw()

    def _gather(self) -> tuple[list[Message], Sequence[Account]]:
        return self.workspace.outbox.all(), self.workspace.accounts.all()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        self.query_one(LineList).show(self._options(max(30, self.size.width - 6)))

    def _options(self, width: int) -> Iterator[Option]:
        now = self.workspace.clock()
        for title, (note, statuses) in SECTIONS.items():
            found = [message for message in self._messages if message.status in statuses][:MOST_SENT]
            if not found:
                continue
            yield rows.section(title, with_keys(note))
            for message in found:
                yield Option(_row(message, self._handles, now, width), id=message.id)
            yield rows.gap()
        if not self._messages:
            yield rows.wrapped("Nothing is in the outbox.", width)
            yield rows.gap()
            shares, answers = key_of("share", "journal"), key_of("answer", "river")
            words = f"{shares} on an entry shares it or asks the question; {answers} on a post answers it. "
            words += "Nothing leaves by itself."
            yield rows.wrapped(words, width, "$text-muted")

    @property
    def _at_hand(self) -> Message | None:
        name = self.query_one(LineList).at
        return next((message for message in self._messages if message.id == name), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is done with a message only where there is one."""
        if action in ("open", "send", "take_back", "resolve", "browse"):
            return self.is_mounted and bool(self._messages)
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        """Write on the message; answer what became of one in doubt; read what was sent where it is."""
        message = self._at_hand
        if message is None:
            return
        if message.status in EDITABLE:
            if self.desk.ahead.begin():
                self.app.push_screen(ShareScreen(of_message(message)))
        elif is_in_doubt(message):
            self.action_resolve()
        elif message.entry:
            self.desk.open_document("entry", message.entry)
        else:
            self.action_browse()

    def action_browse(self) -> None:
        """Open a sent message in the browser."""
        message = self._at_hand
        if message is None:
            return
        if message.out:
            self.browse(message.out[0].url)
        else:
            self.desk.say("Nothing of this message is out.")

    @work(group="send")
    async def action_send(self) -> None:
        """Send the message under the cursor, after asking once."""
        message = self._at_hand
        if message is None or self._is_sending:
            return
        if message.status not in EDITABLE | WAITING:
            self.desk.say(f"This message is {message.status.value} already.")
            return
        who = line(self._handles.get(message.account, message.account), 40)
        how = "privately" if message.audience is Audience.DIRECT else message.audience.value
        question = f"Send {some(len(message.texts), 'post')} as {who}, {how}, now?"
        if is_in_doubt(message) or await agrees(self, question, "Send now", "Not yet"):
            await self._deliver([message])

    @work(group="send")
    async def action_send_waiting(self) -> None:
        """Send everything that waits, oldest first: each was sent by me before."""
        waiting = [message for message in reversed(self._messages) if message.status in WAITING]
        if self._is_sending:
            return
        if not waiting:
            self.desk.say(f"Nothing waits. {key_of('send')} sends the draft under the cursor.")
            return
        await self._deliver(waiting)

    async def _deliver(self, messages: Sequence[Message]) -> None:
        accounts = {one.id: one for one in await self.ask(self.workspace.accounts.all)}
        for id in {message.account for message in messages}:
            if id in accounts and not await may_write(self, accounts[id]):
                return
        self._is_sending, self._stop = True, False
        try:
            await deliver(self, messages, lambda: self._stop)
        finally:
            self._is_sending = False

    @work(group="send")
    async def action_take_back(self) -> None:
        """Drop what is not out; delete there what is, after asking once."""
        message = self._at_hand
        if message is None or self._is_sending:
            return
        outbox, sending, id = self.workspace.outbox, self.workspace.sending, message.id
        if message.status is Status.DROPPED:
            self.desk.say(with_keys("It is dropped already; {open} makes it a draft again."))
        elif message.status in EDITABLE and not message.out:
            self.act(lambda: outbox.drop(id), "Dropped")
        elif message.status is Status.RETRACTED:
            self.desk.say("It is taken back already; its text stays here.")
        else:
            place = line(self._handles.get(message.account, message.account), 40)
            question = (
                f"Delete {some(max(1, len(message.out)), 'post')} of {place} there? Who saw it has seen it."
            )
            if await agrees(self, question, "Delete it there", "Leave it"):
                self.show_progress("taking it back …")
                await self._settle(lambda: sending.retract(id), "Taken back; its text stays in the outbox")

    @work(group="send")
    async def action_resolve(self) -> None:
        """Ask what became of a message in doubt."""
        message = self._at_hand
        if message is None or self._is_sending:
            return
        if not is_in_doubt(message):
            self.desk.say("Nothing about this message is in doubt.")
            return
        number, of = len(message.out) + 1, len(message.texts)
        title = f"The connection broke while post {number} of {of} was sent. Is it there?"
        choices = (
            Choice(id="look", label="Look there, and go on from what is found"),
            Choice(id="sent", label="It is there"),
            Choice(id="again", label="It is not there: let it wait to be sent again"),
            Choice(id="drop", label="Let it be: drop what is left"),
        )
        became = await self.app.push_screen_wait(Choose(title, choices))
        if became == "look":
            await self._deliver([message])
        elif became == "sent":
            hint = "Its address · {take} alone looks for it there · {leave} leaves it"
            address = await self.app.push_screen_wait(AskLine("It is there", "", hint))
            if address is not None:
                await self._became(message, "sent", address)
        elif became:
            await self._became(message, became)

    async def _became(self, message: Message, became: str, address: str = "") -> None:
        said = {"sent": "It is out", "again": f"It waits; {key_of('send')} sends it", "drop": "Dropped"}[
            became
        ]
        sending = self.workspace.sending
        await self._settle(lambda: sending.resolve(message.id, became, address), said)

    async def _settle(self, deed: Callable[[], Message], said: str) -> None:
        try:
            await self.ask(deed)
            self.desk.say(said)
        except LearnlogError as error:
            self.desk.say_error(error)
        finally:
            if self.is_attached:
                self.show_progress("")
        self.desk.changed()

    def action_back(self) -> None:
        """Stop sending after the message on its way; else back to where I came from."""
        if self._is_sending:
            self._stop = True
            self.desk.say("What is on its way is finished; the rest waits.")
        else:
            self.dismiss()


def _row(message: Message, handles: Mapping[str, str], now: datetime, width: int) -> Content:
    moment = message.posted if message.posted != EPOCH else message.created
    who = line(handles.get(message.account, "an account that is gone"), 26)
    posts = f" · {len(message.texts)} posts" if len(message.texts) > 1 else ""
    private = " · private" if message.audience is Audience.DIRECT else ""
    note = f"{who}{posts}{private}"
    room = max(10, min(width, 110) - rows.WHEN - len(note) - 6)
    parts = Content.assemble(
        ("  " + fit(ago(moment, now), rows.WHEN), "$text-muted"),
        (SIGNS[message.kind] + " ", "$primary"),
        fit(message.headline, room),
        ("  " + note, "$text-muted"),
    )
    said = message.error or (f"not before {message.later}" if message.later else "")
    if not said or message.status is Status.SENT:
        return parts
    return Content.assemble(
        parts, ("\n" + " " * (rows.WHEN + 4) + line(said, width - rows.WHEN - 6), "$warning")
    )
