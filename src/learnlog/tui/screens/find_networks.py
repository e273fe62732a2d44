"""Before anything is asked of a network: exactly which words go to which server."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from learnlog.tui.commands_dialogs import AGREED
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.leaving import Dialog
from learnlog.tui.text import line, plain, some
from learnlog.tui.widgets.scrolling import Scrolling

if TYPE_CHECKING:
    from learnlog.reading.sources.people_search import Sending

WIDTH = 78
AROUND = 10
"""Lines around the words and the list: the frame, the title, what the keys do."""


def quoted(words: Sequence[str]) -> str:
    """Return words in quotation marks, with commas."""
    return ", ".join(f"“{line(word, 60)}”" for word in words)


def main_words(sendings: "Sequence[Sending]") -> tuple[str, ...]:
    """Return the words that most questions carry."""
    carried = Counter(one.words for one in sendings if one.words)
    return carried.most_common(1)[0][0] if carried else ()


def words_sent(sendings: "Sequence[Sending]") -> tuple[str, ...]:
    """Return every word that goes anywhere, once."""
    return tuple(dict.fromkeys(word for one in sendings for word in one.words))


def draw_sendings(sendings: "Sequence[Sending]", names: Mapping[str, str], width: int) -> Iterator[Content]:
    """Yield for each server what it is asked with which words, and what without any; `names` are people's by key."""
    every = main_words(sendings)
    for server in dict.fromkeys(one.server for one in sendings):
        yield Content.styled(line(server, width), "bold")
        asked: dict[str, list[str]] = {}
        for one in (one for one in sendings if one.server == server):
            asked.setdefault(_carried(one, every, names), []).append(line(one.what, 80))
        for carried, things in asked.items():
            label = carried or "no word of yours"
            said = plain(f"{label}: {', '.join(dict.fromkeys(things))}")
            said = said.stylize("$accent" if carried else "$text-muted", 0, len(label) + 1)
            for number, row in enumerate(said.wrap(max(20, width - 4))):
                yield Content.assemble("  " if number == 0 else "    ", row)


def _carried(one: "Sending", every: Sequence[str], names: Mapping[str, str]) -> str:
    """Return in words what of mine a question carries: words of the theme, names of people, who asks."""
    parts = ["these words" if one.words == every else quoted(one.words)] if one.words else []
    parts += [f"naming {_some_names([names.get(key, key) for key in one.about])}"] if one.about else []
    parts += [f"as {line(one.login, 40)}"] if one.login else []
    return ", ".join(parts)


def _some_names(names: Sequence[str]) -> str:
    if len(names) <= 3:
        return " and ".join(line(name, 40) for name in names)
    return f"{line(names[0], 40)} and {some(len(names) - 1, 'other')} you follow"


class AskNetworks(Dialog[bool]):
    """Says what would be sent, and asks once; gives True when it may go."""

    CSS_PATH = "../styles/finding.tcss"
    AUTO_FOCUS = "#sendings-what"
    BINDINGS: ClassVar = bindings(AGREED)

    def __init__(self, sendings: "Sequence[Sending]", names: Mapping[str, str]) -> None:
        super().__init__()
        self._sendings = tuple(sendings)
        self._names = names

    def compose(self) -> ComposeResult:
        """The words, the servers, the question."""
        with Vertical(id="sendings"):
            yield Static("Ask the networks who knows about this?", id="sendings-title")
            yield Static(id="sendings-words")
            with Scrolling(id="sendings-what"):
                yield Static(id="sendings-list")
            yield Static(id="sendings-foot")

    def on_mount(self) -> None:
        """Draw for the width there is."""
        self._draw()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._draw()

    def _draw(self) -> None:
        width = min(WIDTH, max(30, self.app.size.width - 10))
        main = main_words(self._sendings)
        more = [word for word in words_sent(self._sendings) if word not in main]
        also = f", on some servers as {quoted(more)}" if more else ""
        said = f"These words leave this machine: {quoted(main)}{also}. Whoever runs a server that gets them sees them."
        words = [*plain(said).wrap(width), Content("")]
        self.query_one("#sendings-words", Static).update(Content("\n").join(words))
        drawn = list(draw_sendings(self._sendings, self._names, width))
        self.query_one("#sendings-list", Static).update(Content("\n").join(drawn))
        room = max(3, self.app.size.height - AROUND - len(words))
        self.query_one("#sendings-what").styles.max_height = room
        self.query_one("#sendings-foot", Static).update(
            with_keys("{agree} sends it, this once · {leave} sends nothing")
            + (" · ↓ reads on" if len(drawn) > room else "")
        )

    def action_agree(self) -> None:
        """Send it."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Send nothing."""
        self.dismiss(False)
