"""The acts of the screen of views: searches that are lists of the River."""

from learnlog.tui.command import act

VIEWS = (
    act("open", "enter", "Show the posts it finds, in the River.", "show"),
    act("new-view", "a", "Keep another search as a view.", "new view"),
    act("edit", "e", "Change its name and what it searches for.", "change"),
    act("earlier", "shift+up,K", "Move it up: the order is mine."),
    act("later", "shift+down", "Move it down."),
    act("remove", "x", "Take it away; u brings it back.", "take away"),
    act("back", "escape", "Back to where I came from.", "back"),
)
