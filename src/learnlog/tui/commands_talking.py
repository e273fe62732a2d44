"""The acts of the screens that are somebody on a network: accounts, logging in, what is sent, what concerns me."""

from learnlog.tui.command import act

ACCOUNTS = (
    act("add-account", "a", "Log in to Bluesky or to a Mastodon server.", "add"),
    act(
        "remove-account", "x", "End the session, and forget the account and its secrets; asks once.", "remove"
    ),
    act("back", "escape", "Back to where I came from.", "back"),
)

LOGIN = (
    act("log-in", "ctrl+s", "Log in, or give the code that was pasted.", "log in", priority=True),
    act("copy-address", "ctrl+y", "Copy the address of the server's page.", "copy address", priority=True),
    act("leave", "escape", "Stop logging in, or leave without adding an account.", "leave"),
)

SHARE = (
    act(
        "keep-message", "ctrl+s", "Keep it in the outbox as a draft; nothing is sent.", "keep", priority=True
    ),
    act("send", "ctrl+g", "Send it, after asking once.", "send", priority=True),
    act("preview", "ctrl+r", "See it as it will stand, or go on writing.", "preview", priority=True),
    act(
        "whom",
        "ctrl+f",
        "Whom to ask: who of mine knows about it; a names them.",
        "whom to ask",
        priority=True,
    ),
    act("next-field", "tab", "To the next part; Shift+Tab goes back.", "next part", action="app.focus_next"),
    act("change", "enter", "Change the line under the cursor: to whom, language, warning, pictures."),
    act("leave", "escape", "Leave; asks what becomes of what was written.", "leave", priority=True),
)

OUTBOX = (
    act("open", "enter", "Write on it; for one in doubt, say what became of it.", "open"),
    act("send", "ctrl+g", "Send it, after asking once.", "send"),
    act("send-waiting", "W", "Send everything that waits.", "send waiting"),
    act("take-back", "x", "Drop a draft; delete a sent message there, after asking once.", "take back"),
    act("resolve", "a", "Answer what became of a message in doubt."),
    act("browse", "o", "Open a sent message in the browser."),
    act("back", "escape", "Stop sending after the message on its way; else back.", "back"),
)

NOTICES = (
    act("open", "enter", "Open the conversation.", "open"),
    act("answer", "a", "Answer it.", "answer"),
    act("about", "e", "The entry of mine that it is about.", "my entry"),
    act("browse", "o", "Open it in the browser."),
    act("fetch", "r", "Ask my accounts again.", "ask again", action="look"),
    act("back", "escape", "Back to where I came from.", "back"),
)
