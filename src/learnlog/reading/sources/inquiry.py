"""Asking one server what was planned, at most two questions at once, until it fails; and saying what it refused."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, TypeVar

from learnlog.model.errors import LearnlogError
from learnlog.reading.sources.people_search import Gathered, Sending

T = TypeVar("T")
_AT_ONCE: Final = 2
_ABSENT: Final = (400, 404, 405, 410, 422, 501)
_CLOSED: Final = (401, 403)


class RefusalError(Exception):
    """A server answered with something else than success: ``status``, and a ``sentence`` about it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Inquiry:
    """The questions of one search to one server. What it does not offer costs its own rows, and is noted."""

    def __init__(self, server: str, planned: Sequence[Sending], into: Gathered) -> None:
        self._server = server
        self._planned = frozenset(planned)
        self._into = into
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._stopped = False
        self._absent: dict[Sending, None] = {}
        self._closed: dict[Sending, None] = {}

    async def ask(self, sending: Sending, question: Callable[[], Awaitable[T]], word: str = "") -> T | None:
        """Return what `question` brings; None when the server refuses, failed before, or cannot be reached.

        Raises:
            ValueError: the plan does not say that this goes there.
        """
        if sending not in self._planned or (word and word not in sending.words):
            raise ValueError(f"not planned: {sending.path}")
        async with self._slots:
            if self._stopped or sending in self._absent or sending in self._closed:
                return None
            self._into.sent.setdefault(sending, set()).add(word)
            try:
                return await question()
            except RefusalError as refusal:
                self._refused(sending, refusal)
            except LearnlogError as error:  # it cannot be reached, or wants no questions now
                self._stop(error.message)
        return None

    def close(self) -> None:
        """Note what the server did not offer, in one sentence for each reason."""
        if self._absent:
            self._into.note(f"{self._server} does not offer: {_listed(self._absent)}.")
        if self._closed:
            self._into.note(f"{self._server} asks for a login for: {_listed(self._closed)}.")

    def _refused(self, sending: Sending, refusal: RefusalError) -> None:
        if refusal.status in _ABSENT:
            self._absent.setdefault(sending)
        elif refusal.status in _CLOSED:
            self._closed.setdefault(sending)
        elif refusal.status == 429:
            self._stop(f"{self._server} wants no more questions for a while.")
        else:
            self._stop(refusal.sentence)

    def _stop(self, why: str) -> None:
        if not self._stopped:
            self._stopped = True
            self._into.note(why)


async def each(questions: Iterable[Awaitable[None]]) -> None:
    """Await all `questions` at once; what one stumbles over is raised when the others are done."""
    done = await asyncio.gather(*questions, return_exceptions=True)
    for error in done:
        if error is not None:
            raise error


def _listed(sendings: dict[Sending, None]) -> str:
    return ", ".join(dict.fromkeys(sending.what for sending in sendings))
