"""Giving back to whom I read: an answer, a like, a boost, a bookmark, on the network where the post is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import work

from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.post import NewPost, Post, PostText
from learnlog.model.safe import clean_text
from learnlog.model.social import Audience, Social
from learnlog.tui.key_names import key_of
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import line

if TYPE_CHECKING:
    from learnlog.talking.message import Answered
    from learnlog.tui.screens.share_plan import Plan

QUOTED = 400
"""Characters of the answered post that stand above the answer."""
SAID: Final = {
    "like": ("Liked", "Not liked any more"),
    "boost": ("Boosted", "Not boosted any more"),
    "bookmark": ("Bookmarked", "Not bookmarked any more"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A post on its network, as something to answer or to act on."""

    network: str
    answered: "Answered"
    social: Social | None
    words: str
    name: str

    @property
    def plan(self) -> "Plan":
        """What an answer to it begins with."""
        from learnlog.tui.screens.share_plan import of_answer

        words = clean_text(self.words).strip()
        quoted = words[:QUOTED].rstrip() + ("…" if len(words) > QUOTED else "")
        return of_answer(self.network, self.answered, self.social, quoted, self.name)


def target_of(network: str, post: Post, text: PostText | None) -> Target:
    """Return a post of the library as a target."""
    from learnlog.talking.answering import answered

    social = text.social if text else None
    name = social.author.name or social.author.handle if social else post.person_name or post.author
    words = text.text if text else post.excerpt
    return Target(network=network, answered=answered(post, social), social=social, words=words, name=name)


def target_of_new(network: str, new: NewPost) -> Target:
    """Return a post that only its network has as a target."""
    from learnlog.talking.message import Answered

    social = new.social
    there = Answered(
        uri=(social.uri if social else "") or new.guid,
        url=new.url,
        cid=social.cid if social else "",
        home=social.home if social else "",
        root=social.root if social else "",
        author=(social.author.handle or social.author.name) if social else new.author,
    )
    name = (social.author.name or social.author.handle) if social else new.author
    return Target(network=network, answered=there, social=social, words=new.plain, name=name)


class TalkActs(DeskScreen):
    """The acts that others see. A screen that has them says what is meant, in `target_at_hand`."""

    def target_at_hand(self) -> Callable[[], Target] | None:
        """Return what gathers the post that is meant, in a thread; None when none is.

        It raises `UsageError` when the post is on no network where one can answer.
        """
        return None

    @work(group="talk", exclusive=True)
    async def action_answer(self) -> None:
        """Write an answer to the post."""
        target = await self._target()
        if target is not None and self.desk.ahead.begin():
            from learnlog.tui.screens.share import ShareScreen

            self.app.push_screen(ShareScreen(target.plan))

    def action_like(self) -> None:
        """Like the post, or take that back."""
        self._do("like")

    def action_boost(self) -> None:
        """Pass the post on, or take that back."""
        self._do("boost")

    def action_bookmark(self) -> None:
        """Bookmark the post there, or take that back."""
        self._do("bookmark")

    async def _target(self) -> Target | None:
        gather = self.target_at_hand()
        if gather is None:
            return None
        try:
            return await self.ask(gather)
        except LearnlogError as error:
            self.desk.say_error(error)
            return None

    @work(group="talk")
    async def _do(self, deed: str) -> None:
        try:
            target = await self._target()
            account = await self._account(target.network) if target else None
            if target is not None and account is not None:
                await self._do_there(deed, target, account)
        except LearnlogError as error:
            self.desk.say_error(error)
        finally:
            if self.is_attached:
                self.show_progress("")

    async def _do_there(self, deed: str, target: Target, account: Account) -> None:
        from learnlog.talking.base import Deed
        from learnlog.tui.screens.leave_to_write import may_write

        uri, answering = target.answered.uri, self.workspace.answering
        undo = deed in await self.ask(lambda: answering.done(uri, account))
        if deed == "boost" and not undo and not await self._agrees_to_boost(target, account):
            return
        if not await may_write(self, account):
            return
        self.show_progress(f"{deed}: asking {line(account.server, 40)} …")
        called = target.words
        await self.ask(lambda: answering.do(Deed(deed), uri, account, undo=undo, called=called))
        again = "" if undo else "  ·  again takes it back"
        self.desk.say(f"{SAID[deed][undo]} as {line(account.handle, 40)}{again}")
        self.desk.changed()

    async def _agrees_to_boost(self, target: Target, account: Account) -> bool:
        from learnlog.tui.screens.delivering import agrees

        social = target.social
        if social is not None and social.audience not in (Audience.PUBLIC, Audience.UNLISTED):
            raise UsageError("This post is not public: it cannot be passed on.")
        question = f"Pass “{line(target.words, 40)}” on to all who follow {line(account.handle, 30)}?"
        return await agrees(self, question, "Boost it", "Not now")

    async def _account(self, network: str) -> Account | None:
        """Return my account on `network`, chosen when there are several; says how to add one when there is none."""
        every: Sequence[Account] = await self.ask(self.workspace.accounts.all)
        mine = [one for one in every if one.network == network]
        if len(mine) > 1:
            choices = [Choice(id=one.id, label=one.handle) for one in mine]
            picked = await self.app.push_screen_wait(Choose("As whom?", choices))
            return next((one for one in mine if one.id == picked), None)
        if not mine:
            raise UsageError(
                f"You have no account on {network.title()} here.",
                f"{key_of('accounts')} shows your accounts; {key_of('add-account')} adds one.",
            )
        return mine[0]
