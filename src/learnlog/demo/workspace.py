"""The demo's workspace: like any other, but for the made-up people in it."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from learnlog.workspace import Workspace

if TYPE_CHECKING:
    from learnlog.model.account import Account
    from learnlog.reading.people_search.searching import Searching
    from learnlog.reading.sources.base import Source
    from learnlog.talking.base import Voice


class DemoWorkspace(Workspace):
    """A workspace whose made-up people are never asked for and whose made-up accounts send nothing."""

    @cached_property
    def sources(self) -> "Sequence[Source]":
        """The kinds of channel that can be read."""
        from learnlog.demo.still import StillBluesky, StillFeeds, StillMastodon

        settings = self.settings
        return (
            StillFeeds(self.clock),
            StillBluesky(settings.bluesky_appview, settings.bluesky_plc, self.clock),
            StillMastodon(self.clock, self.mastodon_token),
        )

    @cached_property
    def searching(self) -> "Searching":
        """Searching the networks; the demo's people are on none of them."""
        from learnlog.reading.people_search.searching import Searching

        off = "The demo searches no network: its people are made up."
        return Searching(
            self.library, self.people, self.networks, self.sources, self.client, self.clock, why_not=off
        )

    def voice_of(self, account: "Account") -> "Voice":
        """Return the voice of `account`; that of a made-up one sends nothing."""
        from learnlog.demo.still import StillVoice, is_made_up

        return StillVoice(account) if is_made_up(account.server) else super().voice_of(account)
