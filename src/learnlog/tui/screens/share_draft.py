"""What is being written to be sent, kept while it is written: a crash, a kill or leaving costs no word."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from textual import work
from textual.widgets import TextArea

from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.safe import clean_line, clean_text
from learnlog.model.social import Audience
from learnlog.talking.base import Picture
from learnlog.talking.message import Answered, Purpose
from learnlog.talking.sharing import Wish
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.share_plan import Plan, of_entry, of_message, posts_of
from learnlog.tui.screens.unsent import PREFIX
from learnlog.workspace import Workspace

AUTOSAVE: Final = 1.0
"""Seconds between two looks at whether there is something new to keep."""
_MARK, _END = "\n\n<!-- to send: ", " -->\n"


def name_of(plan: Plan) -> str:
    """Return what the draft of `plan` is called: the same for the same entry, message or post that is answered."""
    if plan.draft:
        return plan.draft
    about = plan.message.id if plan.message else plan.entry.id if plan.entry else ""
    if not about and plan.answered:
        about = blake2b(plan.answered.uri.encode(), digest_size=8).hexdigest()
    return f"{PREFIX}{plan.kind.value}-{about or 'new'}"


def to_text(plan: Plan, wish: Wish, text: str) -> str:
    """Return the draft as one text, the words first: all that is needed to go on with it."""
    rest = {
        "kind": plan.kind.value,
        "title": plan.title,
        "network": plan.network,
        "widest": plan.widest.value,
        "quoted": plan.quoted,
        "entry": plan.entry.id if plan.entry else "",
        "message": plan.message.id if plan.message else "",
        "answered": asdict(plan.answered) if plan.answered else {},
        "audience": wish.audience.value,
        "language": wish.language,
        "warning": wish.warning,
        "pictures": [[str(one.path), one.alt] for one in wish.pictures],
    }
    return f"{text}{_MARK}{json.dumps(rest, ensure_ascii=False)}{_END}"


def of_text(draft: str) -> tuple[str, Mapping[str, Any]]:
    """Return the words of a draft, and the rest; what cannot be understood is words."""
    words, mark, rest = draft.rpartition(_MARK)
    try:
        found = json.loads(rest.removesuffix(_END)) if mark else None
    except (ValueError, RecursionError):
        found = None
    return (clean_text(words), found) if isinstance(found, dict) else (clean_text(draft), {})


def wish_in(rest: Mapping[str, Any], plan: Plan) -> Wish:
    """Return how it was to be sent; never to more people than `plan` allows."""
    audience = Audience(rest["audience"]) if rest.get("audience") in set(Audience) else plan.widest
    pictures = rest.get("pictures")
    pairs = [one for one in pictures if isinstance(one, list)] if isinstance(pictures, list) else []
    return Wish(
        audience=audience if audience in plan.audiences else plan.widest,
        language=_word(rest, "language"),
        warning=_word(rest, "warning"),
        pictures=tuple(
            Picture(path=Path(str(p[0])), alt=clean_line(str(p[1]))) for p in pairs if len(p) == 2
        ),
    )


def plan_in(workspace: Workspace, name: str) -> Plan:
    """Return what the draft `name` is the draft of; the words stay when what it was of is gone. Reads the vault.

    Raises:
        NotFoundError: there is no such draft.
    """
    draft = workspace.drafts.read(name)
    if draft is None:
        raise NotFoundError("This draft is not there any more.")
    _words, rest = of_text(draft)
    with suppress(NotFoundError):
        if id := _word(rest, "message"):
            return of_message(workspace.outbox.get(id))
        if id := _word(rest, "entry"):
            return of_entry(workspace, workspace.journal.get(id))
    told = rest.get("answered")
    answered = {field: _word(told, field) for field in _ANSWERED} if isinstance(told, dict) else {}
    kind, widest = _word(rest, "kind"), _word(rest, "widest")
    return Plan(
        title=_word(rest, "title") or "What you wrote",
        kind=Purpose(kind) if kind in set(Purpose) else Purpose.SHARE,
        answered=Answered(**answered) if answered.get("uri") else None,
        quoted=clean_text(str(rest.get("quoted", ""))),
        network=_word(rest, "network"),
        widest=Audience(widest) if widest in set(Audience) else Audience.DIRECT,
        draft=name,
    )


_ANSWERED: Final = ("uri", "url", "cid", "home", "root", "author")


def _word(rest: Mapping[str, Any], key: str) -> str:
    value = rest.get(key)
    return clean_line(value) if isinstance(value, str) else ""


class KeepsDraft(DeskScreen):
    """The part of `ShareScreen` that keeps what is written. Its own parts say what that is."""

    _plan: Plan
    _wish: Wish
    _began: tuple[str, Wish]
    _kept = ""
    _is_done = False

    def __init__(self) -> None:
        super().__init__()
        self._lock = asyncio.Lock()

    def _area(self) -> TextArea:
        return self.query_one("#share-text", TextArea)

    @property
    def is_changed(self) -> bool:
        """Tell whether something was written that is nowhere else yet."""
        text = self._area().text
        return bool(posts_of(text)) and (text.strip(), self._wish) != self._began

    async def take_up(self) -> None:
        """Go on with the draft that waited, if there is one; from now on what is written is kept."""
        name = name_of(self._plan)
        draft = await self.ask(lambda: self.workspace.drafts.read(name))
        if draft:
            words, rest = of_text(draft)
            self._kept, self._wish = draft, wish_in(rest, self._plan)
            if self._area().text.strip() == self._began[0]:
                self._area().load_text(words)
                self._area().move_cursor(self._area().document.end)
                self.desk.say("Taken up where you left it.")
        self.set_interval(AUTOSAVE, self._autosave)

    @work(group="draft")
    async def _autosave(self) -> None:
        if not self._lock.locked():
            try:
                await self.keep_words()
            except LearnlogError as error:
                self.desk.say_error(error)

    async def keep_words(self) -> None:
        """Keep what is written as a draft; nothing when it is as it began.

        Raises:
            LearnlogError: the disk refuses.
        """
        async with self._lock:
            if self._is_done:
                return
            if not self.is_changed:
                await self._discard()
                return
            draft = to_text(self._plan, self._wish, self._area().text)
            if draft != self._kept:
                name = name_of(self._plan)
                await self.ask(lambda: self.workspace.drafts.save(name, draft))
                self._kept = draft

    async def _discard(self) -> None:
        if self._kept:
            name, self._kept = name_of(self._plan), ""
            await self.ask(lambda: self.workspace.drafts.discard(name))

    async def let_go(self) -> None:
        """Forget the draft: it is in the outbox, or not wanted. Nothing is kept after that."""
        async with self._lock:
            self._is_done = True
            await self._discard()
