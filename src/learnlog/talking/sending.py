"""Sending: each post once, whatever breaks in between, and taking it back."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from learnlog.accounts.base import AccountError
from learnlog.journal.entries import Journal
from learnlog.model.entry import SentTo
from learnlog.model.errors import LearnlogError, NotFoundError, UsageError
from learnlog.model.moments import EPOCH, Clock, from_text, to_text
from learnlog.model.safe import clean_line, clean_link
from learnlog.reading.web.budget import clock_time
from learnlog.talking.base import LaterError, Piece, SendError, Sent, UnsureError, Voice
from learnlog.talking.message import WAITING, Message, Status, Step
from learnlog.talking.outbox import Outbox

Voices = Callable[[str], Voice]
"""Gives the voice of the account with that id."""

_EMPTY: Final = "Give it a text, or drop it."
_DIGITS: Final = "234567abcdefghijklmnopqrstuvwxyz"


class Sending:
    """Sends messages of the outbox. Its calls block on the network.

    Before the first post goes, the keys of all are fixed and written; after each, where it is. Whoever finds a
    message half sent therefore knows which post is in doubt, and asks the network for it before sending again.
    """

    def __init__(self, outbox: Outbox, journal: Journal, voices: Voices, clock: Clock) -> None:
        self._outbox = outbox
        self._journal = journal
        self._voices = voices
        self._clock = clock

    def send(self, reference: str) -> Message:
        """Send a queued message, or go on with one that was cut off; return it sent.

        Raises:
            UsageError: it is not queued.
            SendError: it was refused; it is failed and can be edited.
            LaterError: it cannot be sent now; it stays queued.
            UnsureError: nobody knows whether a post arrived; `resolve` says what became of it.
        """
        with self._outbox.sending():
            message = self._outbox.get(reference)
            if message.status not in WAITING:
                raise UsageError(
                    f"This message is {message.status.value}, not queued.",
                    "Only what is queued is sent; a draft is looked at first.",
                )
            return self._send(message)

    def send_all(self) -> tuple[list[Message], list[tuple[Message, LearnlogError]]]:
        """Send everything that waits, oldest first; return what went out, and what did not with its reason."""
        sent, failed = [], []
        for message in reversed(self._outbox.all(*WAITING)):
            try:
                self._wait_is_over(message)
                sent.append(self.send(message.id))
            except LearnlogError as error:
                failed.append((self._outbox.get(message.id), error))
        return sent, failed

    def _wait_is_over(self, message: Message) -> None:
        until = from_text(message.later, EPOCH)
        if until > self._clock():
            when = clock_time(until, self._clock())
            raise LaterError(f"The server asked us to wait until {when}.", until=until)

    def _send(self, message: Message) -> Message:
        in_doubt = message.status is not Status.QUEUED  # the first post that is not known to be out may be
        try:
            voice = allowed(self._voices(message.account))
            if not message.texts:
                raise SendError("There is nothing in it to send.", _EMPTY)
            if not in_doubt:
                check(message, voice)
            message = self._begun(message)
            for number in range(len(message.out), len(message.texts)):
                piece = piece_of(message, number)
                found = voice.find_sent(piece, self._others(message)) if in_doubt else None
                in_doubt = False
                message = self._went_out(message, found or voice.send(piece))
        except (SendError, UnsureError, LaterError, AccountError) as error:
            self._stopped(message, error, in_doubt)
            raise
        return self._finish(message)

    def _others(self, message: Message) -> set[str]:
        """Return the posts that are out and known: none of them is the one that `message` is missing."""
        return {step.uri for known in (message, *self._outbox.all()) for step in known.steps if step.uri}

    def _begun(self, message: Message) -> Message:
        """Fix what the posts are sent with, before the first one goes."""
        begun = self._outbox.put(replace(self._keyed(message), status=Status.SENDING, error="", later=""))
        self._outbox.beyond_undo(begun)
        return begun

    def _keyed(self, message: Message) -> Message:
        """Return `message` with a key for each of its posts."""
        posted = self._clock() if message.posted == EPOCH else message.posted
        keys = [step.key for step in message.steps]
        keys += new_keys(posted, len(keys), len(message.texts) - len(keys))
        steps = (*message.steps, *(Step(key=key) for key in keys[len(message.steps) :]))
        return replace(message, posted=posted, steps=steps)

    def _went_out(self, message: Message, sent: Sent) -> Message:
        steps, number = list(message.steps), len(message.out)
        steps[number] = steps[number].done(sent, self._clock())
        return self._outbox.put(replace(message, steps=tuple(steps)), is_fact=True)

    def _stopped(self, message: Message, error: LearnlogError, in_doubt: bool) -> None:
        """Write down why sending stopped, and what may be done about it."""
        later = ""
        if in_doubt or isinstance(error, UnsureError):
            status = Status.UNSURE
        elif isinstance(error, SendError):
            status = Status.FAILED
        else:
            status = Status.QUEUED
            until = error.until if isinstance(error, LaterError) else None
            later = to_text(until) if until else ""
        said = clean_line(f"{error.message} {error.hint}".strip(), 500)
        stopped = replace(message, status=status, error=said, later=later)
        self._outbox.put(stopped, is_fact=bool(message.steps))

    def _finish(self, message: Message) -> Message:
        """Link the entry, then say that the message is sent: in this order, so that a crash loses neither."""
        note = ""
        if message.entry and message.out and message.out[0].uri:
            first = message.out[0]
            place = SentTo(network=message.network, uri=first.uri, url=first.url, when=first.sent)
            try:
                self._journal.link_sent(message.entry, place)
            except LearnlogError as error:  # what went out is out, whatever became of the entry
                note = f"The entry does not say where this is. {error.message}"
        return self._outbox.put(replace(message, status=Status.SENT, error=note, later=""), is_fact=True)

    def resolve(self, reference: str, became: str, uri: str = "") -> Message:
        """Say what became of a message in doubt: ``sent`` (it is there, at `uri`), ``again`` or ``drop``.

        Raises:
            UsageError: the message is not in doubt, or the address is needed and not given.
        """
        with self._outbox.sending():
            message = self._outbox.get(reference)
            if message.status not in (Status.UNSURE, Status.SENDING):
                raise UsageError(f"This message is {message.status.value}: nothing about it is in doubt.")
            if became == "again":
                return self._outbox.settle(message, Status.QUEUED)
            if became == "drop":
                return self._outbox.settle(message, Status.DROPPED)
            if not message.texts:
                raise UsageError("There is nothing in this message.", _EMPTY)
            if len(message.out) < len(message.texts):
                message = self._found(self._keyed(message), uri)
            if len(message.out) < len(message.texts):
                return self._outbox.put(replace(message, status=Status.QUEUED, error=""))
            return self._finish(message)

    def _found(self, message: Message, uri: str) -> Message:
        if uri:
            return self._went_out(message, Sent(uri=clean_line(uri), url=clean_link(uri)))
        try:
            piece, others = piece_of(message, len(message.out)), self._others(message)
            found = self._voices(message.account).find_sent(piece, others)
        except (UnsureError, LaterError, AccountError):
            found = None
        if found is None:
            raise UsageError(
                "Where the post is could not be found.",
                "Give its address: learnlog outbox resolve ID sent ADDRESS.",
            )
        return self._went_out(message, found)

    def retract(self, reference: str) -> Message:
        """Delete what is out of a message, newest first; its text stays in the outbox.

        Raises:
            UsageError: nothing of it is out.
            LaterError: the network cannot be reached; try again.
        """
        with self._outbox.sending():
            message = self._outbox.get(reference)
            in_doubt = message.status in (Status.UNSURE, Status.SENDING)
            if message.status is Status.RETRACTED or not (message.out or in_doubt):
                raise UsageError(f"Nothing of this message is out: it is {message.status.value}.")
            voice = self._voices(message.account)
            if in_doubt and len(message.out) < min(len(message.steps), len(message.texts)):
                found = voice.find_sent(piece_of(message, len(message.out)), self._others(message))
                message = self._went_out(message, found) if found else message
            for step in reversed(message.out):
                voice.retract(step.place)
            if message.entry and message.out:
                with suppress(NotFoundError):
                    self._journal.unlink_sent(message.entry, message.out[0].uri)
            return self._outbox.put(replace(message, status=Status.RETRACTED, error="", later=""))


def allowed(voice: Voice) -> Voice:
    """Return `voice` when its account may write.

    Raises:
        AccountError: so far it may only read.
    """
    if not voice.account.can_write:
        raise AccountError(
            f"{voice.account.handle} lets learnlog read only, so far.",
            "Do this from a terminal: learnlog then asks in your browser for leave to write.",
        )
    return voice


def piece_of(message: Message, number: int) -> Piece:
    """Return the post with this number (from 0) exactly as it is sent, the same every time."""
    answered, steps = message.answered, message.steps
    if number:
        parent: Sent | None = steps[number - 1].place
        root: Sent | None = answered.first if answered else steps[0].place
    else:
        parent, root = (answered.parent, answered.first) if answered else (None, None)
    return Piece(
        key=steps[number].key,
        text=message.texts[number],
        created=message.posted + timedelta(milliseconds=number),
        parent=parent,
        root=root,
        pictures=() if number else message.pictures,
        language=message.language,
        warning=message.warning,
        audience=message.audience,
    )


def new_keys(moment: datetime, first: int, number: int) -> list[str]:
    """Return keys for posts: in their order, each used once, of the form that Bluesky's records have (TID)."""
    start = int(moment.timestamp()) * 1_000_000 + int.from_bytes(os.urandom(3)) % 900_000
    clock = int.from_bytes(os.urandom(2)) % 1024
    return [_base32((start + first + index) << 10 | clock) for index in range(number)]


def _base32(number: int) -> str:
    return "".join(_DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def check(message: Message, voice: Voice) -> None:
    """Look whether the network can take `message` as it is, before any of it goes.

    Raises:
        SendError: it surely cannot.
    """
    limits = voice.limits()
    for number, text in enumerate(message.texts, start=1):
        length = voice.length(*voice.standing(text, message.warning))
        if length > limits.length:
            raise SendError(
                f"Post {number} is {length} long; {limits.length} is what this account's server takes.",
                f"`learnlog outbox edit {message.id}` shortens it.",
            )
    if message.audience not in limits.audiences:
        raise SendError(f"This network has no posts for “{message.audience.value}” only.")
    if message.warning and not limits.warnings:
        raise SendError("This network has no warnings of one's own words.", "Say it in the text instead.")
    if len(message.pictures) > limits.media:
        raise SendError(f"A post takes {limits.media} pictures there, not {len(message.pictures)}.")
    for picture in message.pictures:
        try:
            picture.path.stat()
        except OSError as error:
            raise SendError(f"The picture {picture.path} cannot be read ({error.strerror}).") from error
