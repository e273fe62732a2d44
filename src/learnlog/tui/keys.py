"""Every act of the screens, once: its key, its words in the footer, the palette, the help and the docs.

A screen takes its bindings from here by scope; the palette, `?` and docs/keys.md are made from the same
lines, so they cannot tell different stories. The same key means the same thing everywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding

from learnlog.model.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One act. ``keys`` are Textual key names joined by commas; ``shown`` is how a person reads them.

    ``label`` is the footer's word ("" keeps it out of the footer); ``help`` says what it does in a sentence.
    """

    id: str
    keys: str
    action: str
    help: str
    label: str = ""
    shown: str = ""
    priority: bool = False

    @property
    def key_text(self) -> str:
        """The keys as a person reads them."""
        return self.shown or ", ".join(_spoken(key) for key in self.keys.split(","))


def _spoken(key: str) -> str:
    names = {
        "question_mark": "?",
        "slash": "/",
        "full_stop": ".",
        "enter": "Enter",
        "escape": "Esc",
        "space": "Space",
        "at": "@",
    }
    names |= {"left_curly_bracket": "{", "right_curly_bracket": "}"}
    names |= {"tab": "Tab", "shift+tab": "Shift+Tab", "left_square_bracket": "[", "right_square_bracket": "]"}
    if key in names:
        return names[key]
    return "+".join(part.title() if len(part) > 1 else part for part in key.split("+"))


def _c(id: str, keys: str, help: str, label: str = "", **more: object) -> Command:
    action = str(more.pop("action", id.replace("-", "_")))
    return Command(id=id, keys=keys, action=action, help=help, label=label, **more)  # type: ignore[arg-type]


EVERYWHERE = (
    _c("today", "T", "What is open now.", action="app.mode('today')"),
    _c("journal", "J", "My entries, by day.", action="app.mode('journal')"),
    _c("river", "R", "Posts of the people I follow, newest first.", action="app.mode('river')"),
    _c("themes", "H", "What I am working on, and everything that hangs on it.", action="app.mode('themes')"),
    _c("people", "P", "The people I follow.", action="app.mode('people')"),
    _c("search", "S,slash", "Search everything: posts, entries, people, themes.", action="app.search"),
    _c("write", "w", "Write an entry.", "write", action="app.write"),
    _c("follow", "f", "Follow someone: a homepage, a feed or a profile.", action="app.follow"),
    _c("fetch", "r", "Ask the channels that are due for new posts; again to stop.", action="app.fetch"),
    _c("accounts", "at", "My accounts on Bluesky and Mastodon.", action="app.accounts"),
    _c("outbox", "O", "What I send: drafts, what waits, what is out.", action="app.outbox"),
    _c("notices", "C", "What concerns me: answers, mentions, new followers.", action="app.notices"),
    _c("undo", "u", "Take the last change back, whatever it was.", "undo", action="app.undo"),
    _c(
        "help",
        "question_mark,f1",
        "All keys of this screen; F1 also while writing.",
        "help",
        action="app.help",
    ),
    _c("palette", "ctrl+p", "Every command, by name.", "all", action="app.command_palette"),
    _c("light", "ctrl+t", "Change between the light and the dark look.", action="app.change_look"),
    _c("quit", "q,ctrl+q", "Leave learnlog.", action="app.quit"),
)

LISTS = (
    _c("down", "j,down", "Next line; 5j goes five lines.", shown="j, ↓"),
    _c("up", "k,up", "Line before.", shown="k, ↑"),
    _c("first", "g,home", "First line.", shown="g, Home"),
    _c("last", "G,end", "Last line.", shown="G, End"),
    _c("page-down", "pagedown,ctrl+f", "A page on.", shown="PgDn"),
    _c("page-up", "pageup,ctrl+b", "A page back.", shown="PgUp"),
    _c("open", "enter", "Open what the cursor is on."),
    _c("back", "escape", "Back to where I came from."),
    _c("next-pane", "tab", "To the next part of the screen.", action="app.focus_next"),
)

