"""What talking brought and what it waits for: answers to my questions, and messages that did not go out."""

import os
from dataclasses import dataclass

from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.post import KeptPost
from learnlog.model.query import Place
from learnlog.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A question of mine: its ``answers``, oldest first, how many are ``new`` to me, what else links to it."""

    entry: Entry
    answers: tuple[KeptPost, ...] = ()
    new: int = 0
    links: int = 0

    @property
    def who(self) -> tuple[str, ...]:
        """Who answered, the last first, each once."""
        return tuple(dict.fromkeys(kept.author for kept in reversed(self.answers) if kept.author))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxNews:
    """How many messages failed, are in doubt, and wait to be sent."""

    failed: int = 0
    in_doubt: int = 0
    waiting: int = 0


def look_at_question(workspace: Workspace, entry: Entry) -> OpenQuestion:
    """Return the question `entry` with what came of it. Reads the database."""
    linked = workspace.journal.backlinks(entry.id)
    kept = [KeptPost.of(one) for one in linked if one.type is DocumentType.KEPT]
    answers = sorted((one for one in kept if one.answers == entry.id), key=lambda one: one.published)
    seen = workspace.library.posts.place(_place_of(entry)) if answers else None
    new = [one for one in answers if seen is None or one.kept.timestamp() > seen.moment]
    return OpenQuestion(entry=entry, answers=tuple(answers), new=len(new), links=len(linked) - len(answers))


def saw_answers(workspace: Workspace, entry: Entry) -> bool:
    """Remember that the answers to `entry` were looked at; tells whether any was new. Uses the database."""
    if not (entry.kind is EntryKind.QUESTION and look_at_question(workspace, entry).new):
        return False
    # Moments are kept in whole seconds: what came in this one counts as seen.
    now = Place(int(workspace.clock().timestamp()) + 1, 0)
    workspace.library.posts.remember_place(_place_of(entry), now)
    return True


def _place_of(entry: Entry) -> str:
    return f"answers:{entry.id}"


def look_at_outbox(workspace: Workspace) -> OutboxNews:
    """Return what of the outbox needs me. Reads the vault; whoever never sent anything pays nothing."""
    try:
        if not os.listdir(workspace.paths.vault / "outbox"):  # noqa: PTH208 - whether there is any name is all
            return OutboxNews()
    except OSError:
        return OutboxNews()
    from learnlog.talking.message import Status

    found = workspace.outbox.all(Status.FAILED, Status.UNSURE, Status.SENDING, Status.QUEUED)
    statuses = [message.status for message in found]
    return OutboxNews(
        failed=statuses.count(Status.FAILED),
        in_doubt=statuses.count(Status.UNSURE) + statuses.count(Status.SENDING),
        waiting=statuses.count(Status.QUEUED),
    )
