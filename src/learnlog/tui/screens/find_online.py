"""Asking networks from Find: peeking at somebody's newest posts, and searching for people, only when told to."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from learnlog.model.errors import LearnlogError
from learnlog.model.finding import Candidate, Findings, Suggestion
from learnlog.model.post import Post
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.screens.find_beside import ProofBeside
from learnlog.tui.screens.find_state import Ring, Shown
from learnlog.tui.text import line, some
from learnlog.tui.wanted import Wanted
from learnlog.workspace import Workspace

if TYPE_CHECKING:
    from learnlog.reading.people_search.searching import Progress, Searched

NEWEST = 12
"""Posts that a peek shows."""


def newest_of(workspace: Workspace, found: Candidate) -> tuple[list[Post], list[str]]:
    """Return somebody's newest posts and what could not be asked, in sentences. Blocks on the network.

    Those I follow are not asked: their channels are, in their time.
    """
    posts: dict[str, Post] = {}
    troubles: list[str] = []
    for channel in found.channels:
        try:
            peek = workspace.searching.newest if found.person else workspace.searching.peek
            listed = peek(channel.key)
        except LearnlogError as error:
            listed = workspace.searching.newest(channel.key)
            troubles.append(error.message)
        posts |= {post.id: post for post in listed}
    newest = sorted(posts.values(), key=lambda post: post.published, reverse=True)
    return newest[:NEWEST], troubles


class FindOnline(ProofBeside):
    """What asks networks. It says what goes on, Esc stops it, and what came until then stays."""

    _ring: Ring | None = None

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()
        self._is_busy = False

    def finds(self, wanted: Wanted) -> Findings:
        """Return who is found, under the name of the theme. Runs in a thread."""
        found, theme = self.workspace.finder.find(wanted.asked), None
        if wanted.theme:
            theme = self.workspace.themes.find(wanted.theme)
        return replace(found, asked=theme.name) if theme else found

    @property
    def wanted(self) -> Wanted | None:
        """What is asked."""
        return None

    def person_at_hand(self) -> Suggestion | None:
        """Return the person under the cursor."""
        return None

    def look_for(self, wanted: Wanted | None) -> None:
        """Ask something else."""

    def show_found(self, shown: Shown) -> None:
        """Show other people."""

    def action_peek(self) -> None:
        """Show the newest posts of the person under the cursor, without following them."""
        one = self.person_at_hand()
        if one is not None and self._begin(f"asking for the newest posts of {line(one.candidate.name, 24)}"):
            self._peek(one)

    def _begin(self, doing: str) -> bool:
        if self._is_busy:
            self.desk.say(with_keys("Another question is on its way. {back} stops it."))
            return False
        self._is_busy, self._stop = True, threading.Event()
        self.show_progress(f"{key_of('back')} stops · {doing}")
        return True

    def _end(self, stop: threading.Event) -> None:
        """Be free again, unless another question began meanwhile."""
        if stop is self._stop:
            self._is_busy = False
            if self.is_attached:
                self.show_progress("")

    @work(group="network")
    async def _peek(self, one: Suggestion) -> None:
        stop = self._stop
        try:
            posts, troubles = await self.ask(lambda: newest_of(self.workspace, one.candidate))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        finally:
            self._end(stop)
        if stop.is_set():
            return
        self.remember({post.id: post for post in posts})
        self.peeked[one.candidate.key] = [post.id for post in posts]
        if troubles:
            self.desk.say(troubles[0])
        if self.person_at_hand() is one:
            await self.show_proof(one)
            self.enter_proof()
            self.proof.action_first()

    @work(group="network")
    async def action_search_networks(self) -> None:
        """Say which words would go to which server, and search when that is agreed to."""
        from learnlog.tui.screens.find_networks import AskNetworks

        wanted, shown = self.wanted, self._shown
        if wanted is None or shown is None:
            return
        words, searching = self._words(wanted, shown.found), self.workspace.searching
        try:
            planned = await self.ask(lambda: searching.plan(words, theme=wanted.theme))
            people = await self.ask(self.workspace.people.all)
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        names = {channel.key: one.name for one in people for channel in one.channels}
        if not planned:
            self.desk.say(searching.why_not or "There is no word to search for.")
        elif await self.app.push_screen_wait(AskNetworks(planned, names)) and self._begin(
            "asking the networks"
        ):
            await self._search(wanted, words, self._stop)

    @staticmethod
    def _words(wanted: Wanted, found: Findings) -> Sequence[str]:
        return found.terms or (wanted.words,)

    async def _search(self, wanted: Wanted, words: Sequence[str], stop: threading.Event) -> None:
        def told(progress: "Progress") -> None:
            said = f"{key_of('back')} stops · {some(progress.people, 'person', 'people')} so far · {progress.doing}"
            if self.app.is_running and not stop.is_set():
                self.app.call_from_thread(self.show_progress, said)

        space = self.workspace

        def search() -> "tuple[Searched, Findings]":
            done = space.searching.search(words, theme=wanted.theme, told=told, cancelled=stop.is_set)
            return done, self.finds(wanted)

        try:
            done, found = await self.ask(search)
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        finally:
            self._end(stop)
        stopped = "Stopped. " if stop.is_set() else ""
        new = f"{some(done.people, 'person', 'people')} and {some(done.new_posts, 'new post')} came from the networks"
        self.desk.say(f"{stopped}{new}")
        if wanted == self.wanted:
            asked = len({one.server for one in done.sent})
            where = f"stored posts and {some(asked, 'server')}" if asked else found.searched
            found = replace(found, searched=where, notes=(*found.notes, *done.notes))
            self.show_found(Shown(found=found, ring=Ring.NEW))

    def stop_searching(self) -> bool:
        """Stop what asks a network; tells whether anything did."""
        if not self._is_busy or self._stop.is_set():
            return False
        self._stop.set()
        self._end(self._stop)
        self.desk.say("Stopped asking; what came until then stays.")
        return True

    def on_unmount(self) -> None:
        """Let what asks a network end."""
        self._stop.set()
