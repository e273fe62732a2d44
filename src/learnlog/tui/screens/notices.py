"""What concerns me: who answered, mentioned, passed on or followed, and about which entry of mine."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.errors import LearnlogError
from learnlog.model.ids import post_id
from learnlog.model.post import Post
from learnlog.model.safe import clean_text
from learnlog.model.social import Audience
from learnlog.talking.notices import Concerning, News
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_talking import NOTICES
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.river_talk import TalkActs, Target, target_of_new
from learnlog.tui.text import ago, fit, line, some
from learnlog.tui.widgets.line_list import LineList, ScreenList

DID = {
    "reply": "answered",
    "mention": "mentioned you",
    "boost": "passed on your post",
    "like": "liked your post",
    "follow": "follows you",
    "quote": "quoted you",
}


class NoticesScreen(TalkActs):
    """Lists what is recent on all my accounts, newest first; ● marks what I did not see yet."""

    CSS_PATH = "../styles/talking.tcss"
    scope = "notices"
    BINDINGS: ClassVar = bindings(NOTICES, LISTS)
    AUTO_FOCUS = "#notices"
    _news: News | None = None
    _is_asking = False

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield ScreenList(id="notices")

    async def load(self) -> None:
        """Ask the accounts the first time."""
        if self._news is None and not self._is_asking:
            self.action_look()
        self._draw()

    @work(group="look", exclusive=True)
    async def action_look(self) -> None:
        """Ask my accounts what is new, remember that it was shown, and keep the answers to my questions."""
        self._is_asking = True
        self.show_progress("asking your accounts …")
        try:
            self._news = news = await self.ask(self.workspace.notices.recent)
            for problem in news.problems:
                self.desk.say_error(LearnlogError(problem))
            await self.ask(lambda: self.workspace.notices.told(news))
            self._draw()
            await self.ask(lambda: self.workspace.notices.share(news))
            self.show_progress("asking for answers to your questions …")
            answers = (await self.ask(self.workspace.asking.collect)).new
            if answers:
                self.desk.say(f"{some(len(answers), 'new answer')} kept under your questions")
                self.desk.changed()
        except LearnlogError as error:
            self.desk.say_error(error)
        finally:
            self._is_asking = False
            if self.is_attached:
                self.show_progress("")

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        if self._news is not None:
            unread = sum(one.unread for one in self._news.new)
            self.context(f"what concerns me · {unread} new" if unread else "what concerns me")
        self.query_one(LineList).show(self._options(max(30, self.size.width - 6)))
        self.refresh_bindings()

    def _options(self, width: int) -> Iterator[Option]:
        now = self.workspace.clock()
        if self._news is None:
            yield rows.wrapped("Asking your accounts …", width, "$text-muted")
            return
        for number, one in reversed(list(enumerate(self._news.new))):
            yield Option(_row(one, now, width), id=str(number))
        if not self._news.new:
            yield rows.wrapped("Nothing concerns you right now.", width)
            yield rows.gap()
            said = "Answers, mentions and new followers of your accounts come here; {accounts} shows your accounts."
            yield rows.wrapped(with_keys(said), width, "$text-muted")

    @property
    def _at_hand(self) -> Concerning | None:
        at = self.query_one(LineList).at
        return self._news.new[int(at)] if self._news and at else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is done with a notice only where there is one."""
        if action in ("open", "answer", "about", "browse"):
            return bool(self._news and self._news.new)
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        """Open the conversation of the post; who has none is shown in the browser."""
        one = self._at_hand
        if one is None:
            return
        if one.notice.post is None:
            self.action_browse()
            return
        from learnlog.tui.screens.thread import ThreadScreen

        self.app.push_screen(ThreadScreen(_as_post(one)))

    def target_at_hand(self) -> Callable[[], Target] | None:
        """The post that the notice is of, as something to answer."""
        one = self._at_hand
        if one is None or one.notice.post is None or one.notice.kind in ("like", "boost"):
            self.desk.say("There is nothing to answer here.")
            return None
        new, network = one.notice.post, one.account.network
        return lambda: target_of_new(network, new)

    def action_about(self) -> None:
        """Open the entry of mine that it is about."""
        one = self._at_hand
        if one is not None and one.entry:
            self.desk.open_document("entry", one.entry)
        elif one is not None:
            self.desk.say("This is about no entry of yours.")

    def action_browse(self) -> None:
        """Open it in the browser."""
        if one := self._at_hand:
            self.browse((one.notice.post or one.notice.actor).url)

    def action_back(self) -> None:
        """Back to where I came from."""
        self.dismiss()


def _as_post(one: Concerning) -> Post:
    """Return the post of a notice as a list shows posts; it is in no library, unless its writer is followed."""
    new = one.notice.post
    if new is None:
        raise LearnlogError("There is no post here.")
    social, key = new.social, one.notice.actor.key
    uri = (social.uri if social else "") or new.guid
    return Post(
        id=post_id(key, new.guid),
        url=new.url,
        title=new.title,
        author=one.notice.actor.name or one.notice.actor.handle,
        excerpt=clean_text(new.plain),
        published=new.published,
        person="",
        person_name="",
        channel=key,
        read=True,
        uri=uri,
        warning=social.warning if social else "",
    )


def _row(one: Concerning, now: datetime, width: int) -> Content:
    notice, post = one.notice, one.notice.post
    who = line(notice.actor.name or notice.actor.handle or notice.actor.key, 28)
    private = post is not None and post.social is not None and post.social.audience is Audience.DIRECT
    did = DID.get(notice.kind, notice.kind)
    head = Content.assemble(
        ("● " if one.unread else "  ", "$accent"),
        (fit(ago(notice.moment, now), rows.WHEN), "$text-muted"),
        (who, "bold" if one.unread else ""),
        f" {did}",
        (" · private, only you see it" if private else "", "bold $warning"),
    )
    room = width - head.cell_length - 2
    if one.about and room >= 16:
        about = f"  on “{line(one.about, room - 5)}”"
        head = Content.assemble(head, (about, "$primary" if one.entry else "$text-muted"))
    if post is None:
        return head
    warning = post.social.warning if post.social else ""
    words = line(f"! {warning}" if warning else post.plain, width - rows.WHEN - 4)
    return Content.assemble(head, ("\n" + " " * (rows.WHEN + 2) + words, "" if one.unread else "$text-muted"))
