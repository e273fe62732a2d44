"""The outbox: messages as Markdown files in the vault, written offline and editable until they are sent."""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from learnlog.journal.changes import Changes
from learnlog.journal.shelf import Shelf
from learnlog.model.errors import AmbiguousError, ConflictError, LearnlogError, NotFoundError, UsageError
from learnlog.model.ids import is_id, new_id
from learnlog.model.moments import EPOCH, Clock
from learnlog.model.safe import clean_line, clean_text
from learnlog.model.social import Audience
from learnlog.talking.base import Picture
from learnlog.talking.message import EDITABLE, Answered, Message, Purpose, Status
from learnlog.talking.splitting import parts

FOLDER: Final = "outbox"
_PLAIN_STATUS: Final = re.compile(r"^status: ([a-z]+)$", re.MULTILINE)
LONGEST: Final = 100
"""Posts a thread may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What is to be put in the outbox; the fields are those of `Message`."""

    account: str
    texts: Sequence[str]
    kind: Purpose = Purpose.SHARE
    entry: str = ""
    answered: Answered | None = None
    audience: Audience = Audience.PUBLIC
    language: str = ""
    warning: str = ""
    pictures: Sequence[Picture] = ()


class Outbox:
    """Reads, writes and finds messages; `Sending` sends them. What is done here can be undone until then."""

    def __init__(self, shelf: Shelf, changes: Changes, clock: Clock) -> None:
        self._shelf = shelf
        self._changes = changes
        self._clock = clock

    def draft(self, new: NewMessage) -> Message:
        """Put a message in the outbox, as a draft.

        Raises:
            UsageError: there is nothing in it, a picture has no words, or it is too long for a thread.
        """
        now = self._clock()
        message = Message(
            id=new_id(now),
            account=new.account,
            kind=new.kind,
            entry=new.entry,
            texts=tuple(clean_text(text).strip() for text in new.texts),
            answered=new.answered,
            audience=new.audience,
            language=clean_line(new.language, 35),
            warning=clean_line(new.warning, 300),
            pictures=tuple(
                Picture(path=picture.path.expanduser().absolute(), alt=clean_line(picture.alt))
                for picture in new.pictures
            ),
            created=now,
        )
        _check(message)
        drafted = self.put(message)
        self._can_undo("drafted", replace(drafted, status=Status.DROPPED), drafted)
        return drafted

    def _can_undo(self, did: str, before: Message, after: Message) -> None:
        """Remember how to make `before` of `after` again, as long as nothing of it was sent."""

        def undo() -> None:
            now = self.get(after.id)
            waits = now.status is after.status is Status.QUEUED  # what could not go yet says so, nothing more
            if now.hash != after.hash and not (waits and (now.texts, now.out) == (after.texts, after.out)):
                raise ConflictError(
                    f"“{after.headline}” was changed since, so it was left as it is.",
                    "`learnlog outbox` shows where it stands.",
                )
            self.put(replace(before, hash=now.hash))

        self._changes.record(f"{did} “{clean_line(after.headline, 40)}”", undo, after.id)

    def beyond_undo(self, message: Message) -> None:
        """Say that `message` is on its way: what was done to it before cannot be undone any more."""
        self._changes.forget(message.id)

    def put(self, message: Message, *, is_fact: bool = False) -> Message:
        """Write `message` over the version it was loaded from, durably, and return it as it stands now.

        What `is_fact` happened on the network, and is written over whatever the file became meanwhile.

        Raises:
            ConflictError: its file changed since.
        """
        from learnlog.vault.documents import write_text

        vault = self._shelf.vault
        record = f"{FOLDER}.{message.id}"
        with vault.locked():
            current = vault.read(message.path)
            text = write_text(message.front_matter(), message.body, current.text if current else "")
            expected = None if is_fact else message.hash
            stored = vault.write(message.path, text, doc_id=record, expected=expected)
            vault.settled(record)
        return replace(message, hash=stored.hash)

    def all(self, *statuses: Status) -> list[Message]:
        """Return the messages with one of `statuses` (all without), newest first."""
        found = (self._read(id, statuses) for id in sorted(self._ids(), reverse=True))
        return [message for message in found if message and (not statuses or message.status in statuses)]

    def get(self, reference: str) -> Message:
        """Return the message that an id, or its start or end, means.

        Raises:
            NotFoundError: none fits.
            AmbiguousError: several fit.
        """
        word = reference.strip().lower()
        fits = [id for id in self._ids() if word and (id.startswith(word) or id.endswith(word))]
        if len(fits) > 1:
            raise AmbiguousError(
                f"“{clean_line(word, 60)}” fits several messages.", "Give a longer piece of the id."
            )
        message = self._read(fits[0]) if fits else None
        if message is None:
            raise NotFoundError(
                f"There is no message “{clean_line(reference, 60)}”.", "`learnlog outbox` lists them."
            )
        return message

    def edit(self, reference: str, text: str) -> Message:
        """Give a message another text (posts parted by lines ``---``); it is a draft again.

        Raises:
            UsageError: it is out, or on its way; or a post that is out already would change.
        """
        message = self.get(reference)
        if message.status not in EDITABLE:
            raise UsageError(
                f"This message is {message.status.value}, so its text stays as it is.",
                f"`learnlog outbox retract {message.id}` takes it back."
                if message.status is Status.SENT
                else f"`learnlog outbox resolve {message.id} …` says what became of it.",
            )
        texts, out = tuple(parts(clean_text(text))), len(message.out)
        if texts[:out] != message.texts[:out]:
            raise UsageError(
                f"The first {out} posts of this message are out, and cannot change.",
                "Change what follows them.",
            )
        changed = replace(
            message,
            texts=texts,
            status=Status.DRAFT,
            steps=message.out,
            error="",
            later="",
            posted=message.posted if out else EPOCH,
        )
        _check(changed)
        return self._changed("changed", message, changed)

    def change(self, message: Message, **values: Any) -> Message:
        """Give a message other `values` than its text: audience, language, warning, pictures.

        Raises:
            UsageError: some of it is out.
        """
        changed = replace(message, **values)
        if changed == message:
            return message
        if message.out:
            raise UsageError("The first posts of this message are out, so only its text can change.")
        _check(changed)
        return self._changed("changed", message, changed)

    def _changed(self, did: str, before: Message, after: Message) -> Message:
        stored = self.put(after)
        self._can_undo(did, before, stored)
        return stored

    def queue(self, reference: str) -> Message:
        """Say that a message may be sent: only queued ones are."""
        message = self.get(reference)
        if message.status is Status.QUEUED:
            return message
        if message.status not in EDITABLE:
            raise UsageError(f"This message is {message.status.value} already.")
        _check(message)
        queued = replace(message, status=Status.QUEUED, error="", later="")
        return self._changed("let go", message, queued)

    def drop(self, reference: str) -> Message:
        """Let go of a message that will not be sent; its text stays, and editing it makes it a draft again."""
        message = self.get(reference)
        if message.status not in EDITABLE:
            raise UsageError(f"This message is {message.status.value}, so it cannot be dropped.")
        return self._changed("dropped", message, replace(message, status=Status.DROPPED, later=""))

    def settle(self, message: Message, status: Status) -> Message:
        """Say what became of a message in doubt: it waits again, or is dropped."""
        settled = replace(message, status=status, error="", later="")
        return self._changed("settled", message, settled)

    def by_uri(self) -> dict[str, Message]:
        """Return the message that each post of mine is of."""
        return {step.uri: message for message in self.all() for step in message.out if step.uri}

    def _ids(self) -> Iterator[str]:
        try:
            names = os.listdir(self._shelf.vault.root / FOLDER)  # noqa: PTH208 - names are all that is wanted
        except OSError:
            return
        yield from (name[:-3] for name in names if name.endswith(".md") and is_id(name[:-3]))

    def _read(self, id: str, statuses: Collection[Status] = ()) -> Message | None:
        from learnlog.vault.front_matter import parse

        stored = self._shelf.vault.read(f"{FOLDER}/{id}.md")
        if stored is None:
            return None
        plainly = _PLAIN_STATUS.search(stored.text, 0, 4000) if statuses else None
        if (
            plainly and plainly[1] not in statuses
        ):  # most were sent long ago: they are not worth understanding
            return None
        data, body, problem = parse(stored.text)
        message = Message.of(id, data, clean_text(body), stored.hash)
        return replace(message, error=problem) if problem and not message.error else message

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Hold the lock of all who send, across processes.

        Raises:
            BusyError: another learnlog is sending.
        """
        from contextlib import ExitStack

        from learnlog.model.errors import BusyError
        from learnlog.vault.locking import shared_lock
        from learnlog.vault.places import HIDDEN

        with self._shelf.vault.locked():
            pass  # which makes the hidden folder
        with ExitStack() as stack:
            try:
                stack.enter_context(shared_lock(self._shelf.vault.root / HIDDEN / "sending").held(5))
            except LearnlogError as error:
                raise BusyError(
                    "Another learnlog is sending, so nothing was sent from here.", "Try again in a moment."
                ) from error
            yield


def _check(message: Message) -> None:
    """Refuse a message that no network could take.

    Raises:
        UsageError: it is empty, too long, or a picture has no words.
    """
    if not message.texts:
        raise UsageError("There is nothing to send yet.")
    if len(message.texts) > LONGEST:
        raise UsageError(
            f"That would be a thread of {len(message.texts)} posts.", "Share a part of it, or link to it."
        )
    if any(not picture.alt for picture in message.pictures):
        raise UsageError(
            "A picture has no words for those who cannot see it.",
            "Say with --alt what it shows, for each picture.",
        )
