"""The acts on views, searches that are lists of the River, and on rules, searches that do something."""

from learnlog.tui.command import act

VIEWS = (
    act("open", "enter", "Show the posts it finds, in the River; of a rule, see what it does.", "open"),
    act("edit", "e", "Change its name, what it searches for, and what it does.", "change"),
    act("rest", "o", "Let the rule rest, or work again.", "on/off"),
    act("take-back", "b", "Take back all that the rule's last run changed.", "take back"),
    act("new-rule", "n", "Let posts that arrive be starred, read, hidden or put under a theme.", "new rule"),
    act("new-view", "a", "Keep another search as a view.", "new view"),
    act("remove", "x", "Take it away; u brings it back. What a rule did stays.", "take away"),
    act("earlier", "shift+up,K", "Move it up: the order is mine."),
    act("later", "shift+down", "Move it down."),
    act("back", "escape", "Back to where I came from.", "back"),
)

RULE = (
    act("save", "ctrl+s", "Save the rule, for what arrives from now on.", "save", priority=True),
    act(
        "save-and-apply",
        "ctrl+g",
        "Save it, and apply it to the posts that are here; one u takes that back.",
        "save and apply",
        priority=True,
    ),
    act("leave", "escape", "Leave without saving.", "leave"),
)
