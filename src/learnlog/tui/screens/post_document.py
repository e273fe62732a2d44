"""A post, or a kept one, with its links both ways: what can be done with a post can be done here as well."""

from dataclasses import replace
from typing import ClassVar

from learnlog.model.article import Article
from learnlog.model.errors import NotFoundError
from learnlog.model.post import Post
from learnlog.overview.document_page import DocumentPage
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_posts import POSTS
from learnlog.tui.commands_writing import POST_DOCUMENT
from learnlog.tui.keys import bindings
from learnlog.tui.screens.document import DocumentScreen
from learnlog.tui.screens.river_acts import PostActs
from learnlog.tui.screens.river_pane import Reading, folded, read_post
from learnlog.tui.screens.river_signs import WARNING, head_lines

_POST_ACTS = frozenset(command.action for command in POSTS) - {"browse"}


class PostDocumentScreen(DocumentScreen, PostActs):  # type: ignore[misc]  # both open the browser
    """Shows the post, or the kept post, `name`; a kept one may have no post in the River any more."""

    scope = "post-document"
    BINDINGS: ClassVar = bindings(POST_DOCUMENT, LISTS)
    _post_found: Post | None = None
    _reading: Reading | None = None

    async def load(self) -> None:
        """Show the document, and know its post as it is now."""
        post = self._post_found = await self.ask(self._find)
        self._reading = None
        if post is not None and self._kind == "post":
            self._reading = await self.ask(lambda: read_post(self.workspace, post))
        await super().load()

    @property
    def _is_folded(self) -> bool:
        post, reading = self._post_found, self._reading
        return bool(post and reading and reading.warning) and self._target not in self.desk.unfolded

    def look(self) -> DocumentPage:
        """Gather the page, with what its network knows of the post."""
        page, post, reading = super().look(), self._post_found, self._reading
        if post is None or reading is None:
            return page
        now, among, edited = self.workspace.clock(), reading.boosters, reading.edited
        more = [
            one.plain for one in head_lines(post, reading.social, 200, now, boosters=among, edited=edited)
        ]
        title = f"{WARNING} {reading.warning}" if self._is_folded else page.title
        return replace(page, title=title, facts=(*page.facts, *more))

    def read(self, page: DocumentPage) -> Article:
        """Return the text, folded while its author's warning was not looked behind."""
        if self._reading is None:
            return super().read(page)
        return folded(self._reading, "{read-on}") if self._is_folded else self._reading.article

    def action_read_on(self) -> None:
        """Show what a warning hides; else a page on."""
        if self._is_folded:
            self.desk.unfolded.add(self._target)
            self.renew()
        else:
            super().action_read_on()

    def _find(self) -> Post | None:
        workspace, name = self.workspace, self._target
        try:
            name = workspace.keeping.get(name).post if self._kind == "kept" else name
        except NotFoundError:
            return None
        return workspace.library.posts.get(name) if name else None

    def post_at_hand(self) -> Post | None:
        """The post that is shown."""
        return self._post_found

    def shows_state(self) -> bool:
        """The page does not tell whether the post is read or starred."""
        return False

    def action_answer(self) -> None:  # type: ignore[override]  # what it begins is nobody's to wait for
        """Answer the post; a coach's comment is answered by an entry, which makes a thread in the next bundle."""
        page = self._page
        if page is None or not page.comment_on:
            super().action_answer()
        elif self.desk.ahead.begin():
            from learnlog.tui.screens.composer import Composer

            self.app.push_screen(Composer(entries=(page.comment_on,), kept=(page.id,)))

    def offers(self, action: str) -> bool:
        """Name the key for answering on a coach's comment as well."""
        return (action == "answer" and bool(self._page and self._page.comment_on)) or super().offers(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the acts on a post while there is one."""
        if action == "answer" and self._page and self._page.comment_on:
            return True
        if action == "voices" and self._kind == "kept":
            return False  # its key says there which goal the kept post shows
        if action in _POST_ACTS:
            return self._post_found is not None
        return super().check_action(action, parameters)
