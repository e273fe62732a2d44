"""A post, or a kept one, with its links both ways: what can be done with a post can be done here as well."""

from typing import ClassVar

from learnlog.model.errors import NotFoundError
from learnlog.model.post import Post
from learnlog.tui.keys import LISTS, POST_DOCUMENT, POSTS, bindings
from learnlog.tui.screens.document import DocumentScreen
from learnlog.tui.screens.river_acts import PostActs

_POST_ACTS = frozenset(command.action for command in POSTS) - {"browse"}


class PostDocumentScreen(DocumentScreen, PostActs):  # type: ignore[misc]  # both open the browser
    """Shows the post, or the kept post, `name`; a kept one may have no post in the River any more."""

    scope = "post-document"
    BINDINGS: ClassVar = bindings(POST_DOCUMENT, LISTS)
    _post_found: Post | None = None

    async def load(self) -> None:
        """Show the document, and know its post as it is now."""
        self._post_found = await self.ask(self._find)
        await super().load()

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the acts on a post while there is one."""
        if action in _POST_ACTS:
            return self._post_found is not None
        return super().check_action(action, parameters)
