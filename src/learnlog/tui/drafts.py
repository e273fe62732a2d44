"""The draft of one composer: saved in a thread, one step after the other, never after it was discarded."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from learnlog.journal.drafting import Writing, draft_name, free_name, keep_draft, take_up, waiting_drafts
from learnlog.vault.drafts import Drafts


@dataclass(frozen=True, slots=True)
class Found:
    """A draft that waited: what was written, and when it was last saved."""

    writing: Writing
    moment: datetime


class DraftBook:
    """Keeps the draft of a new entry, or of the entry with `entry_id`."""

    def __init__(self, drafts: Drafts, entry_id: str) -> None:
        self._drafts = drafts
        self._entry = entry_id
        self._kept: Writing | None = None
        self._lock = asyncio.Lock()
        self.name = draft_name(entry_id)
        self.is_done = False

    async def begin(self, start: Writing, taken: tuple[str, ...]) -> Found | None:
        """Find the draft to go on with; `taken` are those that are open already."""
        return await asyncio.to_thread(self._begin, start, taken)

    def _begin(self, start: Writing, taken: tuple[str, ...]) -> Found | None:
        if self._entry:
            mine = [d for d in waiting_drafts(self._drafts) if d.name == self.name]
        elif start == Writing(kind=start.kind):
            mine = [d for d in waiting_drafts(self._drafts) if not d.entry and d.name not in taken]
        else:
            mine = []
        writing = take_up(self._drafts, mine[0].name) if mine else None
        if writing is not None:
            self.name, self._kept = mine[0].name, writing
            return Found(writing, mine[0].moment)
        if not self._entry:
            self.name = free_name(self._drafts, taken)
        return None

    async def keep(self, writing: Writing, start: Writing) -> bool:
        """Keep `writing` when it differs from what is kept; tells whether it was saved."""
        async with self._lock:
            if self.is_done or writing == self._kept or (self._kept is None and writing == start):
                return False
            await asyncio.to_thread(keep_draft, self._drafts, self.name, writing)
            self._kept = writing
            return True

    async def leave(self, writing: Writing, start: Writing) -> bool:
        """Keep `writing` for later, or nothing when nothing was written; tells whether a draft waits now."""
        async with self._lock:
            if self.is_done:
                return False
            is_worth_keeping = not (writing.is_empty or writing == start)
            if is_worth_keeping:
                await asyncio.to_thread(keep_draft, self._drafts, self.name, writing, open_now=False)
            else:
                await asyncio.to_thread(self._drafts.discard, self.name)
            self.is_done = True
            return is_worth_keeping

    async def discard(self) -> None:
        """Let the draft go: it is saved as an entry."""
        async with self._lock:
            self.is_done = True
            await asyncio.to_thread(self._drafts.discard, self.name)
