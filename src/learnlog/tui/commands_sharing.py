"""The acts of the screens that show what I chose, and of a coach's."""

from learnlog.tui.command import act

BUNDLE = (
    act("open", "enter", "Read it as it would leave.", "read"),
    act("leave-out", "x", "Leave the entry out of it, or take it in again.", "leave out"),
    act("earlier", "shift+up,K", "Move the entry up: the order is mine."),
    act("later", "shift+down", "Move the entry down."),
    act("question", "e", "The one question I have for my coach.", "question"),
    act("hand-out", "ctrl+s", "Write the bundle into a file, after asking once.", "bundle"),
    act("part", "l", "All I share, this week's, one theme's, or one programme's.", "which"),
    act("audience", "v", "For my coach, for the cohort, or for everybody.", "for whom"),
    act("summary", "p", "Write only the page: as HTML, PDF, Markdown, JSON or CSV.", "page"),
    act("take-feedback", "i", "Take in a comments file that came back.", "comments"),
    act("agree", "a", "What I agree to, how I am called, what I can help with."),
    act("cohort", "c", "My cohort: what came back from it.", action="app.cohort"),
    act("next-pane", "tab", "Between what leaves and how it reads.", action="app.focus_next"),
    act("back", "escape", "Back to where I came from.", "back"),
)

COACH = (
    act("open", "enter", "Go to what the learner shared; read the entry.", "read"),
    act("take-in", "i", "Take in bundles: a file, or a folder with many.", "take in"),
    act("give", "ctrl+s", "Write my new comments for this learner into a file.", "give comments"),
    act("cohort", "c", "What the learners have in common, of those who agreed.", "cohort"),
    act("comment", "a", "Comment on the entry under the cursor, or on the question.", "comment"),
    act("trust", "t", "Take their next bundle in though it is signed anew: they lost their key."),
    act("unread", "m", "Mark the entry read, or unread again."),
    act("back", "escape", "Back from the entries to the learners; else back.", "back"),
)

RECEIVED = (
    act("notice", "1", "I notice …", "notice"),
    act("asks", "2", "I ask …", "ask"),
    act("suggest", "3", "I suggest …", "suggest"),
    act("change-comment", "e", "Write on my last comment here, or empty it to take it away.", "change"),
    act("open-file", "o", "Open a file that came with the entry.", "file"),
    act("next-entry", "n", "The next entry I have not read.", "next"),
    act("read-on", "space", "Read a page on; at the end, the next entry I have not read."),
    act("back", "escape", "Back to the entries.", "back"),
)

COHORT = (
    act("open", "enter", "Go into the part; read the entry.", "read"),
    act("take-in", "i", "Take in the page that my coach gave back.", "take in"),
    act("agree", "a", "What I agree to, how I am called, what I can help with.", "agree"),
    act("forget", "x", "Take this cohort out of my library.", "forget"),
    act("back", "escape", "Back to the parts; else back.", "back"),
)

MEMBER_ENTRY = (
    act("next-entry", "n", "The next entry of this part.", "next"),
    act("entry-before", "p", "The entry before.", "before"),
    act("read-on", "space", "Read a page on; at the end, the next entry."),
    act("back", "escape", "Back to the list.", "back"),
)