POSTS = (
    _c("insight", "i", "Write an insight beside the post: the passage quoted, its source linked.", "insight"),
    _c("keep", "K", "Keep the post with its text, and my line on why.", "keep"),
    _c("star", "s", "Star the post, or take the star away.", "star"),
    _c("read", "m", "Mark the post read, or unread again.", "read"),
    _c("give-theme", "t", "Put the post under a theme.", "theme"),
    _c("browse", "o", "Open the post in the browser."),
    _c("copy", "y", "Copy the post's address."),
    _c("conversation", "c", "The conversation it is part of, as a tree."),
    _c("answer", "a", "Answer the post where it was written.", "answer"),
    _c("like", "L", "Like the post there; again takes it back."),
    _c("boost", "b", "Pass the post on to my followers there, after asking once; again takes it back."),
    _c("bookmark", "M", "Put the post among my bookmarks there; again takes it back."),
)

READING = (
    _c(
        "next-passage",
        "right_curly_bracket",
        "Mark the next passage of the post; i quotes it.",
        action="next_passage(1)",
    ),
    _c("passage-before", "left_curly_bracket", "Mark the passage before.", action="next_passage(-1)"),
    _c(
        "next-link",
        "right_square_bracket",
        "Mark the next link of the post; Enter opens it.",
        action="next_link(1)",
    ),
    _c("link-before", "left_square_bracket", "Mark the link before.", action="next_link(-1)"),
)

POST = (
    *POSTS,
    _c("next-unread", "n", "Go to the next unread post."),
    _c("read-on", "space", "Read a page on; at the end of the post, go to the next unread one."),
    *READING,
)

THREAD = (
    _c("open", "enter", "Read the post under the cursor.", "read"),
    *POSTS,
    _c("read-on", "space", "Read a page on; at the end of the post, go to the next one."),
    *READING,
    _c("back", "escape", "Stop asking the network; back to where I came from.", "back"),
)

RIVER = (
    *POST,
    _c("choose-lane", "l", "Choose what to show: everything, a theme, a circle, a person.", "lists"),
    _c("read-all", "A", "Mark every post of this list read."),
    _c("show-new", "full_stop", "Show the posts that arrived meanwhile."),
    _c("only-unread", "U", "Only unread posts, or all again."),
    _c("boosts", "B", "Hide what people only pass on (boosts), or show it again."),
)

ENTRY = (
    _c("edit", "e", "Edit the entry.", "edit"),
    _c("editor", "ctrl+e", "Edit in $EDITOR, and save."),
    _c(
        "visibility",
        "v",
        "Who may see it: one step up, from private over coach and cohort to public.",
        "seen by",
    ),
    _c("close", "c", "Close a question or goal, or open it again.", "close"),
    _c("share", "p", "Post it: share the entry, or ask the question, from an account of mine.", "post"),
    _c("history", "h", "Earlier versions, and the way back to them.", "history"),
    _c("delete", "d", "Move it to the trash; u brings it back.", "delete"),
)

JOURNAL = (
    *ENTRY,
    _c("filter", "F", "Only the entries of a theme, a kind or a tag; Esc shows all again.", "filter"),
)

DOCUMENT = (
    *ENTRY,
    _c("browse", "o", "Open the post in the browser.", "browser"),
    _c("read-on", "space", "Read on; the arrows go through the links."),
    _c("open", "enter", "Follow the link under the cursor.", "follow"),
    _c("back", "escape", "Back one step.", "back"),
)

POST_DOCUMENT = (*POSTS, *DOCUMENT[len(ENTRY) + 1 :], *READING)

HISTORY = (
    _c("restore", "enter", "Bring this version back; what is there now is kept too.", "restore"),
    _c("back", "escape", "Back to the document.", "back"),
)

CONFLICT = (
    _c("keep-mine", "m", "Keep my version; theirs stays in the history.", "keep mine"),
    _c("keep-theirs", "t", "Keep theirs; mine stays in the history.", "keep theirs"),
    _c("keep-both", "b", "Keep both: mine becomes an entry of its own, linked to theirs.", "keep both"),
    _c("back", "escape", "Back to writing; nothing is decided.", "write on"),
)

