"""Answering a post: a reply through the outbox, a like, a boost, a bookmark; following there as well as here."""

from learnlog.journal.changes import Changes
from learnlog.library import Library
from learnlog.model.account import Account
from learnlog.model.errors import UsageError
from learnlog.model.moments import Clock
from learnlog.model.post import Post
from learnlog.model.safe import clean_line
from learnlog.model.social import Social
from learnlog.reading.keeping.posts import Keeping
from learnlog.reading.people.cards import People
from learnlog.talking.base import Deed
from learnlog.talking.message import Answered, Message, Purpose
from learnlog.talking.sending import Voices, allowed
from learnlog.talking.sharing import Sharing, Wish, narrowed


class Answering:
    """What I give back to those I read."""

    def __init__(
        self,
        library: Library,
        keeping: Keeping,
        people: People,
        sharing: Sharing,
        voices: Voices,
        changes: Changes,
        clock: Clock,
    ) -> None:
        self._library = library
        self._changes = changes
        self._clock = clock
        self._keeping = keeping
        self._people = people
        self._sharing = sharing
        self._voices = voices

    def network(self, post: Post) -> str:
        """Return the network a post is on.

        Raises:
            UsageError: it is on none where one can answer.
        """
        kinds = {
            channel.key: channel.kind
            for person in self._people.all(unfollowed=True)
            for channel in person.channels
        }
        kind = kinds.get(post.channel, "bluesky" if post.uri.startswith("at://") else "")
        if kind not in ("bluesky", "mastodon") or not post.uri:
            raise UsageError(
                f"“{clean_line(post.headline, 60)}” is from a feed: nobody can be answered there.",
                "Only posts from Bluesky and Mastodon can.",
            )
        return kind

    def reply(self, reference: str, text: str, account: Account, wish: Wish) -> Message:
        """Put an answer to a post of the library in the outbox, to no more people than the post itself."""
        post = self._keeping.post(reference)
        self._same_network(post, account)
        social = self._keeping.text(post).social
        if social is not None:
            wish = narrowed(wish, social.audience)
            text = _addressed(text, social, account)
        return self._sharing.draft(account, text, wish, kind=Purpose.ANSWER, answered=answered(post, social))

    def act(self, deed: Deed, reference: str, account: Account, *, undo: bool = False) -> Post:
        """Like, boost or bookmark a post of the library, or take that back. Blocks on the network."""
        post = self._keeping.post(reference)
        self._same_network(post, account)
        self.do(deed, post.uri, account, undo=undo, called=post.headline)
        return post

    def done(self, uri: str, account: Account) -> frozenset[str]:
        """Return what I did with the post `uri` as `account`, as far as it is known here."""
        return self._library.deeds.of(uri, account.id)

    def do(self, deed: Deed, uri: str, account: Account, *, undo: bool = False, called: str = "") -> None:
        """Do or undo `deed` with the post `uri`, and remember what the network says. Blocks on the network."""
        stand = allowed(self._voices(account.id)).act(deed, uri, undo=undo)
        done = {known.value: is_done for known, is_done in stand.items()}
        self._library.deeds.put(uri, account.id, done, self._clock())
        of = f" of “{clean_line(called, 40)}”" if called else ""
        said = f"{'took back' if undo else 'gave'} a {deed.value}{of}"
        self._changes.record(said, lambda: self.do(deed, uri, account, undo=not undo))

    def follow(self, reference: str, account: Account, *, undo: bool = False) -> str:
        """Follow a person on the account's network as well; return their name. Blocks on the network."""
        person = self._people.get(reference)
        keys = [channel.key for channel in person.channels if channel.kind == account.network]
        if not keys:
            raise UsageError(f"{person.name} has no channel on {account.network}.")
        for key in keys:
            allowed(self._voices(account.id)).act(Deed.FOLLOW, key, undo=undo)
        return person.name

    def _same_network(self, post: Post, account: Account) -> None:
        network = self.network(post)
        if network != account.network:
            raise UsageError(f"This post is on {network}; {account.handle} is on {account.network}.")


def answered(post: Post, social: Social | None) -> Answered:
    """Return `post` as what a message answers."""
    if social is None:
        return Answered(uri=post.uri, url=post.url, author=post.by or post.author)
    return Answered(
        uri=post.uri,
        url=post.url,
        cid=social.cid,
        home=social.home,
        root=social.root,
        author=social.author.handle or social.author.name,
    )


def _addressed(text: str, social: Social, account: Account) -> str:
    """Return `text` with whom it answers named, where the network tells nobody otherwise."""
    handle = social.author.handle
    if account.network != "mastodon" or not handle or handle in text or handle == account.handle:
        return text
    return f"{handle} {text}"
