"""What a workspace needs to talk: the activities of talking, each built when first used."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.talking.doors import Doors

if TYPE_CHECKING:
    from learnlog.model.account import Account
    from learnlog.talking.answering import Answering
    from learnlog.talking.asking import Asking
    from learnlog.talking.base import Voice
    from learnlog.talking.notices import Notices
    from learnlog.talking.outbox import Outbox
    from learnlog.talking.positions import Positions
    from learnlog.talking.sending import Sending
    from learnlog.talking.sharing import Sharing


class TalkingDesk(Doors):
    """The part of a workspace that talks; the workspace says what it stands on."""

    make_voice: "Callable[[Account], Voice]"
    _voices: "dict[str, Voice]"

    def voice(self, reference: str) -> "Voice":
        """The voice of the account that `reference` means, made when it is first needed.

        Raises:
            NotFoundError: there is no such account.
        """
        account = self.accounts.find(reference)
        known = self._voices.get(account.id)
        if known is None or known.account != account:  # it may have been granted more since
            known = self._voices[account.id] = self.make_voice(account)
        return known

    @cached_property
    def outbox(self) -> "Outbox":
        """What I send, as files."""
        from learnlog.talking.outbox import Outbox

        return Outbox(self.shelf, self.changes, self.clock)

    @cached_property
    def sending(self) -> "Sending":
        """Sending what is in the outbox, and taking it back."""
        from learnlog.talking.sending import Sending

        return Sending(self.outbox, self.journal, self.voice, self.clock)

    @cached_property
    def sharing(self) -> "Sharing":
        """Drafting entries for my accounts."""
        from learnlog.talking.sharing import Sharing

        return Sharing(self.outbox, self.journal, self.voice, self._called)

    def _called(self, target: str) -> str:
        """Return what a link's target is called in a text for others: of entries, only public ones are named."""
        from learnlog.model.document import DocumentType
        from learnlog.model.visibility import UNSHARED, Visibility

        found = self.shelf.library.documents.named(target)
        if found is not None and found.type is DocumentType.ENTRY:
            found = self.shelf.notice(found.path)  # another program may have made it private meanwhile
            if (
                found is None
                or found.problem
                or Visibility.read(found.word("visibility")) is not Visibility.PUBLIC
            ):
                return UNSHARED
        return (found.word("title") or found.word("name") or target) if found else target

    @cached_property
    def asking(self) -> "Asking":
        """Questions that are asked, and their answers."""
        from learnlog.talking.asking import Asking

        return Asking(
            self.shelf, self.journal, self.people, self.sharing, self.outbox, self.voice, self.clock
        )

    @cached_property
    def answering(self) -> "Answering":
        """Replies, likes, boosts and bookmarks."""
        from learnlog.talking.answering import Answering

        return Answering(
            self.shelf.library,
            self.keeping,
            self.people,
            self.sharing,
            self.voice,
            self.changes,
            self.clock,
        )

    @cached_property
    def notices(self) -> "Notices":
        """What concerns me on my networks."""
        from learnlog.talking.notices import Notices

        return Notices(self.accounts.all, self.journal, self.outbox, self.voice, self.paths.state)

    @cached_property
    def positions(self) -> "Positions":
        """How far I read, here and on my networks."""
        from learnlog.talking.positions import Positions

        return Positions(
            self.accounts.all, self.shelf.library, self.river, self.voice, self.paths.state, self.clock
        )
