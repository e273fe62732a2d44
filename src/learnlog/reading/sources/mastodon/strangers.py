"""People and posts as a server tells of them in a search: who may be believed about whom, and what is taken in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from learnlog.model.finding import Description, Profile, ProfileLink
from learnlog.model.social import Audience
from learnlog.reading.sources.mastodon.addresses import base_of
from learnlog.reading.sources.mastodon.fields import Entity, entities, entity, line
from learnlog.reading.sources.mastodon.posts import Reader
from learnlog.reading.sources.mastodon.profile import read_actor, read_profile
from learnlog.reading.sources.people_search import Gathered
from learnlog.reading.sources.sanitize import Sanitizer

_MOST = 100


class Strangers:
    """Takes in what the server at `base` tells, whose handles end with `domain`.

    A server speaks for its own people. For those of others it is believed only when it is mine (`is_mine`): any
    other could put words into anybody's mouth.
    """

    def __init__(self, base: str, domain: str, into: Gathered, now: datetime, *, is_mine: bool) -> None:
        self.into = into
        self._base = base
        self._domain = domain
        self._is_mine = is_mine
        self._cleaner = Sanitizer()
        self._reader = Reader(base=base, host=domain, now=now, cleaner=self._cleaner)
        self._ids: dict[str, str] = {}

    def see_all(self, accounts: Any, wanted: Callable[[Profile], bool] = lambda profile: True) -> None:
        """Take in the accounts of a JSON list that are `wanted`."""
        for account in entities(accounts, _MOST):
            self.see(account, wanted)

    def see(self, account: Entity, wanted: Callable[[Profile], bool] = lambda profile: True) -> str:
        """Take in an account; return its key, "" when it is not believed or not wanted."""
        told = read_profile(account, self._base, self._domain, self._cleaner)
        if told is None or told.trouble or not self._may_speak_for(told.actor.key, line(account, "acct")):
            return ""
        checked = {proof.address for proof in told.proofs}
        profile = Profile(
            key=told.actor.key,
            kind="mastodon",
            handle=told.actor.handle,
            name=told.actor.name,
            url=told.actor.url,
            bio=told.bio,
            is_bot=account.get("bot") is True,
            links=tuple(
                ProfileLink(address=one, evidence="verified field" if one in checked else "")
                for one in told.links
            ),
        )
        if not wanted(profile) or not self.into.see(profile):
            return ""
        self._ids[profile.key] = told.id
        return profile.key

    def read_posts(self, statuses: Sequence[Entity]) -> None:
        """Take in public posts and their authors."""
        for status in statuses:
            post = self._reader.read(status)
            if post is None or post.social is None or post.social.is_boost:
                continue
            author = post.social.author.key
            is_theirs = base_of(post.guid) == base_of(author)
            if post.social.audience is Audience.PUBLIC and is_theirs:
                key = self.see(entity(status.get("account")))
                if key == author:
                    # where it can be acted on, or asked for, is its own server's id, which this one need not be
                    home = post.social.home if base_of(author) == self._base else ""
                    self.into.add_post(key, replace(post, social=replace(post.social, home=home)))

    def vouched(self, key: str, accounts: Sequence[Entity]) -> None:
        """Note who of those I follow there follows the actor `key`."""
        for account in accounts:
            follower = read_actor(account, self._base, self._domain)
            if follower and key:
                said = Description(
                    source=follower.key,
                    kind="followed",
                    text=f"followed by {follower.name or follower.handle}",
                    owner=follower.key,
                )
                self.into.describe(key, said)

    def ids(self) -> dict[str, str]:
        """Return the keys of those seen here by the server's own id."""
        return {own: key for key, own in self._ids.items()}

    def without_posts(self, most: int) -> list[tuple[str, str]]:
        """Return key and the server's id of those seen here of whom no post came."""
        wrote = {key for key, _ in self.into.posts.values()}
        return [(key, own) for key, own in self._ids.items() if key not in wrote][:most]

    def _may_speak_for(self, key: str, name: str) -> bool:
        return self._is_mine or (base_of(key) == self._base and "@" not in name.lstrip("@"))
