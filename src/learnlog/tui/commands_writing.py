"""Acts on my own words: an entry in a list and on its page, its versions, and while it is being written."""

from learnlog.tui.command import act
from learnlog.tui.commands_posts import POSTS, READING
from learnlog.tui.commands_reflecting import EVIDENCE, OF_AN_ENTRY

ENTRY = (
    act("edit", "e", "Edit the entry.", "edit"),
    act("editor", "ctrl+e", "Edit in $EDITOR, and save."),
    act(
        "visibility",
        "v",
        "Who may see it: one step up, from private over coach and cohort to public.",
        "seen by",
    ),
    act("close", "c", "Close a question or goal, or open it again.", "close"),
    act("share", "p", "Post it: share the entry, or ask the question, from an account of mine.", "post"),
    act("find", "F", "Whom to ask the question; else who knows about the entry's theme.", action="app.find"),
    *OF_AN_ENTRY,
    act("history", "h", "Earlier versions, and the way back to them.", "history"),
    act("delete", "d", "Move it to the trash; u brings it back.", "delete"),
)

ATTACH = "Take a file in: it is copied beside the entry."

JOURNAL = (
    act("open", "enter", "Read the entry, with what it hangs on.", "open"),
    act("write", "w", "Write an entry.", "write", action="app.write"),
    *ENTRY,
    act("attach", "i", ATTACH),
    act("filter", "l", "Only the entries of a theme, a kind or a tag; Esc shows all again.", "filter"),
)

OPEN_LINK = act("open", "enter", "Open the link under the cursor.", "open")

CHAIN = (
    act("trace", "z", "The chain both ways: what it rests on, and what grew from it.", "chain"),
    act("read-on", "space", "Read on; the arrows go through the links."),
    act("back", "escape", "Back one step.", "back"),
)

DOCUMENT = (
    OPEN_LINK,
    *CHAIN,
    *ENTRY,
    act("browse", "o", "Open the post in the browser, or the file under the cursor.", "browser"),
    act("attach", "i", ATTACH, "file"),
    act("detach", "x", "Take the file under the cursor off the entry; u brings it back."),
    act("describe", "D", "Say in words what the file under the cursor shows."),
)

POST_DOCUMENT = (OPEN_LINK, *POSTS, *CHAIN, EVIDENCE, *READING)

HISTORY = (
    act("restore", "enter", "Bring this version back; what is there now is kept too.", "restore"),
    act("read-on", "space", "Read a page on of what differs.", "read on"),
    act("back", "escape", "Back to the document.", "back"),
)

CONFLICT = (
    act("keep-mine", "m", "Keep my version; theirs stays in the history.", "keep mine"),
    act("keep-theirs", "t", "Keep theirs; mine stays in the history.", "keep theirs"),
    act("keep-both", "b", "Keep both: mine becomes an entry of its own, linked to theirs.", "keep both"),
    act("back", "escape", "Back to writing; nothing is decided.", "write on"),
)

COMPOSER = (
    act("save", "ctrl+s", "Save.", "save", priority=True),
    act("preview", "ctrl+r", "See it as it will look, or go on writing.", "preview", priority=True),
    act(
        "link",
        "ctrl+k",
        "Link to an entry, a person or a kept post; typing [[ does the same.",
        "link",
        priority=True,
    ),
    act(
        "prompts",
        "ctrl+o",
        "Questions to write along: choose some, or keep them quiet for a week or for good.",
        "questions",
        priority=True,
    ),
    act("attach", "ctrl+l", "Take a file in, or take one off.", "file", priority=True),
    act("editor", "ctrl+e", "Write on in $EDITOR.", "editor", priority=True),
    act("leave", "escape", "Leave; what is written stays as a draft.", "keep as draft"),
)

INSIGHT = (
    act("save", "ctrl+s", "Save the insight.", "save", priority=True),
    act(
        "next-field", "tab", "To the next field; Shift+Tab goes back.", "next field", action="app.focus_next"
    ),
    act("leave", "escape", "Leave; what is written stays as a draft that i takes up again.", "keep as draft"),
)
