"""The acts of the screens behind a post: who else says it, what it said before."""

from learnlog.tui.command import act

VOICES = (
    act("open", "enter", "Open the post under the cursor, with its person and its links.", "open"),
    act("split", "D", "Divide: this post is another story; u joins it again.", "divide off"),
    act("browse", "o", "Open the post in the browser.", "browser"),
    act("back", "escape", "Back to where I came from.", "back"),
)

CHANGES = (
    act("read-on", "space", "Read a page on of what changed.", "read on"),
    act("back", "escape", "Back to the post.", "back"),
)