THEMES = (
    _c("write-here", "w", "Write an entry under this theme.", "write", action="write"),
    _c("new-theme", "a", "Name something I am working on.", "new"),
    _c("edit", "e", "Change the theme: name, question, keywords.", "edit"),
    _c("merge", "M", "Merge the theme into another; the old name still finds it.", "merge"),
    _c("park", "p", "Park the theme, or take it up again.", "park"),
    _c("finish", "x", "Finish the theme, or take it up again.", "finish"),
    _c("river-of", "o", "The theme's posts in the River.", "posts"),
    _c("editor", "ctrl+e", "Write in the theme's page in $EDITOR."),
)

PEOPLE = (
    _c("follow", "f", "Follow someone new: a homepage, a feed or a profile.", "follow", action="app.follow"),
    _c("edit", "e", "Change the card: why I follow, themes, circles.", "edit"),
    _c("river-of", "o", "The person's posts in the River.", "posts"),
    _c("unfollow", "x", "Stop following; kept posts and insights stay. Again: follow anew.", "unfollow"),
    _c("join", "M", "Join with another person's card: their channels become this person's."),
    _c("split", "D", "Divide: give one of the channels a card of its own."),
    _c("move-on", "N", "Follow somebody who moved to their new account."),
    _c("former", "X", "Show those I no longer follow, or hide them."),
    _c("editor", "ctrl+e", "Write on the card in $EDITOR."),
)

TODAY = (
    _c("open", "enter", "Open what the cursor is on.", "open"),
    _c(
        "fetch",
        "r",
        "Ask the channels that are due for new posts; again to stop.",
        "fetch",
        action="app.fetch",
    ),
    _c("follow", "f", "Follow someone: a homepage, a feed or a profile.", "follow", action="app.follow"),
)

COMPOSER = (
    _c("save", "ctrl+s", "Save.", "save", priority=True),
    _c("editor", "ctrl+e", "Write on in $EDITOR.", "editor", priority=True),
    _c("preview", "ctrl+r", "See it as it will look, or go on writing.", "preview", priority=True),
    _c(
        "link",
        "ctrl+k",
        "Link to an entry, a person or a kept post; typing [[ does the same.",
        "link",
        priority=True,
    ),
    _c("leave", "escape", "Leave; what is written stays as a draft.", "keep as draft"),
)

INSIGHT = (
    _c("save", "ctrl+s", "Save the insight.", "save", priority=True),
    _c("next-field", "tab", "To the next field; Shift+Tab goes back.", "next field", action="app.focus_next"),
    _c("leave", "escape", "Leave; what is written stays as a draft that i takes up again.", "keep as draft"),
)

FORM = (
    _c("save", "ctrl+s", "Save.", "save", priority=True),
    _c("leave", "escape", "Leave without saving.", "leave"),
)

FOLLOW = (
    _c("follow-these", "ctrl+s", "Follow what is chosen.", "follow", priority=True),
    _c("leave", "escape", "Stop looking, or leave without following.", "leave"),
)

ACCOUNTS = (
    _c("add-account", "a", "Log in to Bluesky or to a Mastodon server.", "add"),
    _c(
        "remove-account", "x", "End the session, and forget the account and its secrets; asks once.", "remove"
    ),
    _c("back", "escape", "Back to where I came from.", "back"),
)

LOGIN = (
    _c("log-in", "ctrl+s", "Log in, or give the code that was pasted.", "log in", priority=True),
    _c("copy-address", "ctrl+y", "Copy the address of the server's page.", "copy address", priority=True),
    _c("leave", "escape", "Stop logging in, or leave without adding an account.", "leave"),
)

SHARE = (
    _c("keep-message", "ctrl+s", "Keep it in the outbox as a draft; nothing is sent.", "keep", priority=True),
    _c("send", "ctrl+g", "Send it, after asking once.", "send", priority=True),
    _c("preview", "ctrl+r", "See it as it will stand, or go on writing.", "preview", priority=True),
    _c("next-field", "tab", "To the next part; Shift+Tab goes back.", "next part", action="app.focus_next"),
    _c("change", "enter", "Change the line under the cursor: to whom, language, warning, pictures."),
    _c("leave", "escape", "Leave; asks what becomes of what was written.", "leave", priority=True),
)

