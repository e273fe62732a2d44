"""What can be done with the post at hand, the same wherever a post is shown."""

from collections.abc import Callable

from textual import work

from learnlog.model.errors import LearnlogError
from learnlog.model.post import Post
from learnlog.model.safe import clean_link
from learnlog.model.theme import ThemeStatus
from learnlog.tui.commands_posts import POSTS
from learnlog.tui.key_names import key_of
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.river_talk import TalkActs, Target, target_of
from learnlog.tui.text import line
from learnlog.tui.widgets.article_view import ArticleView

_ON_A_POST = frozenset(command.action for command in POSTS)


class PostActs(TalkActs):
    """The acts on a post. A screen that has them says which post is meant, in `post_at_hand`."""

    def post_at_hand(self) -> Post | None:
        """Return the post that is meant, as it was shown last."""
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the acts on a post only where there is one."""
        if action in _ON_A_POST:
            return self.is_mounted and self.post_at_hand() is not None
        return super().check_action(action, parameters)

    def offers(self, action: str) -> bool:
        """Name the key for answering only on what can be answered, and for showing again only on what is hidden."""
        post = self.post_at_hand()
        if action == "answer":
            return bool(post and post.uri)
        if action == "unhide":
            return bool(post and post.is_hidden)
        return super().offers(action)

    def shows_state(self) -> bool:
        """Tell whether one sees here if the post is read or starred; else it is said."""
        return True

    def _unseen(self, said: str) -> str:
        return "" if self.shows_state() else said

    def before_act(self, post: Post) -> None:
        """Hear that something is about to be done with `post`."""

    def passage(self) -> str:
        """Return the words that were selected in the post, or its marked passage, or nothing."""
        view = self._view()
        return view.selected_text() if view else ""

    def post_in_library(self) -> Post | None:
        """Return the post that is meant for an act that only what is in the library can have."""
        return self.post_at_hand()

    def target_at_hand(self) -> Callable[[], Target] | None:
        """The post that is meant, as something to answer."""
        post, space = self.post_at_hand(), self.workspace
        if post is None:
            return None
        return lambda: target_of(space.answering.network(post), post, space.library.posts.text(post.id))

    def _post(self) -> Post | None:
        post = self.post_in_library()
        if post is not None:
            self.before_act(post)
        return post

    def action_star(self) -> None:
        """Star the post, or take the star away."""
        if post := self._post():
            said = "Star taken away" if post.starred else "Starred"
            self.act(lambda: self.workspace.river.star(post.id, not post.starred), self._unseen(said))

    def action_read(self) -> None:
        """Mark the post read, or unread again."""
        if post := self._post():
            said = "Unread again" if post.read else "Marked read"
            self.act(lambda: self.workspace.river.mark_read([post.id], not post.read), self._unseen(said))

    def action_keep(self) -> None:
        """Keep the post with a line on why; for a kept one, change the line."""
        if (post := self._post()) and self.desk.ahead.begin():
            self._keep(post)

    @work(group="post")
    async def _keep(self, post: Post) -> None:
        kept = await self.ask(lambda: self.workspace.keeping.kept(post.id)) if post.kept else None
        hint = "Why keep it? {take} alone keeps it · {leave} leaves it"
        title = f"{'Kept' if kept else 'Keep'} “{line(post.headline, 46)}”"
        why = await self.app.push_screen_wait(AskLine(title, kept.why if kept else "", hint))
        if why is None:
            return
        said = "Changed why it is kept" if kept else f"Kept “{line(post.headline, 40)}” with its text"
        self.act(lambda: self.workspace.keeping.keep(post.id, why=why), said)

    def action_give_theme(self) -> None:
        """Put the post under a theme, or take it away from one it was put under."""
        if (post := self._post()) and self.desk.ahead.begin():
            self._choose_theme(post)

    @work(group="post")
    async def _choose_theme(self, post: Post) -> None:
        themes = await self.ask(self.workspace.themes.all)
        choices = [
            Choice(id=t.slug, label=t.name, chosen=t.slug in post.themes, also=t.aliases)
            for t in themes
            if t.status is ThemeStatus.ACTIVE or t.slug in post.themes
        ]
        is_under_one = any(choice.chosen for choice in choices)
        hint = "✓ it is there already; choosing that takes it away again" if is_under_one else ""
        chosen = await self.app.push_screen_wait(
            Choose("Put the post under", choices, allow_new=True, hint=hint)
        )
        if chosen:
            self._give(post, chosen, chosen not in post.themes)

    def action_accept_theme(self) -> None:
        """Put the post under the theme that is suggested for it."""
        from learnlog.tui.screens.river_pane import PostPane

        pane, post = next(iter(self.query(PostPane)), None), self.post_in_library()
        found = pane.suggested_for(post) if pane and post else None
        if found is None:
            self.desk.say(f"No theme is suggested for this post: {key_of('give-theme')} puts it under one.")
        elif post := self._post():
            self._give(post, found.theme, True)

    @work(group="act")
    async def _give(self, post: Post, theme: str, given: bool) -> None:
        """Give the theme and say what came of it: words and people may keep a post in a theme."""
        try:
            name = await self.ask(lambda: self.workspace.river.give_theme(post.id, theme, given))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        now = await self.ask(lambda: self.workspace.library.posts.get(post.id))
        if not given and now is not None and theme in now.themes:
            self.desk.say(f"It stays under {name}: its words or its author put it there.")
        else:
            self.desk.say(f"Put under {name}" if given else f"Taken from {name}", undo=True)
        self.desk.changed()

    def action_browse(self) -> None:
        """Open the post in the browser."""
        if post := self.post_at_hand():
            self.before_act(post)
            self.browse(post.url)

    def action_copy(self) -> None:
        """Copy the post's address."""
        post = self.post_at_hand()
        if post is None:
            return
        self.before_act(post)
        if address := clean_link(post.url):
            self.app.copy_to_clipboard(address)
            self.desk.say(f"Copied {line(address, 60)}")
        else:
            self.desk.say("This post has no address.")

    def action_conversation(self) -> None:
        """Open the conversation that the post is part of."""
        post = self.post_at_hand()
        if post is None:
            return
        self.before_act(post)
        if not post.uri:
            self.desk.say("This post is not part of a conversation: only posts on social networks are.")
        else:
            from learnlog.tui.screens.thread import ThreadScreen

            self.app.push_screen(ThreadScreen(post))

    def action_voices(self) -> None:
        """Show who else says it."""
        post = self.post_in_library()
        if post is None:
            return
        self.before_act(post)
        if not post.others:
            self.desk.say("Nobody else says this: it came once.")
            return
        from learnlog.tui.screens.voices import VoicesScreen

        self.app.push_screen(VoicesScreen(post.id))

    def action_changes(self) -> None:
        """Show what the author changed."""
        post = self.post_in_library()
        if post is None:
            return
        self.before_act(post)
        if post.edited is None:
            self.desk.say("Its author changed nothing in it since it came.")
            return
        from learnlog.tui.screens.post_changes import PostChangesScreen

        self.app.push_screen(PostChangesScreen(post))

    def action_whole(self) -> None:
        """Read the post whole from its own page; of one that is whole, show what the feed gave again."""
        if post := self._post():
            self._whole(post)

    @work(group="whole", exclusive=True)
    async def _whole(self, post: Post) -> None:
        full = self.workspace.full_text
        if await self.ask(lambda: full.is_whole(post.id)):
            self.act(
                lambda: full.give_back([post.id]),
                f"As the feed gave it  ·  {key_of('whole')} reads it whole again",
                undo=False,
            )
            return
        self.show_progress("reading the page of the post …")
        try:
            (read,) = await self.ask(lambda: full.read([post]))
        finally:
            if self.is_attached:
                self.show_progress("")
        self.desk.say(
            f"Not read whole: {read.error}"
            if read.error
            else f"Whole: {read.words:,} words, were {post.words:,}",
            undo=not read.error,
        )
        self.desk.changed()

    def _view(self) -> ArticleView | None:
        views = self.query(ArticleView)
        return views.first() if views else None

    def action_next_passage(self, step: int) -> None:
        """Mark the next passage of the post, or the one before."""
        if view := self._view():
            view.action_next_passage(step)

    def action_next_link(self, step: int) -> None:
        """Mark the next link of the post, or the one before."""
        if view := self._view():
            view.focus()
            view.action_next_link(step)

    def action_insight(self) -> None:
        """Write an insight beside the post."""
        if (post := self._post()) and self.desk.ahead.begin():
            from learnlog.tui.screens.insight import InsightScreen

            self.app.push_screen(InsightScreen(post, self.passage()))
