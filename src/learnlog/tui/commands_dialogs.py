"""The acts of small dialogs: a line to write, a list to choose from, a question to say yes to."""

from learnlog.tui.command import act

LEAVE = act("leave", "escape", "Leave it as it is.", "leave it")
TAKE = act("take", "enter", "Take the line that is written, or the one that the cursor is on.")
ASKED = (TAKE, LEAVE)
CHOSEN = (
    *ASKED,
    act("down", "down,j", "Next line; letters narrow the list where one types.", action="move(1)"),
    act("up", "up,k", "Line before.", action="move(-1)"),
    act("page-down", "pagedown", "A page on.", action="move(8)"),
    act("page-up", "pageup", "A page back.", action="move(-8)"),
)
TICKED = (
    act("tick", "space", "Tick whom the cursor is on, or not.", "tick"),
    act("tick-all", "a", "Tick everybody, or nobody.", "all", action="all"),
    act("follow-these", "ctrl+s", "Follow whom is ticked.", "follow", action="follow"),
    LEAVE,
)
AGREED = (
    act("agree", "y", "Send it, this once.", "send it"),
    act("refuse", "n", "Send nothing.", action="leave"),
    LEAVE,
)
COMMENT = (act("save", "ctrl+s", "Keep the comment.", "keep"), LEAVE)
HELPED = (act("close-help", "escape,question_mark,f1,q,enter", "Close the list of keys.", action="dismiss"),)

DIALOG = (*ASKED, *TICKED[:2], *AGREED[:2])
"""What the documentation lists: the others are named as where they come from."""