OUTBOX = (
    _c("open", "enter", "Write on it; for one in doubt, say what became of it.", "open"),
    _c("send", "ctrl+g", "Send it, after asking once.", "send"),
    _c("send-waiting", "W", "Send everything that waits.", "send waiting"),
    _c("take-back", "x", "Drop a draft; delete a sent message there, after asking once.", "take back"),
    _c("resolve", "a", "Answer what became of a message in doubt."),
    _c("browse", "o", "Open a sent message in the browser."),
    _c("back", "escape", "Stop sending after the message on its way; else back.", "back"),
)

NOTICES = (
    _c("open", "enter", "Open the conversation.", "open"),
    _c("answer", "a", "Answer it.", "answer"),
    _c("about", "e", "The entry of mine that it is about.", "my entry"),
    _c("browse", "o", "Open it in the browser."),
    _c("fetch", "r", "Ask my accounts again.", "ask again", action="look"),
    _c("back", "escape", "Back to where I came from.", "back"),
)

WELCOME = (
    _c("save", "ctrl+s", "Save, and go on.", "go on", priority=True),
    _c("skip", "escape", "Skip this step.", "skip", priority=True),
)

SCOPES: Mapping[str, tuple[str, tuple[Command, ...]]] = {
    "everywhere": ("Everywhere", EVERYWHERE),
    "lists": ("In every list", LISTS),
    "today": ("Today", TODAY),
    "journal": ("Journal", JOURNAL),
    "river": ("River", RIVER),
    "post": ("A post by itself", POST),
    "thread": ("A conversation", THREAD),
    "themes": ("Themes", THEMES),
    "people": ("People", PEOPLE),
    "search": ("Search", POSTS),
    "composer": ("While writing", COMPOSER),
    "document": ("A document and its links", DOCUMENT),
    "post-document": ("A post and its links", POST_DOCUMENT),
    "history": ("Earlier versions", HISTORY),
    "conflict": ("Two versions", CONFLICT),
    "form": ("In a form", FORM),
    "follow": ("Following someone", FOLLOW),
    "accounts": ("My accounts", ACCOUNTS),
    "login": ("Logging in", LOGIN),
    "share": ("Sending something", SHARE),
    "outbox": ("The outbox", OUTBOX),
    "notices": ("What concerns me", NOTICES),
    "welcome": ("The first steps", WELCOME),
    "insight": ("While writing an insight", INSIGHT),
}


def bindings(*groups: Iterable[Command]) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Return Textual's bindings for the commands, each with an id by which the settings can rebind it.

    A command that several groups name is taken from the first: a screen words it better than every list does.
    Each key has a binding of its own, so that the footer never shows a key that only types where one is.
    """
    unique: dict[str, Command] = {}
    for command in (command for group in groups for command in group):
        unique.setdefault(command.id, command)
    return [
        Binding(
            key,
            command.action,
            command.label or command.help,
            show=bool(command.label),
            key_display=(_spoken(key) if number else command.key_text.split(",")[0]).replace("Ctrl+", "^"),
            id=command.id,
            tooltip=command.help,
            priority=command.priority,
        )
        for command in unique.values()
        for number, key in enumerate(command.keys.split(","))
    ]


def keymap(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the settings' ``[keys]`` as Textual's keymap.

    Raises:
        UsageError: a command is unknown; the hint names the nearest.
    """
    known = sorted({command.id for _, commands in SCOPES.values() for command in commands})
    for name in settings:
        if name not in known:
            import difflib

            close = difflib.get_close_matches(name, known, 1, 0.4)
            hint = f"Did you mean “{close[0]}”?" if close else f"Commands: {', '.join(known)}."
            raise UsageError(f"The settings give a key to an unknown command “{name}”.", hint)
    return dict(settings)


def markdown() -> str:
    """Return the table of all keys for the documentation."""
    parts = []
    for title, commands in SCOPES.values():
        rows = "\n".join(f"| `{c.key_text}` | {c.help} | `{c.id}` |" for c in commands)
        parts.append(
            f"## {title}\n\n| key | what it does | name in the settings |\n| --- | --- | --- |\n{rows}\n"
        )
    return "\n".join(parts)
