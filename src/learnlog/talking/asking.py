"""Asking: a question goes out, what others answer is kept with it, and one of the answers closes it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from learnlog.accounts.base import AccountError
from learnlog.journal.entries import Journal, NewEntry
from learnlog.journal.shelf import Shelf
from learnlog.model.account import Account
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.ids import derived_id, post_id
from learnlog.model.moments import Clock
from learnlog.model.person import Person
from learnlog.model.post import KeptPost, NewPost
from learnlog.model.safe import clean_line, clean_link, clean_text
from learnlog.reading.people.cards import People
from learnlog.talking.base import LaterError, SendError, UnsureError
from learnlog.talking.message import Message, Purpose, Status
from learnlog.talking.outbox import Outbox
from learnlog.talking.sending import Voices
from learnlog.talking.sharing import NEEDED, Sharing, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What asking the networks brought: the ``new`` answers, and by question why some could not be asked."""

    new: tuple[KeptPost, ...] = ()
    problems: tuple[str, ...] = ()


class Asking:
    """Questions of mine, and what others answer."""

    def __init__(
        self,
        shelf: Shelf,
        journal: Journal,
        people: People,
        sharing: Sharing,
        outbox: Outbox,
        voices: Voices,
        clock: Clock,
    ) -> None:
        self._shelf = shelf
        self._journal = journal
        self._people = people
        self._sharing = sharing
        self._outbox = outbox
        self._voices = voices
        self._clock = clock

    def question(self, text: str, wish: Wish) -> Entry:
        """Return the question that `text` names by its id; other words become a new question.

        Words that are typed to be asked have the visibility that asking them needs.

        Raises:
            UsageError: the id is of an entry that is no question.
        """
        try:
            entry = self._journal.get(text)
        except NotFoundError:
            if " " not in text.strip():
                raise
            level = NEEDED[wish.audience]
            return self._journal.add(NewEntry(body=text, kind=EntryKind.QUESTION, visibility=level))
        if entry.kind is not EntryKind.QUESTION:
            raise UsageError(
                f"“{entry.headline}” is no question.",
                f"`learnlog edit {entry.id} --kind question` makes it one.",
            )
        return entry

    def ask(self, entry: Entry, accounts: Sequence[Account], wishes: Sequence[Wish]) -> list[Message]:
        """Put a question in the outbox as drafts, one for each account with its own wish."""
        drafted = []
        for account, wish in zip(accounts, wishes, strict=True):
            drafted += self._sharing.share(entry.id, [account], wish, Purpose.ASK)
        return drafted

    def open(self, reference: str = "") -> list[tuple[Entry, list[Message]]]:
        """Return the questions that were asked and are open (or the one named, open or not)."""
        wanted = self._journal.get(reference).id if reference else ""
        asked: dict[str, list[Message]] = {}
        for message in self._outbox.all():
            if message.kind is Purpose.ASK and message.out and message.status is not Status.RETRACTED:
                asked.setdefault(message.entry, []).append(message)
        found = []
        for id, messages in asked.items():
            try:
                entry = self._journal.get(id)
            except NotFoundError:
                continue
            if entry.id == wanted or (not wanted and entry.is_open):
                found.append((entry, messages))
        return found

    def collect(self, reference: str = "") -> Collected:
        """Ask the networks for answers to my open questions, and keep each in the vault, once."""
        new: list[KeptPost] = []
        problems: list[str] = []
        mine = {step.uri for message in self._outbox.all() for step in message.out}
        for entry, messages in self.open(reference):
            for message in messages:
                try:
                    voice = self._voices(message.account)
                    answers = voice.answers(message.out[0].uri)
                except (AccountError, LaterError, SendError, UnsureError, NotFoundError) as error:
                    problems.append(f"{entry.headline}: {error.message}")
                    continue
                others = [a for a in answers if _uri(a) not in mine and not _is_by(a, voice.account)]
                new += [kept for answer in others if (kept := self._keep(entry, message.network, answer))]
        return Collected(new=tuple(new), problems=tuple(dict.fromkeys(problems)))

    def answers(self, entry: Entry) -> list[KeptPost]:
        """Return the answers to a question that are kept, oldest first."""
        found = self._shelf.library.documents.linking_to([("entry", entry.id)])
        kept = [KeptPost.of(document) for document in found if document.type is DocumentType.KEPT]
        mine = (k for k in kept if k.answers == entry.id and not k.comment)
        return sorted(mine, key=lambda k: k.published)

    def _keep(self, entry: Entry, network: str, answer: NewPost) -> KeptPost | None:
        """Keep one answer; None when it is kept already, or was dropped by me."""
        social = answer.social
        author = social.author.key if social else ""
        id, now = derived_id("answer", entry.id, _uri(answer)), self._clock()
        with self._shelf.vault.locked():
            if self._shelf.library.documents.by_id(DocumentType.KEPT, id) or self._shelf.vault.versions(id):
                return None
            post = post_id(author, _uri(answer))
            known = self._shelf.library.documents.linking_to([("post", post)])
            for document in known:
                if document.type is DocumentType.KEPT:
                    return self._link(KeptPost.of(document), entry)
            person = self._person(network, author, social.author.url if social else "")
            kept = KeptPost(
                id=id,
                title=clean_line(answer.title, 300),
                url=clean_link(answer.url),
                author=clean_line(
                    (social.author.name or social.author.handle) if social else answer.author, 120
                ),
                person=person.id if person else "",
                published=answer.published,
                kept=now,
                post=post,
                channel=clean_line(author),
                answers=entry.id,
                themes=entry.themes,
                body=_body(answer),
            )
            path = self._shelf.vault.kept_path(now, kept.headline, id)
            return KeptPost.of(self._shelf.write(path, id, kept.front_matter(), kept.body))

    def _link(self, kept: KeptPost, entry: Entry) -> KeptPost | None:
        """Say of a post that I kept before that it answers `entry`."""
        if kept.answers:
            return None
        values = replace(kept, answers=entry.id).front_matter()
        document = self._shelf.write(kept.path, kept.id, values, kept.body, expected=None)
        return KeptPost.of(document)

    def _person(self, network: str, key: str, url: str) -> Person | None:
        for person in self._people.all():
            for channel in person.channels:
                if (
                    channel.kind == network
                    and key
                    and (channel.key == key or (url and channel.address == url))
                ):
                    return person
        return None

    def close(self, reference: str, *, by: str = "", words: str = "") -> Entry:
        """Close a question with one of its answers (`by`, a kept post's or entry's id) or with my own `words`.

        My own words become an entry that links to the question.

        Raises:
            UsageError: neither or both are given.
        """
        if bool(by) == bool(words.strip()):
            raise UsageError("A question is closed by one answer, or by your own words.")
        entry = self._journal.get(reference)
        if words.strip():
            new = NewEntry(
                body=words,
                kind=EntryKind.INSIGHT,
                themes=entry.themes,
                entries=[entry.id],
                visibility=entry.visibility,
            )
            return self._journal.answer_in_words(entry.id, new)
        found = self._shelf.find(by, DocumentType.KEPT, DocumentType.ENTRY)
        if found.type is DocumentType.ENTRY and found.id == entry.id:
            raise UsageError("A question does not answer itself.")
        return self._journal.answer(entry.id, found.id, found.type.value)


def _uri(post: NewPost) -> str:
    return (post.social.uri if post.social else "") or post.guid


def _is_by(post: NewPost, account: Account) -> bool:
    return post.social is not None and post.social.author.key == account.key


def _body(answer: NewPost) -> str:
    """Return the answer as Markdown, its pictures as their words."""
    from learnlog.model.article import read_html, to_markdown

    body = clean_text(to_markdown(read_html(answer.html)) if answer.html else answer.plain).strip()
    media = answer.social.media if answer.social else ()
    pictures = [f"Picture: {clean_line(one.alt)}" for one in media if one.alt.strip()]
    warning = clean_line(answer.social.warning) if answer.social else ""
    return "\n\n".join(part for part in (f"Warning: {warning}" if warning else "", body, *pictures) if part)
