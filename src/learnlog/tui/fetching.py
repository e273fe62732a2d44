"""Fetching beside the screen: in a thread of its own, with progress in words, stopped by the same key."""

import threading
from contextvars import copy_context
from typing import TYPE_CHECKING

from learnlog.model.errors import LearnlogError
from learnlog.tui.key_names import key_of, with_keys

if TYPE_CHECKING:
    from learnlog.reading.fetching.outcome import Outcome
    from learnlog.tui.app import LearnlogApp


class Fetcher:
    """One fetch at a time."""

    def __init__(self, app: "LearnlogApp") -> None:
        self._app = app
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.progress = ""

    @property
    def is_running(self) -> bool:
        """Tell whether channels are being asked right now."""
        return self._thread is not None and self._thread.is_alive()

    def toggle(self, *, everything: bool = False) -> None:
        """Start fetching what is due (or `everything`), or stop the fetch that runs; what arrived stays."""
        if self.is_running:
            self.cancel()
            return
        self._stop.clear()
        run = copy_context().run  # else no sentence of that thread would know the keys of this app
        self._thread = threading.Thread(target=run, args=(self._run, everything), name="fetch", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop asking channels."""
        self._stop.set()

    def _run(self, everything: bool) -> None:
        try:
            self._show("asking every channel …" if everything else "asking the channels that are due …")
            outcomes = self._app.workspace.fetching.run(
                everything=everything,
                progress=self._progress,
                cancelled=self._stop.is_set,
                waiting=lambda: self._show(
                    with_keys("another learnlog is asking the channels · {fetch} stops waiting")
                ),
            )
            said = _summary(outcomes) + (" Stopped." if self._stop.is_set() else self._even_out())
            said += self._ruled()
        except LearnlogError as error:
            said = f"{error.message} {error.hint}".strip()
        self._show("")
        self._call(lambda: self._app.say(said))
        self._call(self._app.changed)

    def _even_out(self) -> str:
        """Say on my own servers how far I read; return what was read there and not here, in a sentence."""
        workspace = self._app.workspace
        if not workspace.accounts.all():
            return ""
        self._show("comparing how far you read …")
        count = sum(len(standing.read_there) for standing in workspace.positions.settle())
        key = key_of("elsewhere")
        return (
            f" You read {count:,} of the unread posts elsewhere: {key} in the River marks them."
            if count
            else ""
        )

    def _ruled(self) -> str:
        """Say what my rules did, how many old posts went, and which rule cannot do anything."""
        from learnlog.reading.keeping.tidying import tidied_said
        from learnlog.reading.sorting.ruler import ruled_said

        workspace = self._app.workspace
        said = (
            ruled_said(workspace.ruler.done),
            tidied_said(workspace.tidying.done),
            *workspace.rules.problems()[:1],
        )
        return "".join(f" {words}" for words in said if words)

    def _progress(self, done: int, of: int, _outcome: "Outcome") -> None:
        self._show(f"asked {done} of {of} channels · {key_of('fetch')} stops")

    def _show(self, words: str) -> None:
        self.progress = words
        self._call(self._refresh)

    def _refresh(self) -> None:
        for screen in self._app.open_screens():
            screen.show_progress(self.progress)

    def _call(self, what: object) -> None:
        if self._app.is_running and callable(what):
            self._app.call_from_thread(what)


def _summary(outcomes: "list[Outcome]") -> str:
    """Return a fetch in one sentence, with the first failure by name."""
    if not outcomes:
        return with_keys(
            "No channel is due; each is asked at its own pace, at most once an hour. {fetch-all} asks all."
        )
    new = sum(outcome.new for outcome in outcomes)
    failed = [outcome for outcome in outcomes if outcome.error and not outcome.is_retired]
    retired = [outcome.person for outcome in outcomes if outcome.is_retired]
    edited = sum(outcome.edited for outcome in outcomes)
    said = f"{new:,} new post{'' if new == 1 else 's'}" + (f", {edited:,} edited," if edited else "")
    said += f" from {len(outcomes)} channel{'' if len(outcomes) == 1 else 's'}."
    if moved := sum(bool(outcome.moved_to) for outcome in outcomes):
        said += f" {moved} moved and {'is' if moved == 1 else 'are'} asked at the new address."
    if retired:
        more = f" and {len(retired) - 1} more" if len(retired) > 1 else ""
        said += f" Not asked any more: {retired[0]}{more}, gone for good; {key_of('revive')} on their page asks again."
    if failed:
        said += f" {len(failed)} could not be read: {failed[0].person}: {failed[0].error}"
    return said
